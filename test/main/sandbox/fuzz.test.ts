import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpoints } from '../../../src-main/sandbox/endpoint-table.ts'
import { jobCds } from '../../../src-main/sandbox/trade.ts'
import { openSandbox, send, SHOP, SHOP_FIELDS } from './sandbox-bench.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'

const RUNS = 6000
const names = [...endpoints.keys()]
const fieldNames =
  'ShopID ShopPass OrderID JobCd Amount Tax TdFlag ItemCode AccessID AccessPass CardNo Expire Method PayTimes Token ' +
  'PayType Convenience CustomerName CustomerKana TelNo PaymentTermDay ReceiptsDisp11 ReceiptsDisp12 ReceiptsDisp13 ' +
  'ClientField1 ClientFieldFlag SecurityCode __proto__ constructor'

const rawBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const escaped = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
const likely = fc.constantFrom(
  ...jobCds,
  SHOP.shopId,
  SHOP.shopPass,
  'o-1',
  'o-2',
  '0',
  '1',
  '3',
  '100',
  '2912',
  '10001',
)
const value = fc.oneof(
  { weight: 3, arbitrary: likely },
  rawBytes,
  escaped,
  fc.string({ maxLength: 300 }),
  fc.constant(''),
)
const pair = fc.tuple(fc.constantFrom(...fieldNames.split(' ')), value).map(([name, text]) => `${name}=${text}`)
const form = fc.tuple(fc.boolean(), fc.array(pair, { maxLength: 14 })).map(([known, pairs]) => {
  // Half of the requests come from a shop that exists, or hardly any would get past the first check.
  const rest = known ? pairs.filter((one) => !one.startsWith('Shop')) : pairs
  return [...(known ? [SHOP_FIELDS] : []), ...rest].join('&')
})
const KEY = '0'.repeat(32)
const KEYS = `AccessID=${KEY}&AccessPass=${KEY}`
const slip =
  'CustomerName=a&CustomerKana=%83A&TelNo=0300000001&ReceiptsDisp11=a&ReceiptsDisp12=0300000001&ReceiptsDisp13=09:00'

/** A request of each endpoint that fits; a random field or two at its end decide what becomes of it. */
const fitting: Readonly<Record<string, string>> = {
  'EntryTran.idPass': 'OrderID=n-1&JobCd=AUTH&Amount=100',
  'ExecTran.idPass': `${KEYS}&OrderID=o-0&Method=1&CardNo=4111111111111111&Expire=2912`,
  'AlterTran.idPass': `${KEYS}&JobCd=AUTH&Amount=100&Method=1`,
  'ChangeTran.idPass': `${KEYS}&JobCd=CAPTURE&Amount=100`,
  'SearchTrade.idPass': 'OrderID=o-1',
  'SearchTradeMulti.idPass': 'OrderID=o-2&PayType=3',
  'EntryTranCvs.idPass': 'OrderID=n-2&Amount=100',
  'ExecTranCvs.idPass': `${KEYS}&OrderID=o-3&Convenience=10001&${slip}`,
  'CvsCancel.idPass': `${KEYS}&OrderID=o-2`,
  'EntryTranPayEasy.idPass': 'OrderID=n-3&Amount=100',
  'ExecTranPayEasy.idPass': `${KEYS}&OrderID=o-4&${slip}`,
  'PayEasyCancel.idPass': `${KEYS}&OrderID=o-4`,
}
const types = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=windows-31j',
  'multipart/form-data; boundary=x',
  'text/plain',
)
const almost = fc
  .tuple(fc.constantFrom(...names), fc.array(pair, { maxLength: 2 }))
  .map(([name, extra]) => ({ name, body: [SHOP_FIELDS, fitting[name] ?? '', ...extra].join('&') }))
const wild = fc.record({
  name: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...names) }, fc.constant('Other.idPass')),
  body: fc.oneof({ weight: 8, arbitrary: form }, rawBytes),
})
const requests = fc.record({
  sent: fc.oneof(almost, wild),
  type: fc.oneof({ weight: 8, arbitrary: fc.constant('application/x-www-form-urlencoded') }, types),
  method: fc.oneof({ weight: 30, arbitrary: fc.constant('POST') }, fc.constantFrom('GET', 'PUT', 'DELETE')),
})

/** Trades under the keys the random requests know. */
function plant(sandbox: Sandbox): void {
  const rest = { amountYen: 100, processedAt: sandbox.now(), accessId: KEY, accessPass: KEY }
  sandbox.ledger.seed([
    { kind: 'card', orderId: 'o-1', status: 'VOID', ...rest },
    { kind: 'convenience', orderId: 'o-2', status: 'REQSUCCESS', ...rest },
    { kind: 'convenience', orderId: 'o-3', status: 'UNPROCESSED', ...rest },
    { kind: 'payEasy', orderId: 'o-4', status: 'UNPROCESSED', ...rest },
  ])
}

describe('random requests', () => {
  it(`${RUNS} of them are all answered by the grammar of the protocol`, { timeout: 240_000 }, async () => {
    const sandbox = await openSandbox()
    plant(sandbox)
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(requests, async ({ sent, type, method }) => {
        const headers = { 'Content-Type': type }
        const reply = await send(sandbox.url, `/payment/${sent.name}`, sent.body, headers, method)
        expect(reply.status).toBe(200)
        expect(reply.text).toMatch(/^[A-Za-z0-9]+=/)
        if (!reply.text.startsWith('ErrCode=')) return
        const found = /^ErrCode=([0-9A-Z|]+)&ErrInfo=([0-9A-Z|]+)$/.exec(reply.text)
        expect(found, reply.text).not.toBeNull()
        const infos = found?.[2]?.split('|') ?? []
        expect(found?.[1]?.split('|')).toHaveLength(infos.length)
        for (const info of infos) {
          expect(info).toHaveLength(9)
          seen.add(info)
        }
      }),
      { numRuns: RUNS },
    )
    // The random requests have to get past the first checks, or the run proves little.
    expect(seen.size).toBeGreaterThan(40)
    expect(sandbox.requests()).toHaveLength(RUNS)
    expect(sandbox.requests().filter((one) => one.outcome === 'bug')).toEqual([])
    const applied = new Set(sandbox.ledger.mutations().map((one) => one.endpoint))
    expect(applied.size).toBeGreaterThanOrEqual(7)
  })

  it('bytes that are no HTTP do not bring it down', async () => {
    const sandbox = await openSandbox()
    const port = Number(new URL(sandbox.url).port)
    const raw = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .string({ minLength: 1 })
        .map((text) => Buffer.from(`POST /payment/${text} HTTP/1.1\r\nContent-Length: -1\r\n\r\n`)),
    )
    await fc.assert(
      fc.asyncProperty(raw, async (bytes) => {
        await new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
          socket.on('error', () => undefined)
          socket.on('close', () => {
            resolve()
          })
          socket.resume()
        })
      }),
      { numRuns: 300 },
    )
    const reply = await send(sandbox.url, '/payment/SearchTrade.idPass', `${SHOP_FIELDS}&OrderID=o-1`)
    expect(reply.status).toBe(200)
  })
})
