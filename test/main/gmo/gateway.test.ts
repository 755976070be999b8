import { afterEach, describe, expect, it } from 'vitest'
import type { GatewayOptions } from '../../../src-main/gmo/gateway.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { openBench } from './bench.ts'
import type { Bench } from './bench.ts'
import { ok } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'
import { paidBody, recordingsOf, unpaidBody } from './recordings.ts'

const opened: Bench[] = []
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close()
})

async function bench(onRequest: (request: RawRequest) => void, more?: Partial<GatewayOptions>): Promise<Bench> {
  const one = await openBench(onRequest, more)
  opened.push(one)
  return one
}

const answering = (body: string, more?: Partial<GatewayOptions>) => bench(({ socket }) => socket.end(ok(body)), more)

const orderId = '1362106772'
const [returned] = recordingsOf('AlterTran')
const access = new TradeAccess('1362106773', returned?.request?.['AccessID'] ?? '', 'the-pass')
const gatewayAt = Date.UTC(2013, 2, 1, 2, 59, 35)

describe('an inquiry', () => {
  it('sends the order and nothing about cards', async () => {
    const { gateway, server } = await answering(unpaidBody)
    await gateway.inquire(orderId)
    expect(server.requests[0]?.head).toContain('POST /payment/SearchTrade.idPass HTTP/1.1')
    expect(server.requests[0]?.body).toBe(`ShopID=tshop00000001&ShopPass=secret12&OrderID=${orderId}`)
  })

  it('finds the recorded trade', async () => {
    const { gateway } = await answering(unpaidBody)
    expect(await gateway.inquire(orderId)).toMatchObject({
      outcome: 'found',
      gatewayAt,
      trade: { gatewayOrderId: orderId, status: 'unprocessed', amountYen: 100 },
    })
  })

  it('of another service names it', async () => {
    const { gateway, server } = await answering('ErrCode=M01&ErrInfo=M01004002')
    expect(await gateway.inquireOther(orderId, 'payEasy')).toMatchObject({ outcome: 'missing' })
    await gateway.inquireOther(orderId, 'convenience')
    expect(server.requests.map(({ head, body }) => [head.split(' ')[1], body.slice(-10)])).toEqual([
      ['/payment/SearchTradeMulti.idPass', '&PayType=4'],
      ['/payment/SearchTradeMulti.idPass', '&PayType=3'],
    ])
  })

  it.each([
    ['E01&ErrInfo=E01110002', { outcome: 'missing' }],
    ['E01&ErrInfo=E01030002', { outcome: 'refused', errors: [{ code: 'E01030002', kind: 'wrongCredentials' }] }],
    ['E01|E01&ErrInfo=E01040013|E01110002', { outcome: 'refused', errors: [{}, {}] }],
    ['E91&ErrInfo=E91099999', { outcome: 'refused', errors: [{ tradeState: 'unknown' }] }],
    ['E92&ErrInfo=E92000001', { outcome: 'refused', errors: [{ kind: 'busy' }] }],
  ])('ErrCode=%s', async (body, expected) => {
    const { gateway } = await answering(`ErrCode=${body}`)
    expect(await gateway.inquire(orderId)).toMatchObject(expected)
  })

  it.each([
    ['<html><a href="?Status=SALES&Amount=100">x</a></html>', 'unreadable'],
    ['', 'unreadable'],
    [unpaidBody.slice(0, 150), 'unreadable'],
    [unpaidBody.replace(orderId, '1362106799'), 'otherTrade'],
  ])('an answer that proves nothing is unknown', async (body, reason) => {
    const { gateway } = await answering(body)
    expect(await gateway.inquire(orderId)).toEqual({ outcome: 'unknown', reason })
  })
})

describe('a change', () => {
  it.each([
    [{ job: 'sales', amountYen: 5775, taxYen: 0 }, 'JobCd=SALES&Amount=5775&Tax=0'],
    [{ job: 'voided' }, 'JobCd=VOID'],
    [{ job: 'returned', amountYen: 100 }, 'JobCd=RETURN&Amount=100'],
    [{ job: 'returnedLater' }, 'JobCd=RETURNX'],
    [{ job: 'cancelled' }, 'JobCd=CANCEL'],
    [
      { job: 'authorised', amountYen: 1, method: 'instalments', payTimes: 3 },
      'JobCd=AUTH&Amount=1&Method=2&PayTimes=3',
    ],
    [{ job: 'captured', amountYen: 9_999_999, method: 'revolving' }, 'JobCd=CAPTURE&Amount=9999999&Method=5'],
  ] as const)('%j is sent as %s', async (request, sent) => {
    const { gateway, server } = await answering(returned?.body ?? '')
    expect(await gateway.alter({ access, ...request })).toMatchObject({ outcome: 'applied' })
    expect(server.requests[0]?.head).toContain('POST /payment/AlterTran.idPass')
    expect(server.requests[0]?.body).toBe(
      `ShopID=tshop00000001&ShopPass=secret12&AccessID=${access.id}&AccessPass=the-pass&${sent}`,
    )
  })

  it('brings the recorded receipt', async () => {
    const { gateway } = await answering(returned?.body ?? '')
    expect(await gateway.alter({ access, job: 'returned' })).toEqual({
      outcome: 'applied',
      receipt: {
        tranId: '1303011158111111111111198880',
        approve: '6416260',
        forward: '2a99662',
        processedAt: gatewayAt,
      },
      gatewayAt,
    })
  })

  it.each([
    ['E11&ErrInfo=E11010003', 'nothing', false],
    ['E92&ErrInfo=E92000002', 'nothing', true],
    ['E90&ErrInfo=E90010001', 'unknown', false],
    ['C01&ErrInfo=42C010000', 'unknown', false],
    ['E01|E91&ErrInfo=E01110002|E91020001', 'unknown', false],
    ['X99&ErrInfo=X99000001', 'unknown', false],
  ])('ErrCode=%s leaves the state %s, busy %s', async (body, state, busy) => {
    const { gateway } = await answering(`ErrCode=${body}`)
    expect(await gateway.alter({ access, job: 'voided' })).toMatchObject({ outcome: 'refused', state, busy })
  })

  it.each([
    [(returned?.body ?? '').replace(access.id, 'ffffffffffffffffffffffffffffffff'), 'otherTrade'],
    [(returned?.body ?? '').slice(0, -1), 'unreadable'],
    [`${returned?.body}&ErrCode=E11&ErrInfo=E11010003`, 'unreadable'],
    [paidBody, 'otherTrade'],
  ])('an answer that proves nothing is never taken as applied', async (body, reason) => {
    const { gateway, server } = await answering(body)
    expect(await gateway.alter({ access, job: 'voided' })).toEqual({ outcome: 'unknown', reason })
    expect(server.requests).toHaveLength(1)
  })

  it('a broken connection is unknown, and the request is sent once', async () => {
    const { gateway, server } = await bench(({ socket }) => socket.resetAndDestroy())
    expect(await gateway.alter({ access, job: 'voided' })).toEqual({ outcome: 'unknown', reason: 'reset' })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    [{ job: 'sales' }],
    [{ job: 'authorised' }],
    [{ job: 'voided', amountYen: 1.5 }],
    [{ job: 'voided', amountYen: -1 }],
    [{ job: 'voided', amountYen: 10_000_000 }],
  ] as const)('%j is a bug and leaves this machine never', async (request) => {
    const { gateway, server } = await answering(returned?.body ?? '')
    await expect(gateway.alter({ access, ...request })).rejects.toThrow()
    expect(server.requests).toHaveLength(0)
  })
})

describe('before sending', () => {
  it.each([
    ['the key store fails', () => Promise.reject(new Error('locked'))],
    ['no password is set', () => Promise.resolve({ shopId: 'tshop00000001', shopPass: '' })],
    ['no shop is set', () => Promise.resolve({ shopId: '', shopPass: 'secret12' })],
  ])('%s: nothing is sent', async (_name, credentials) => {
    const { gateway, server } = await answering(unpaidBody, { credentials })
    expect(await gateway.inquire(orderId)).toEqual({ outcome: 'not-sent', reason: 'credentials' })
    expect(server.requests).toHaveLength(0)
  })

  it('a character that cannot be sent is named', async () => {
    const { gateway, server } = await answering(unpaidBody)
    expect(await gateway.inquire('1😀')).toEqual({
      outcome: 'not-sent',
      reason: 'unencodable',
      unencodable: [{ field: 'OrderID', index: 1, character: '😀' }],
    })
    expect(server.requests).toHaveLength(0)
  })
})
