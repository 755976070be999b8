import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../../../src-main/gmo/answer.ts'
import { readReceipt, readTrade } from '../../../src-main/gmo/trade.ts'
import type { Reading, Receipt, Trade } from '../../../src-main/gmo/trade.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { instantOf, statusOf, yenOf } from '../../../src-main/gmo/wire-words.ts'
import type { OtherKind } from '../../../src-main/gmo/wire-words.ts'
import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { paidBody, recordingsOf, unpaidBody } from './recordings.ts'

const orderId = '1362106772'

function tradeIn(body: string, kind?: OtherKind, asked = orderId): Reading<Trade> {
  const answer = parseAnswer(encodeWindows31J(body))
  if (answer.kind !== 'fields') throw new Error(answer.kind)
  return readTrade(answer.fields, asked, kind)
}

function receiptIn(body: string, access: TradeAccess): Reading<Receipt> {
  const answer = parseAnswer(Buffer.from(body))
  if (answer.kind !== 'fields') throw new Error(answer.kind)
  return readReceipt(answer.fields, access)
}

const unreadable = { ok: false, reason: 'unreadable' }
const otherTrade = { ok: false, reason: 'otherTrade' }

describe('a trade', () => {
  it('is read from the recorded inquiry', () => {
    const reading = tradeIn(unpaidBody)
    if (!reading.ok) throw new Error(reading.reason)
    const { access, ...rest } = reading.value
    expect(rest).toEqual({
      gatewayOrderId: orderId,
      status: 'unprocessed',
      statusWord: 'UNPROCESSED',
      amountYen: 100,
      taxYen: 0,
      processedAt: Date.UTC(2013, 2, 1, 2, 59, 32),
      method: null,
      payTimes: null,
      tranId: '',
      approve: '',
      forward: '',
      itemCode: '0000990',
      convenience: null,
      payEasy: null,
    })
    expect(access.id).toBe('3618be802c7ac572414274731e50cb6c')
    expect(TradeAccess.revealPass(access)).toBe('4099664bd4b110800e09805539d1d7b5')
  })

  it('keeps what a paid one adds, the blank of the approval included', () => {
    expect(tradeIn(paidBody)).toMatchObject({
      ok: true,
      value: { status: 'sales', method: 'instalments', payTimes: 3, approve: ' 004536', forward: '2a99662' },
    })
  })

  it.each([
    ['of another order', unpaidBody.replace(orderId, '1362106773'), otherTrade],
    ['without an order', unpaidBody.replace(`OrderID=${orderId}&`, ''), unreadable],
    ['without a state', unpaidBody.replace('UNPROCESSED', ''), unreadable],
    ['with a broken state', unpaidBody.replace('UNPROCESSED', '<b>'), unreadable],
    ['with a broken amount', unpaidBody.replace('Amount=100', 'Amount=1,00'), unreadable],
    ['with a negative amount', unpaidBody.replace('Amount=100', 'Amount=-1'), unreadable],
    ['without an amount', unpaidBody.replace('Amount=100', 'Amount='), unreadable],
    ['with a broken tax', unpaidBody.replace('Tax=0', 'Tax=x'), unreadable],
    ['with a day that does not exist', unpaidBody.replace('20130301115932', '20130229115932'), unreadable],
    ['without an access id', unpaidBody.replace(/AccessID=\w+/, 'AccessID='), unreadable],
    ['without an access pass', unpaidBody.replace(/AccessPass=\w+&/, ''), unreadable],
    ['cut off', unpaidBody.slice(0, unpaidBody.indexOf('&Approve')), unreadable],
  ])('%s is not read', (_name, body, expected) => {
    expect(tradeIn(body)).toEqual(expected)
  })

  it('an empty tax is none, and a validity check needs no amount', () => {
    expect(tradeIn(unpaidBody.replace('Tax=0', 'Tax='))).toMatchObject({ ok: true, value: { taxYen: 0 } })
    const check = unpaidBody.replace('UNPROCESSED', 'CHECK').replace('Amount=100', 'Amount=')
    expect(tradeIn(check)).toMatchObject({ ok: true, value: { status: 'checked', amountYen: 0 } })
  })

  it('free fields cannot overwrite what stands before them', () => {
    const body = unpaidBody.replace('ClientField1=', 'ClientField1=x&Status=SALES&Amount=1&OrderID=2')
    expect(tradeIn(body)).toMatchObject({ ok: true, value: { status: 'unprocessed', amountYen: 100 } })
  })
})

/** SearchTradeMulti names no order and appends the fields of every service. */
const multiBody = unpaidBody
  .replace(`OrderID=${orderId}&`, '')
  .replace('UNPROCESSED', 'REQSUCCESS')
  .concat('&PayType=3&CvsCode=00007&CvsConfNo=4567&CvsReceiptNo=12345678901&CustID=&BkCode=&ConfNo=')
  .concat('&EncryptReceiptNo=&PaymentTerm=20130311235959&Currency=JPN')

describe('a trade of another service', () => {
  it('carries the numbers for the store', () => {
    expect(tradeIn(multiBody, 'convenience')).toMatchObject({
      ok: true,
      value: {
        gatewayOrderId: orderId,
        status: 'requested',
        convenience: {
          storeCode: '00007',
          receiptNumber: '12345678901',
          confirmationNumber: '4567',
          termAt: Date.UTC(2013, 2, 11, 14, 59, 59),
        },
        payEasy: null,
      },
    })
  })

  it('carries the numbers for the bank', () => {
    const body = multiBody
      .replace('PayType=3', 'PayType=4')
      .replace('CustID=&BkCode=&ConfNo=', 'CustID=WNT05476383&BkCode=58021&ConfNo=3769')
    expect(tradeIn(body, 'payEasy')).toMatchObject({
      ok: true,
      value: {
        payEasy: { institutionNumber: '58021', customerNumber: 'WNT05476383', confirmationNumber: '3769' },
        convenience: null,
      },
    })
  })

  it('is refused when the answer is about something else', () => {
    expect(tradeIn(multiBody, 'payEasy')).toEqual(otherTrade)
    expect(tradeIn(`OrderID=9&${multiBody}`, 'convenience')).toEqual(otherTrade)
    expect(tradeIn(`OrderID=&${multiBody}`, 'convenience')).toMatchObject({ ok: true })
    expect(tradeIn(multiBody.replace('&PayType=3', ''), 'convenience')).toEqual(unreadable)
    expect(tradeIn(multiBody)).toEqual(unreadable)
  })
})

describe('a receipt', () => {
  const applied = recordingsOf('AlterTran').filter(({ body }) => body.startsWith('AccessID'))

  it.each(applied)('is read from the recording of $request.JobCd', ({ body, request, recordedAt }) => {
    const reading = receiptIn(body, new TradeAccess('1', request?.['AccessID'] ?? '', 'x'))
    if (!reading.ok) throw new Error(reading.reason)
    expect(reading.value.processedAt).toBe(Date.parse(recordedAt ?? ''))
    expect(reading.value).toMatchObject({ forward: '2a99662', tranId: expect.stringMatching(/^\d{28}$/) as string })
  })

  it('proves nothing for another trade, or when anything is missing', () => {
    const { body = '', request } = applied[0] ?? {}
    const access = new TradeAccess('1', request?.['AccessID'] ?? '', 'x')
    expect(receiptIn(body, new TradeAccess('1', 'ffffffffffffffffffffffffffffffff', 'x'))).toEqual(otherTrade)
    for (const key of ['AccessID', 'Forward', 'Approve', 'TranID', 'TranDate']) {
      expect(receiptIn(body.replace(new RegExp(`${key}=[^&]*&?`), ''), access)).toEqual(unreadable)
    }
    expect(receiptIn(body.replace(/TranDate=\d+/, 'TranDate=20130301245935'), access)).toEqual(unreadable)
  })
})

describe('words', () => {
  it('states', () => {
    expect(['AUTH', 'CAPTURE', 'RETURNX', 'CANCEL', 'PAYSUCCESS', 'TRADING', 'toString'].map(statusOf)).toEqual([
      'authorised',
      'captured',
      'returnedLater',
      'cancelled',
      'paid',
      'other',
      'other',
    ])
  })

  it('times are Japanese whatever the zone of the machine', () => {
    expect(instantOf('20240229000000')).toBe(Date.UTC(2024, 1, 28, 15))
    for (const text of ['', '2024022900000', '202402290000000', '20230229000000', '20240229240000', '20240229006000']) {
      expect(instantOf(text)).toBeNull()
    }
  })

  it('yen', () => {
    expect([yenOf('0'), yenOf('0005775'), yenOf('9999999999')]).toEqual([0, 5775, 9_999_999_999])
    expect(['', ' 1', '1.0', '-1', '１', '99999999999'].map(yenOf)).toEqual([null, null, null, null, null, null])
  })
})
