import { afterEach, describe, expect, it } from 'vitest'
import { parseJsonAnswer } from '../../../src-main/gmo/json-message.ts'
import { openBench } from './bench.ts'
import type { Bench } from './bench.ts'
import { link, orderId } from './every-call.ts'
import { ok } from './raw-server.ts'

const opened: Bench[] = []
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close()
})

async function answering(answer: Buffer | string): Promise<Bench> {
  const bench = await openBench(({ socket }) => socket.end(answer))
  opened.push(bench)
  return bench
}

const url = 'https://link.example.com/v2/plus/tshop00000001/checkout/d0e7f5a6c3?t=a&b=c'
const made = { OrderID: orderId, LinkUrl: url, ProcessDate: '20130301115935' }
const json = (value: unknown) => ok(JSON.stringify(value))
const badRequest = (body: string) =>
  `HTTP/1.1 400 Bad Request\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`

describe('the request', () => {
  it('is UTF-8 JSON with the credentials inside and nothing about a card', async () => {
    const { gateway, server } = await answering(json(made))
    await gateway.createPaymentLink({
      ...link,
      taxYen: 0,
      ways: ['card', 'convenience', 'payEasy'],
      overview: '髙﨑 𠮷 〜 😀',
      contact: { name: 'テスト商店', phone: '0300000002', hours: '09:00-18:00' },
      expiresAt: Date.UTC(2026, 10, 23, 14, 59, 59, 999),
      completeUrl: 'https://shop.example.com/thanks',
      note: '受注 1024',
    })
    expect(server.requests[0]?.head).toContain('POST /payment/GetLinkplusUrlPayment.json HTTP/1.1')
    expect(server.requests[0]?.head).toMatch(/^content-type: application\/json;charset=UTF-8\r?$/im)
    const body = Buffer.from(server.requests[0]?.body ?? '', 'latin1').toString('utf8')
    expect(JSON.parse(body)).toEqual({
      geturlparam: { ShopID: 'tshop00000001', ShopPass: 'secret12' },
      configid: 'shop01',
      transaction: {
        OrderID: orderId,
        Amount: '5775',
        Tax: '0',
        Overview: '髙﨑 𠮷 〜 😀',
        PayMethods: ['credit', 'cvs', 'payeasy'],
        PaymentExpireDate: '202611232359',
        CompleteUrl: 'https://shop.example.com/thanks',
        ClientField1: '受注 1024',
      },
      credit: { JobCd: 'AUTH', Method: '1', TdFlag: '2' },
      customer: { CustomerName: '山田太郎', MailAddress: 'yamada@example.com', TelNo: '0300000001' },
      cvs: { ReceiptsDisp11: 'テスト商店', ReceiptsDisp12: '0300000002', ReceiptsDisp13: '09:00-18:00' },
    })
  })

  it('leaves out what is not given', async () => {
    const { gateway, server } = await answering(json(made))
    await gateway.createPaymentLink({ gatewayOrderId: orderId, configId: 'c', amountYen: 1, ways: ['payEasy'] })
    expect(Object.keys(JSON.parse(server.requests[0]?.body ?? '{}') as object).sort()).toEqual([
      'configid',
      'geturlparam',
      'transaction',
    ])
  })

  it('is refused here when a text is broken, or the amount cannot be sent', async () => {
    const { gateway, server } = await answering(json(made))
    expect(await gateway.createPaymentLink({ ...link, overview: 'a\ud842' })).toEqual({
      outcome: 'not-sent',
      reason: 'unencodable',
      unencodable: [{ field: 'transaction.Overview', index: 1, character: '\ud842' }],
    })
    await expect(gateway.createPaymentLink({ ...link, amountYen: 10_000_000 })).rejects.toThrow(RangeError)
    expect(server.requests).toHaveLength(0)
  })
})

describe('the answer', () => {
  it('brings the link', async () => {
    const { gateway } = await answering(json({ ...made, WarnList: [{ warnCode: 'x' }] }))
    expect(await gateway.createPaymentLink(link)).toEqual({
      outcome: 'applied',
      receipt: { url, processedAt: Date.UTC(2013, 2, 1, 2, 59, 35) },
      gatewayAt: Date.UTC(2013, 2, 1, 2, 59, 35),
    })
  })

  it('may lead to a page of this machine, for practice', async () => {
    const { gateway } = await answering(json({ ...made, LinkUrl: 'http://127.0.0.1:8080/link/1' }))
    expect(await gateway.createPaymentLink(link)).toMatchObject({ receipt: { url: 'http://127.0.0.1:8080/link/1' } })
  })

  it.each([
    ['a list of refusals', json([{ ErrCode: 'E01', ErrInfo: 'E01040010' }]), ['E01040010']],
    [
      'two of them',
      json([
        { errCode: 'E01', errInfo: 'E01040010' },
        { errCode: 'E01', errInfo: 'E01060006' },
      ]),
      ['E01040010', 'E01060006'],
    ],
    ['one object', json({ ErrCode: 'E01|E01', ErrInfo: 'E01030002|E01040010' }), ['E01030002', 'E01040010']],
    ['the form protocol', ok('ErrCode=E01&ErrInfo=E01030002'), ['E01030002']],
    ['a bad request', badRequest('[{"ErrCode":"E01","ErrInfo":"E01030002"}]'), ['E01030002']],
  ])('refuses as %s', async (_name, answer, codes) => {
    const { gateway, log } = await answering(answer)
    const result = await gateway.createPaymentLink(link)
    expect(result).toMatchObject({ outcome: 'refused', state: 'nothing', errors: codes.map((code) => ({ code })) })
    expect(log[0]?.codes).toEqual(codes)
  })

  it.each([
    ['a link as a bad request', badRequest(JSON.stringify(made)), 'unreadable'],
    ['an empty bad request', badRequest(''), 'unreadable'],
    ['another order', json({ ...made, OrderID: '9' }), 'otherTrade'],
    ['no order', json({ ...made, OrderID: undefined }), 'unreadable'],
    ['a number for the order', json({ ...made, OrderID: 1_362_106_772 }), 'unreadable'],
    ['no time', json({ ...made, ProcessDate: '2013-03-01' }), 'unreadable'],
    ['a script for a link', json({ ...made, LinkUrl: 'javascript:alert(1)' }), 'unreadable'],
    ['a link in clear', json({ ...made, LinkUrl: 'http://link.example.com/' }), 'unreadable'],
    ['a link with a line break', json({ ...made, LinkUrl: `${url}\n` }), 'unreadable'],
    ['a link and a refusal', json({ ...made, ErrInfo: 'E01030002' }), 'unreadable'],
    ['a list with a link', json([made]), 'unreadable'],
    ['a link and a refusal in a list', json([made, { ErrInfo: 'E01030002' }]), 'unreadable'],
    ['an empty list', json([]), 'unreadable'],
    ['a nested list', json([[made]]), 'unreadable'],
    ['null', json(null), 'unreadable'],
    ['no JSON', ok('{"OrderID":'), 'unreadable'],
    ['the form protocol', ok(`OrderID=${orderId}&LinkUrl=${url}&ProcessDate=20130301115935`), 'unreadable'],
    [
      'broken UTF-8',
      ok(Buffer.concat([Buffer.from('{"OrderID":"'), Buffer.from([0xff]), Buffer.from('"}')])),
      'unreadable',
    ],
  ])('%s proves nothing', async (_name, answer, reason) => {
    const { gateway } = await answering(answer)
    expect(await gateway.createPaymentLink(link)).toEqual({ outcome: 'unknown', reason })
  })

  it('has no prototype, keeps the first of a repeated key, and is read however deep it goes', () => {
    const answer = parseJsonAnswer(Buffer.from('{"__proto__":"x","OrderID":"1","orderid":"2","n":1}'))
    expect(answer.kind === 'fields' && Object.getPrototypeOf(answer.fields)).toBeNull()
    expect(answer).toMatchObject({ fields: { orderid: '1' } })
    expect(parseJsonAnswer(Buffer.from('['.repeat(60_000)))).toEqual({ kind: 'unreadable' })
    expect(parseJsonAnswer(Buffer.from('['.repeat(30_000) + ']'.repeat(30_000)))).toEqual({ kind: 'unreadable' })
  })
})
