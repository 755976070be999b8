import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAnswer, splitList, valueOf } from '../../../src-main/gmo/answer.ts'
import type { AnswerFields } from '../../../src-main/gmo/answer.ts'
import { readReceipt, readTrade } from '../../../src-main/gmo/trade.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { bytesOf, recordings, recordingsOf, unpaidBody } from './recordings.ts'

function fieldsOf(body: string | Uint8Array): AnswerFields {
  const answer = parseAnswer(typeof body === 'string' ? encodeWindows31J(body) : body)
  if (answer.kind !== 'fields') throw new Error(`not fields but ${answer.kind}`)
  return answer.fields
}

describe('every recorded answer', () => {
  it.each(recordings.map((recording, index) => [`${index} ${recording.endpoint}`, recording] as const))(
    '%s is read key by key, each value as it stands',
    (_name, recording) => {
      const answer = parseAnswer(bytesOf(recording))
      if (recording.body.startsWith('ErrCode=')) {
        expect(answer).toEqual({ kind: 'errors', codes: recording.body.split('ErrInfo=')[1]?.split('|') })
        return
      }
      const fields = fieldsOf(bytesOf(recording))
      for (const pair of recording.body.split('&')) {
        const [, key = '', value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
        expect(valueOf(fields, key)).toBe(value)
      }
    },
  )

  it('the set holds the endpoints this program uses', () => {
    expect(recordings).toHaveLength(55)
    expect(recordingsOf('AlterTran')).toHaveLength(3)
    expect(recordingsOf('SearchTrade')).toHaveLength(1)
    expect(recordingsOf('SearchTradeMulti')).toHaveLength(1)
  })
})

describe('the grammar', () => {
  it('cuts at the first = and keeps the rest raw', () => {
    const fields = fieldsOf('Token=a+b/c==&MemberID=x@vID&Approve= 004536&PayTimes=&Url=%41+b')
    expect(valueOf(fields, 'Token')).toBe('a+b/c==')
    expect(valueOf(fields, 'Approve')).toBe(' 004536')
    expect(valueOf(fields, 'PayTimes')).toBe('')
    expect(valueOf(fields, 'Url')).toBe('%41+b')
    expect(valueOf(fields, 'ItemCode')).toBeUndefined()
  })

  it('compares keys without case, keeps the first of a repeated key, drops the final line break', () => {
    const fields = fieldsOf('ORDERID=1&orderId=2&ClientField1=a&Status=SALES\r\n')
    expect(valueOf(fields, 'OrderID')).toBe('1')
    expect(valueOf(fields, 'Status')).toBe('SALES')
  })

  it('has no prototype to fall back on', () => {
    expect(valueOf(fieldsOf('A=1'), 'constructor')).toBeUndefined()
    const fields = fieldsOf('__proto__=x&toString=y&A=1')
    expect(Object.getPrototypeOf(fields)).toBeNull()
    expect(valueOf(fields, '__proto__')).toBe('x')
  })

  it('decodes before it cuts, so that ポ (83 7C) does not end a list part', () => {
    expect(splitList(valueOf(fieldsOf('Name=ポポ|ソ表'), 'Name') ?? '')).toEqual(['ポポ', 'ソ表'])
    expect(splitList('')).toEqual([])
  })

  it('takes the raw addresses of 3-D Secure whole', () => {
    const two = fieldsOf('ACS=2&RedirectUrl=https://host/cb?transId=1&t=2&OrderID=evil')
    expect(valueOf(two, 'RedirectUrl')).toBe('https://host/cb?transId=1&t=2&OrderID=evil')
    expect(valueOf(two, 'OrderID')).toBeUndefined()
    const one = fieldsOf('ACS=1&ACSUrl=https://acs/?a=1&b=2&PaReq=eJx+/=&MD=abc')
    expect(valueOf(one, 'ACSUrl')).toBe('https://acs/?a=1&b=2')
    expect(valueOf(one, 'PaReq')).toBe('eJx+/=')
    expect(valueOf(one, 'MD')).toBe('abc')
    expect(valueOf(fieldsOf('Status=AUTH&ClientField1=x&RedirectUrl=y&Amount=1'), 'Amount')).toBe('1')
  })

  it.each([
    ['ErrCode=E01&ErrInfo=E01110002', ['E01110002']],
    ['ErrInfo=E01110002', ['E01110002']],
    ['ErrCode=E01|E01|E01&ErrInfo=E01090008|E01100008|E01090008', ['E01090008', 'E01100008']],
    ['errcode=G02&errinfo=42G020000\r\n', ['42G020000']],
    ['ErrCode=X99&ErrInfo=X99999999', ['X99999999']],
  ])('%s is a refusal', (body, codes) => {
    expect(parseAnswer(Buffer.from(body))).toEqual({ kind: 'errors', codes })
  })

  it.each([
    [''],
    ['\r\n'],
    ['hello'],
    ['&&&'],
    ['=x'],
    ['ErrCode=E01'],
    ['ErrCode=E01&ErrInfo='],
    ['ErrCode=E01&ErrInfo=E0111000'],
    ['ErrCode=E01&ErrInfo=E01110002|'],
    ['ErrCode=E01&ErrInfo=E01110002<br>'],
    ['OrderID=1&Status=SALES&AccessID=a&ErrInfo=E01110002'],
  ])('%j is unreadable', (body) => {
    expect(parseAnswer(Buffer.from(body))).toEqual({ kind: 'unreadable' })
  })

  it('an answer with empty error keys is no refusal', () => {
    expect(parseAnswer(Buffer.from('Status=SALES&ErrCode=&ErrInfo='))).toMatchObject({ kind: 'fields' })
  })
})

describe('properties', () => {
  const access = new TradeAccess('1362106772', '3618be802c7ac572414274731e50cb6c', 'x')

  /** Reads bytes as every reader would; the trade and the receipt, where there is one. */
  function readAll(bytes: Uint8Array) {
    const answer = parseAnswer(bytes)
    if (answer.kind !== 'fields') return { trade: null, receipt: null }
    const trade = readTrade(answer.fields, '1362106772')
    const receipt = readReceipt(answer.fields, access)
    readTrade(answer.fields, '1362106772', 'convenience')
    return { trade: trade.ok ? trade.value : null, receipt: receipt.ok ? receipt.value : null }
  }

  it('20,000 random bodies never throw and never prove anything', () => {
    let runs = 0
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        runs += 1
        expect(readAll(bytes)).toEqual({ trade: null, receipt: null })
      }),
      { numRuns: 20_000 },
    )
    expect(runs).toBeGreaterThanOrEqual(20_000)
  })

  it('10,000 bodies of the right words in random order never throw', () => {
    const words = [...unpaidBody.split(/[=&]/), '=', '&', '|', '\r\n', 'ErrInfo', 'ErrCode', 'ACS=2&', 'RedirectUrl=']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 80 }), (parts) => {
        const { trade } = readAll(Buffer.from(parts.join('')))
        if (trade !== null) expect(trade.gatewayOrderId).toBe('1362106772')
      }),
      { numRuns: 10_000 },
    )
  })

  it('a body cut anywhere inside the needed fields proves nothing', () => {
    const needed = unpaidBody.indexOf('Approve=')
    for (let length = 0; length < needed; length += 1) {
      expect(readAll(Buffer.from(unpaidBody.slice(0, length))).trade).toBeNull()
    }
    for (const { body, request } of recordingsOf('AlterTran').filter(({ body }) => body.startsWith('AccessID'))) {
      const own = new TradeAccess('1', request?.['AccessID'] ?? '', 'x')
      for (let length = 0; length <= body.length; length += 1) {
        const answer = parseAnswer(Buffer.from(body.slice(0, length)))
        const reading = answer.kind === 'fields' && readReceipt(answer.fields, own).ok
        expect(reading).toBe(length === body.length)
      }
    }
  })

  it('the longest body allowed is read quickly, whatever it is made of', () => {
    for (const piece of ['&', '=', 'a=', '&ACSUrl=', 'ACS=1&ACSUrl=', 'ErrInfo=E01110002|', '\r\n', 'x']) {
      const answer = parseAnswer(Buffer.from(`ACS=1&${piece.repeat(65_000 / piece.length)}`))
      expect(['fields', 'errors', 'unreadable']).toContain(answer.kind)
    }
  })
})
