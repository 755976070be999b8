import { afterEach, describe, expect, it } from 'vitest'
import { openBench } from './bench.ts'
import type { Bench } from './bench.ts'
import { buyer, keyWith, orderId } from './every-call.ts'
import { ok } from './raw-server.ts'
import { recordings, recordingsOf } from './recordings.ts'

const opened: Bench[] = []
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close()
})

async function answering(body: string | Buffer): Promise<Bench> {
  const bench = await openBench(({ socket }) => socket.end(ok(body)))
  opened.push(bench)
  return bench
}

const shop = 'ShopID=tshop00000001&ShopPass=secret12&'
const access = keyWith('thepassofthetrade')
const keys = `AccessID=${access.id}&AccessPass=thepassofthetrade`
const receipt = `${keys}&Forward=2a99662&Approve= 00453&TranID=1303011158111111111111198884&TranDate=20130301115939`

describe('a new amount', () => {
  it.each([
    [{ job: 'authorised', amountYen: 1000 }, 'JobCd=AUTH&Amount=1000'],
    [{ job: 'captured', amountYen: 5250, taxYen: 0 }, 'JobCd=CAPTURE&Amount=5250&Tax=0'],
  ] as const)('%j is sent as %s', async (request, sent) => {
    const { gateway, server } = await answering(receipt)
    expect(await gateway.changeAmount({ access, ...request })).toMatchObject({
      outcome: 'applied',
      receipt: { approve: ' 00453', processedAt: Date.UTC(2013, 2, 1, 2, 59, 39) },
    })
    expect(server.requests[0]?.body).toBe(`${shop}${keys}&${sent}`)
  })

  it.each([0, -1, 1.5, Number.NaN, 10_000_000])('%s yen is a bug and is not sent', async (amountYen) => {
    const { gateway, server } = await answering(receipt)
    await expect(gateway.changeAmount({ access, job: 'captured', amountYen })).rejects.toThrow(RangeError)
    expect(server.requests).toHaveLength(0)
  })

  it('is not proven by the answer for another trade', async () => {
    const { gateway } = await answering(recordingsOf('ChangeTran')[0]?.body ?? '')
    const result = await gateway.changeAmount({ access, job: 'captured', amountYen: 1 })
    expect(result).toEqual({ outcome: 'unknown', reason: 'otherTrade' })
  })
})

describe('registering a slip', () => {
  const entered = recordingsOf('EntryTranPayEasy')[0]?.body ?? ''

  it('brings the key for the second half', async () => {
    const { gateway, server } = await answering(entered)
    const result = await gateway.registerConvenience({ gatewayOrderId: orderId, amountYen: 2990, taxYen: 10 })
    expect(result).toMatchObject({ outcome: 'applied', receipt: { gatewayOrderId: orderId } })
    expect(server.requests[0]?.body).toBe(`${shop}OrderID=${orderId}&Amount=2990&Tax=10`)
  })

  it.each([
    ['cut by one sign', entered.slice(0, -1), 'unreadable'],
    ['without a pass', entered.replace(/&AccessPass=.*/, ''), 'unreadable'],
    ['about another order', `OrderID=9&${entered}`, 'otherTrade'],
  ])('%s proves nothing', async (_name, body, reason) => {
    const { gateway } = await answering(body)
    const result = await gateway.registerPayEasy({ gatewayOrderId: orderId, amountYen: 1 })
    expect(result).toEqual({ outcome: 'unknown', reason })
  })

  it('has room for six digits', async () => {
    const { gateway, server } = await answering(entered)
    const entry = { gatewayOrderId: orderId, amountYen: 1_000_000 }
    await expect(gateway.registerConvenience(entry)).rejects.toThrow(RangeError)
    expect(server.requests).toHaveLength(0)
  })
})

const times = 'PaymentTerm=20130311235959&TranDate=20130301115935&CheckString=f0755b96e0a337a2d4edafc37edc2f2d'
const storeAnswer = `OrderID=${orderId}&Convenience=00007&ConfNo=&ReceiptNo=12345678901&${times}`
const bankAnswer = `OrderID=${orderId}&CustID=WNT05476383&BkCode=58021&ConfNo=3769&EncryptReceiptNo=a&${times}`
const when = { termAt: Date.UTC(2013, 2, 11, 14, 59, 59), processedAt: Date.UTC(2013, 2, 1, 2, 59, 35) }

describe('issuing the numbers', () => {
  it('sends the details in Windows-31J, without the password of the shop', async () => {
    const { gateway, server } = await answering(storeAnswer)
    await gateway.issueConvenience({ access, storeCode: '00007', ...buyer, termDays: 7, notes: ['〜①', '表'] })
    expect(server.requests[0]?.body.split('&')).toEqual([
      ...keys.split('&'),
      `OrderID=${orderId}`,
      'Convenience=00007',
      'CustomerName=%8ER%93c%91%BE%98Y',
      'CustomerKana=%83%84%83%7D%83_%83%5E%83%8D%83E',
      'TelNo=0300000001',
      'PaymentTermDay=7',
      'MailAddress=yamada%40example.com',
      'ReceiptsDisp11=%83e%83X%83g%8F%A4%93X',
      'ReceiptsDisp12=0300000002',
      'ReceiptsDisp13=09%3A00-18%3A00',
      'ClientField1=%81%60%87%40',
      'ClientField2=%95%5C',
      'ClientFieldFlag=1',
    ])
  })

  it('brings the numbers of a store, with the raw address of its slip whole', async () => {
    const address = 'https://slip.example.com/print?a=1&b=2=3&c='
    const body = storeAnswer.replace('&CheckString', `&ReceiptUrl=${address}&CheckString`)
    for (const answer of [body, `${storeAnswer}&ReceiptUrl=${address}`]) {
      const { gateway } = await answering(answer)
      expect(await gateway.issueConvenience({ access, storeCode: '00007', ...buyer })).toMatchObject({
        outcome: 'applied',
        receipt: {
          storeCode: '00007',
          receiptNumber: '12345678901',
          confirmationNumber: '',
          slipUrl: address,
          ...when,
        },
      })
    }
  })

  it('brings the numbers of the bank', async () => {
    const numbers = { institutionNumber: '58021', customerNumber: 'WNT05476383', confirmationNumber: '3769', ...when }
    for (const [extra, bankUrl] of [
      ['', null],
      ['&PaymentURL=https://bank.example.com/?r=a&t=b&ClientField1=x', 'https://bank.example.com/?r=a&t=b'],
      ['&PaymentURL=javascript:alert(1)', null],
      ['&PaymentURL=http://bank.example.com/', null],
      ['&PaymentURL=https://user:pass@bank.example.com/', null],
    ] as const) {
      const { gateway, server } = await answering(bankAnswer + extra)
      const result = await gateway.issuePayEasy({ access, ...buyer })
      expect(result).toMatchObject({ outcome: 'applied', receipt: { ...numbers, bankUrl } })
      expect(server.requests[0]?.body).not.toMatch(/Convenience|ShopPass/)
    }
  })

  it.each([
    ['of another order', storeAnswer.replace(orderId, '9'), 'otherTrade'],
    ['of another store', storeAnswer.replace('00007', '10001'), 'otherTrade'],
    ['without an order', storeAnswer.replace(/OrderID=\d+&/, ''), 'unreadable'],
    ['without a store', storeAnswer.replace('00007', ''), 'unreadable'],
    ['without a number', storeAnswer.replace('12345678901', ''), 'unreadable'],
    ['without a confirmation', storeAnswer.replace('ConfNo=&', ''), 'unreadable'],
    ['that is a refusal too', `${storeAnswer}&ErrCode=M01&ErrInfo=M01004014`, 'unreadable'],
    ['with a broken term', storeAnswer.replace('20130311', '20130231'), 'unreadable'],
    ['without a time', storeAnswer.replace(/&TranDate=\d+/, ''), 'unreadable'],
  ])('an answer %s proves nothing', async (_name, body, reason) => {
    const { gateway } = await answering(body)
    const result = await gateway.issueConvenience({ access, storeCode: '00007', ...buyer })
    expect(result).toEqual({ outcome: 'unknown', reason })
  })

  it.each(['CustID', 'BkCode', 'ConfNo', 'PaymentTerm', 'TranDate', 'OrderID'])('nor without %s', async (key) => {
    const { gateway } = await answering(bankAnswer.replace(new RegExp(`${key}=[^&]*`), `${key}=`))
    const result = await gateway.issuePayEasy({ access, ...buyer })
    expect(result).toEqual({ outcome: 'unknown', reason: 'unreadable' })
  })

  it('names each character it cannot send, and takes three notes at most', async () => {
    const { gateway, server } = await answering(storeAnswer)
    expect(await gateway.issuePayEasy({ access, ...buyer, customerName: '𠮷田', notes: ['ok', '☃😀'] })).toEqual({
      outcome: 'not-sent',
      reason: 'unencodable',
      unencodable: [
        { field: 'CustomerName', index: 0, character: '𠮷' },
        { field: 'ClientField2', index: 0, character: '☃' },
        { field: 'ClientField2', index: 1, character: '😀' },
      ],
    })
    await expect(gateway.issuePayEasy({ access, ...buyer, notes: ['1', '2', '3', '4'] })).rejects.toThrow(RangeError)
    expect(server.requests).toHaveLength(0)
  })
})

describe('taking a number back', () => {
  it.each([
    [`OrderID=${orderId}&Status=CANCEL`, { outcome: 'applied', receipt: { status: 'cancelled' } }],
    [`OrderID=${orderId}&Status=REQSUCCESS`, { outcome: 'unknown', reason: 'unreadable' }],
    [`OrderID=${orderId}`, { outcome: 'unknown', reason: 'unreadable' }],
    ['Status=CANCEL', { outcome: 'unknown', reason: 'unreadable' }],
    ['OrderID=9&Status=CANCEL', { outcome: 'unknown', reason: 'otherTrade' }],
    ['ErrCode=M01&ErrInfo=M01054004', { outcome: 'refused', state: 'nothing', errors: [{ kind: 'wrongState' }] }],
  ])('%s', async (body, expected) => {
    const { gateway, server } = await answering(body)
    expect(await gateway.cancelConvenience(access)).toMatchObject(expected)
    expect(server.requests[0]?.body).toBe(`${shop}OrderID=${orderId}&${keys}`)
  })
})

it('no recording of a card payment is ever taken for a slip', async () => {
  const cardAnswers = recordings.filter(({ endpoint }) => endpoint === 'ExecTran')
  expect(cardAnswers.length).toBeGreaterThan(8)
  for (const { body } of cardAnswers) {
    const { gateway } = await answering(body)
    expect((await gateway.issuePayEasy({ access, ...buyer })).outcome).not.toBe('applied')
  }
})
