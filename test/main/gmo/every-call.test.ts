import { readdirSync, readFileSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { GatewayOptions } from '../../../src-main/gmo/gateway.ts'
import { openBench, texts } from './bench.ts'
import type { Bench } from './bench.ts'
import { changingCalls, everyCall, keyWith } from './every-call.ts'
import { ok } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'

const opened: Bench[] = []
afterEach(async () => {
  for (const bench of opened.splice(0)) await bench.close()
})

async function bench(onRequest: (request: RawRequest) => void, more?: Partial<GatewayOptions>): Promise<Bench> {
  const one = await openBench(onRequest, more)
  opened.push(one)
  return one
}

const done = ['found', 'applied']
const access = keyWith('thepassofthetrade')

describe.each(everyCall.map((call) => [call.name, call] as const))('%s', (name, call) => {
  it('is carried out by its proper answer', async () => {
    const { gateway, server, log } = await bench(({ socket }) => socket.end(ok(call.good)))
    expect(done).toContain((await call.run(gateway, access)).outcome)
    expect(server.requests[0]?.head).toMatch(new RegExp(`^POST /payment/${name}\\.(idPass|json) HTTP/1\\.1`))
    expect(log).toMatchObject([{ endpoint: name, codes: [] }])
  })

  it.each([
    ['a reset', ({ socket }: RawRequest) => socket.resetAndDestroy(), 'reset'],
    ['an error page', ({ socket }: RawRequest) => socket.end(ok('<html>busy</html>')), 'unreadable'],
    ['nothing', ({ socket }: RawRequest) => socket.end(ok('')), 'unreadable'],
    ['an answer cut short', ({ socket }: RawRequest) => socket.end(ok(call.good).subarray(0, -9)), 'truncated'],
    ['status 500', ({ socket }: RawRequest) => socket.end('HTTP/1.1 500 X\r\n\r\n'), 'httpStatus'],
    ['a move', ({ socket }: RawRequest) => socket.end('HTTP/1.1 302 X\r\nLocation: /x\r\n\r\n'), 'httpStatus'],
    ['too much', ({ socket }: RawRequest) => socket.end(ok('x'.repeat(70_000))), 'tooLarge'],
  ])('after %s it is unknown, and was sent once', async (_name, onRequest, reason) => {
    const { gateway, server } = await bench(onRequest)
    expect(await call.run(gateway, access)).toMatchObject({ outcome: 'unknown', reason })
    expect(server.requests).toHaveLength(1)
  })

  it('is proven not sent when nobody listens, and without a password', async () => {
    const { port } = await new Promise<AddressInfo>((resolve) => {
      const server = net.createServer().listen(0, '127.0.0.1', () => {
        const address = server.address() as AddressInfo
        server.close(() => resolve(address))
      })
    })
    const deaf = await bench(() => {}, { baseUrl: `http://127.0.0.1:${port}` })
    expect(await call.run(deaf.gateway, access)).toEqual({ outcome: 'not-sent', reason: 'refused' })
    const credentials = () => Promise.resolve({ shopId: 'tshop00000001', shopPass: '' })
    const { gateway, server } = await bench(() => {}, { credentials })
    expect(await call.run(gateway, access)).toEqual({ outcome: 'not-sent', reason: 'credentials' })
    expect(server.requests).toHaveLength(0)
  })

  it('tells a wrong password from an unknown state', async () => {
    let code = 'E01030002'
    const { gateway } = await bench(({ socket }) =>
      socket.end(ok(`ErrCode=${code.slice(0, 3)}&ErrInfo=${code}`, ['Connection: close'])),
    )
    const nothing = call.changes ? { state: 'nothing', busy: false } : {}
    expect(await call.run(gateway, access)).toMatchObject({ outcome: 'refused', errors: [{ code }], ...nothing })
    code = 'E91020001'
    const unknown = call.changes ? { state: 'unknown' } : {}
    expect(await call.run(gateway, access)).toMatchObject({ outcome: 'refused', errors: [{ code }], ...unknown })
  })

  it('takes an answer that repeats a pass for none', async () => {
    const echo = call.good.startsWith('{') ? call.good.replace('}', ',"X":"secret12"}') : `${call.good}&X=secret12`
    const { gateway } = await bench(({ socket }) => socket.end(ok(echo)))
    expect(await call.run(gateway, access)).toEqual({ outcome: 'unknown', reason: 'unreadable' })
  })
})

describe('for one order', () => {
  it('a second change of any kind is a bug while the first is under way', async () => {
    const { gateway, server } = await bench(() => {})
    const first = gateway.cancelPayEasy(access)
    for (const call of changingCalls) await expect(call.run(gateway, access)).rejects.toThrow('already being changed')
    gateway.close()
    expect(['unknown', 'not-sent']).toContain((await first).outcome)
    expect(server.requests.length).toBeLessThanOrEqual(1)
  })
})

describe('no card', () => {
  const cardWords = /Card|Expire|Secur(?!e:)|Token|Member|PIN|Holder/i

  it('is in any field that is ever sent', async () => {
    const { gateway, log } = await bench(({ socket }) => socket.end(ok('ErrCode=E01&ErrInfo=E01030002')))
    for (const call of everyCall) await call.run(gateway, access)
    const names = log.flatMap(({ sent }) => Object.keys(sent))
    expect(names.length).toBeGreaterThan(50)
    expect(names.filter((name) => cardWords.test(name))).toEqual([])
  })

  it('is known to the source by the names the gateway gives its parts', () => {
    const folder = new URL('../../../src-main/gmo/', import.meta.url)
    const sources = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)
    expect(sources.length).toBeGreaterThan(15)
    for (const [name, source] of sources)
      expect([name, /CardNo|SecurityCode|CardPass|'Expire'|HolderName/.exec(source)]).toEqual([name, null])
  })
})

describe('the log', () => {
  it('shows neither passes nor the buyer, in no call', async () => {
    const shop = { shopId: 'tshop00000001', shopPass: 'CANARY-SHOP' }
    const { gateway, server, log } = await bench(({ socket }) => socket.end(ok('ErrCode=E01&ErrInfo=E01030002')), {
      credentials: () => Promise.resolve(shop),
    })
    for (const call of everyCall) await call.run(gateway, keyWith('CANARY-TRADE'))
    const wire = server.requests.map(({ body }) => body).join('\n')
    for (const word of ['CANARY-SHOP', 'CANARY-TRADE', '0300000001', 'yamada']) {
      expect(wire).toContain(word)
      expect(texts(log)).not.toContain(word)
    }
    expect(texts(log)).not.toMatch(/山田|ヤマダ/)
    expect(log.find(({ endpoint }) => endpoint === 'GetLinkplusUrlPayment')?.sent).toMatchObject({
      'transaction.Amount': '5775',
      'transaction.OrderID': '1362106772',
      'geturlparam.ShopPass': '********',
      'customer.TelNo': '********',
    })
  })

  it('shows no link', async () => {
    const call = everyCall.find(({ name }) => name === 'GetLinkplusUrlPayment')
    const { gateway, log } = await bench(({ socket }) => socket.end(ok(call?.good ?? '')))
    expect(await call?.run(gateway, access)).toMatchObject({
      receipt: { url: expect.stringMatching('d0e7f5a6c3') as string },
    })
    expect(texts(log)).not.toContain('d0e7f5a6c3')
  })
})
