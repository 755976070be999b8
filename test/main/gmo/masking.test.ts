import { deserialize, serialize } from 'node:v8'
import { afterEach, describe, expect, it } from 'vitest'
import { createGateway } from '../../../src-main/gmo/gateway.ts'
import type { GatewayOptions } from '../../../src-main/gmo/gateway.ts'
import { gatewayHosts } from '../../../src-main/gmo/endpoints.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { openBench, texts } from './bench.ts'
import type { Bench } from './bench.ts'
import { ok } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'
import { recordingsOf, unpaidBody } from './recordings.ts'

const shopPass = 'CANARYSHOP'
const accessPass = 'CANARYACCESS4099664bd4b110800e09'

const opened: { close: () => unknown }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close()
})

const trade = unpaidBody.replace('4099664bd4b110800e09805539d1d7b5', accessPass)
const [returned] = recordingsOf('AlterTran')
const receipt = (returned?.body ?? '').replace(/AccessPass=\w+/, `AccessPass=${accessPass}`)

const answers: readonly (readonly [string, (request: RawRequest) => void])[] = [
  ['a full answer', ({ head, socket }) => socket.end(ok(head.includes('AlterTran') ? receipt : trade))],
  ['a refusal', ({ socket }) => socket.end(ok('ErrCode=E01&ErrInfo=E01030002'))],
  ['an echo of the request', ({ body, socket }) => socket.end(ok(body))],
  ['an echo as an error page', ({ body, socket }) => socket.end(`HTTP/1.1 500 ${body}\r\nContent-Length: 0\r\n\r\n`)],
  ['an echo that is no HTTP', ({ body, socket }) => socket.end(body)],
  ['a cut answer', ({ socket }) => socket.end(ok(trade).subarray(0, -40))],
  ['a reset', ({ socket }) => socket.resetAndDestroy()],
]

async function talk(onRequest: (request: RawRequest) => void, more: Partial<GatewayOptions> = {}): Promise<Bench> {
  const credentials = () => Promise.resolve({ shopId: 'tshop00000001', shopPass })
  const bench = await openBench(onRequest, { credentials, ...more })
  opened.push(bench)
  return bench
}

describe('passes', () => {
  const access = new TradeAccess('1362106772', returned?.request?.['AccessID'] ?? '', accessPass)

  it.each(answers)('appear in no result and no log after %s', async (_name, onRequest) => {
    const { server, gateway, log } = await talk(onRequest)
    const results = [
      await gateway.inquire('1362106772'),
      await gateway.inquireOther('1362106772', 'convenience'),
      await gateway.alter({ access, job: 'sales', amountYen: 100 }),
    ]
    expect(server.requests.map(({ body }) => body).join()).toContain(shopPass)
    expect(server.requests.at(-1)?.body).toContain(accessPass)
    expect(log).toHaveLength(3)
    for (const value of [...results, ...log, gateway]) expect(texts(value)).not.toContain('CANARY')
  })

  it('appear in no error a bug raises', async () => {
    const { gateway } = await talk(() => {})
    const raised: unknown[] = []
    await gateway.alter({ access, job: 'sales' }).catch((error: unknown) => raised.push(error))
    await gateway.alter({ access, job: 'voided', amountYen: Number.NaN }).catch((error: unknown) => raised.push(error))
    void gateway.alter({ access, job: 'voided' })
    await gateway.alter({ access, job: 'voided' }).catch((error: unknown) => raised.push(error))
    expect(raised).toHaveLength(3)
    expect(texts(raised)).not.toContain('CANARY')
    for (const error of raised) expect(texts(error)).not.toContain('CANARY')
  })

  it('that a failing key store quotes are dropped', async () => {
    const { gateway, log } = await talk(() => {}, { credentials: () => Promise.reject(new Error(`bad ${shopPass}`)) })
    const result = await gateway.inquire('1')
    expect(result).toEqual({ outcome: 'not-sent', reason: 'credentials' })
    expect(texts([result, log])).not.toContain('CANARY')
  })

  it('do not leave the key to a trade by any conversion', () => {
    const copies = [
      access,
      Object.assign({}, access),
      Object.entries(access),
      String(access),
      [access],
      new Map([['a', access]]),
      structuredClone({ access }),
      deserialize(serialize(access)) as unknown,
    ]
    for (const copy of copies) expect(texts(copy)).not.toContain('CANARY')
    expect(JSON.parse(JSON.stringify(access))).toEqual({ gatewayOrderId: '1362106772', id: access.id })
    expect(TradeAccess.revealPass(access)).toBe(accessPass)
  })
})

describe('the log', () => {
  it('tells of each exchange what support needs', async () => {
    const { gateway, log } = await talk(({ socket }) => socket.end(ok('ErrCode=E01|E01&ErrInfo=E01030002|E01110002')))
    await gateway.inquire('1362106772')
    expect(log).toEqual([
      {
        endpoint: 'SearchTrade',
        gatewayOrderId: '1362106772',
        startedAt: 1_700_000_000_000,
        milliseconds: expect.any(Number) as number,
        outcome: 'refused',
        codes: ['E01030002', 'E01110002'],
        sent: { ShopID: 'tshop00000001', ShopPass: '********', OrderID: '1362106772' },
      },
    ])
    expect(Number.isInteger(log[0]?.milliseconds)).toBe(true)
  })

  it('tells why there was no answer', async () => {
    const { gateway, log } = await talk(({ socket }) => socket.end('HTTP/1.1 503 Busy\r\n\r\n'))
    await gateway.inquire('1')
    expect(log[0]).toMatchObject({ outcome: 'unknown', reason: 'httpStatus', httpStatus: 503, codes: [] })
  })

  it('that fails does not change the outcome', async () => {
    const { gateway } = await talk(({ socket }) => socket.end(ok(trade)), {
      onExchange: () => {
        throw new Error('disk full')
      },
    })
    expect(await gateway.inquire('1362106772')).toMatchObject({ outcome: 'found' })
  })
})

describe('the address', () => {
  const options = { credentials: () => Promise.resolve({ shopId: 'a', shopPass: 'b' }), now: () => 0 }

  it.each([...Object.values(gatewayHosts), 'http://127.0.0.1:1', 'http://localhost:1', 'https://[::1]:1'])(
    '%s is allowed',
    (baseUrl) => {
      expect(() => createGateway({ baseUrl, ...options }).close()).not.toThrow()
    },
  )

  it.each([
    'http://p01.mul-pay.jp',
    'https://p01.mul-pay.jp:8443',
    'https://p01.mul-pay.jp.example.com',
    'https://example.com/p01.mul-pay.jp',
    'http://127.0.0.1.example.com',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    '',
  ])('%j is not', (baseUrl) => {
    expect(() => createGateway({ baseUrl, ...options })).toThrow()
  })

  it('the real gateway takes no other root of trust', () => {
    expect(() => createGateway({ baseUrl: gatewayHosts.production, ca: 'x', ...options })).toThrow()
  })
})
