import { describe, expect, it } from 'vitest'
import type { FaultOrder } from '../../../src-main/sandbox/fault-table.ts'
import type { RequestRecord } from '../../../src-main/sandbox/request-record.ts'
import {
  alter,
  authorise,
  control,
  DAY_MS,
  errorsOf,
  inquire,
  NOON,
  openSandbox,
  post,
  register,
  send,
  SHOP,
  SHOP_FIELDS,
  valueOf,
} from './sandbox-bench.ts'

const names = [
  'ledger',
  'requests',
  'clock',
  'latency',
  'rules',
  'faults',
  'pay',
  'expire',
  'console',
  'tokens',
  'links',
  'away',
  'x',
]

describe('the control door', () => {
  it('stays shut without the right token', async () => {
    const sandbox = await openSandbox()
    for (const name of names) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        for (const token of [undefined, '', `${sandbox.controlToken}x`, sandbox.controlToken.slice(1)]) {
          const headers: Record<string, string> = token === undefined ? {} : { 'x-sandbox-token': token }
          const reply = await send(sandbox.url, `/_control/${name}`, '{"now":1}', headers, method)
          expect([reply.status, reply.text], `${method} ${name}`).toEqual([403, '{"error":"forbidden"}'])
        }
      }
    }
    expect(sandbox.now()).toBe(NOON)
  })

  it('tells unknown names, bodies that do not fit and things the ledger does not allow apart', async () => {
    const sandbox = await openSandbox()
    expect((await control(sandbox, 'GET', 'nothing')).status).toBe(404)
    expect((await control(sandbox, 'POST', 'clock', { now: 'today' })).status).toBe(400)
    expect((await control(sandbox, 'POST', 'faults', { kind: 'unknown' })).status).toBe(400)
    expect((await control(sandbox, 'POST', 'pay', { orderId: 'nobody' })).status).toBe(409)
    expect((await control(sandbox, 'POST', 'console', { orderId: 'nobody', jobCd: 'VOID' })).status).toBe(409)
    expect((await control(sandbox, 'POST', 'latency', { min: 5, max: 1 })).status).toBe(409)
  })

  it('moves the clock, pays, expires, seeds and shows the ledger', async () => {
    const sandbox = await openSandbox()
    await control(sandbox, 'POST', 'clock', { now: NOON - DAY_MS })
    expect((await control(sandbox, 'POST', 'clock', { advanceMs: 1000 })).value).toEqual({ now: NOON - DAY_MS + 1000 })
    const seed = (orderId: string) => ({
      kind: 'convenience',
      orderId,
      status: 'REQSUCCESS',
      amountYen: 5,
      processedAt: NOON,
    })
    await control(sandbox, 'POST', 'ledger', [seed('p-1'), seed('p-2')])
    await control(sandbox, 'POST', 'pay', { orderId: 'p-1' })
    await control(sandbox, 'POST', 'expire', { orderId: 'p-2' })
    const { value } = await control(sandbox, 'GET', 'ledger')
    expect(value).toMatchObject({
      trades: [
        { orderId: 'p-1', status: 'PAYSUCCESS' },
        { orderId: 'p-2', status: 'EXPIRED' },
      ],
      mutations: [{ origin: 'buyer' }, { origin: 'clock' }],
    })
    expect(JSON.stringify(value)).not.toContain('accessPass')
  })

  it('changes rules and gives out tokens', async () => {
    const sandbox = await openSandbox()
    const { value } = await control(sandbox, 'POST', 'rules', { contract: 'newer' })
    expect(value).toMatchObject({ contract: 'newer', authorisationDays: 90 })
    const issued = await control(sandbox, 'POST', 'tokens', { cardNo: '4111111111111111', expire: '2912' })
    const { token } = issued.value as { token: string }
    const keys = await register(sandbox, 'a-1')
    const paid = await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&Token=${token}`)
    expect(errorsOf(paid)).toEqual([])
  })

  it('acts as a person in the console, by the same rules and even while a request waits', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    sandbox.addFault({ kind: 'delay', endpoint: 'AlterTran.idPass', ms: 600 })
    const waiting = alter(sandbox, keys, 'JobCd=SALES&Amount=5775')
    const done = await control(sandbox, 'POST', 'console', { orderId: 'a-1', jobCd: 'VOID' })
    expect(done.value).toEqual({ ok: true })
    expect(errorsOf(await waiting)).toEqual(['E11010003'])
    const refused = await control(sandbox, 'POST', 'console', { orderId: 'a-1', jobCd: 'VOID' })
    expect(refused.value).toEqual({ ok: false, errInfos: ['E11010003'] })
    expect(sandbox.ledger.mutations('a-1').at(-1)).toMatchObject({ origin: 'console', jobCd: 'VOID' })
    const order = { orderId: 'a-1', jobCd: 'AUTH', amountYen: 10 }
    await control(sandbox, 'POST', 'console', order)
    await control(sandbox, 'POST', 'console', { ...order, endpoint: 'ChangeTran.idPass', amountYen: 20 })
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ status: 'AUTH', amountYen: 20, method: '1' })
  })
})

/** Each fault with what the client sees and whether the trade moved. */
const faults: readonly (readonly [FaultOrder, seen: string, status: string])[] = [
  [{ kind: 'reset-before' }, 'broken', 'AUTH'],
  [{ kind: 'reset-after-apply' }, 'broken', 'VOID'],
  [{ kind: 'delay', ms: 30 }, 'done', 'VOID'],
  [{ kind: 'delay', ms: 30, when: 'after' }, 'done', 'VOID'],
  [{ kind: 'http-500' }, '500', 'AUTH'],
  [{ kind: 'http-500', applied: true }, '500', 'VOID'],
  [{ kind: 'errinfo', code: 'E90010001' }, 'E90010001', 'AUTH'],
  [{ kind: 'errinfo', code: 'E91099999|42C010000', applied: true }, 'E91099999|42C010000', 'VOID'],
]

describe('faults', () => {
  it.each(faults)('%j', async (fault, seen, status) => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    await control(sandbox, 'POST', 'faults', { ...fault, endpoint: 'AlterTran.idPass' })
    const body = `${SHOP_FIELDS}&${keys}&JobCd=VOID`
    const reply = await send(sandbox.url, '/payment/AlterTran.idPass', body).catch(() => undefined)
    const text = reply?.status === 500 ? '500' : reply && (errorsOf(reply.text).join('|') || 'done')
    expect(text ?? 'broken').toBe(seen)
    expect(sandbox.ledger.trade('a-1')?.status).toBe(status)
    expect((await control(sandbox, 'GET', 'faults')).value).toEqual([])
    expect(valueOf(await inquire(sandbox, 'a-1'), 'Status')).toBe(status)
  })

  it('hit the nth request of an order, as often as told, and can be taken back', async () => {
    const sandbox = await openSandbox()
    sandbox.addFault({
      kind: 'errinfo',
      code: 'E92000001',
      endpoint: 'SearchTrade.idPass',
      orderId: 'a-1',
      nth: 2,
      times: 2,
    })
    sandbox.addFault({ kind: 'errinfo', code: 'E92000002', nth: 100 })
    await register(sandbox, 'a-1')
    await register(sandbox, 'a-2')
    const seen: string[] = []
    for (const orderId of ['a-1', 'a-2', 'a-1', 'a-1', 'a-1', 'a-2']) {
      seen.push(errorsOf(await inquire(sandbox, orderId)).join('|'))
    }
    expect(seen).toEqual(['', '', 'E92000001', 'E92000001', '', ''])
    expect((await control(sandbox, 'GET', 'faults')).value).toMatchObject([{ code: 'E92000002' }])
    await control(sandbox, 'DELETE', 'faults')
    expect((await control(sandbox, 'GET', 'faults')).value).toEqual([])
  })
})

it('records every request without passes and card numbers', async () => {
  const records: RequestRecord[] = []
  const sandbox = await openSandbox({ onRequest: (record) => records.push(record) })
  const keys = await authorise(sandbox, 'a-1')
  await alter(sandbox, keys, 'JobCd=VOID')
  await alter(sandbox, keys, 'JobCd=VOID')
  await post(sandbox, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=4111111111111111&OrderID=4111 1111`)
  await send(sandbox.url, `/payment/${SHOP.shopPass}`, keys)
  expect(records.map((one) => [one.endpoint, one.jobCd, one.orderId, one.outcome])).toEqual([
    ['EntryTran.idPass', 'AUTH', 'a-1', 'ok'],
    ['ExecTran.idPass', '', 'a-1', 'ok'],
    ['AlterTran.idPass', 'VOID', 'a-1', 'ok'],
    ['AlterTran.idPass', 'VOID', 'a-1', 'E11010003'],
    ['AlterTran.idPass', '', '', 'E01050002'],
    ['', '', '', 'E91099997'],
  ])
  expect((await control(sandbox, 'GET', 'requests')).value).toEqual(records)
  const text = JSON.stringify(records)
  for (const secret of [SHOP.shopPass, keys.split('AccessPass=')[1] ?? 'missing', '4111'])
    expect(text).not.toContain(secret)
  const ids = sandbox.ledger.mutations().map((one) => one.requestId)
  expect(ids).toEqual(records.slice(0, 3).map((one) => one.requestId))
})
