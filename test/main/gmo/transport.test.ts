import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createTransport } from '../../../src-main/gmo/transport.ts'
import type { Delivery, Parcel, Transport } from '../../../src-main/gmo/transport.ts'
import { ok, startRawServer } from './raw-server.ts'
import type { RawRequest, RawServer } from './raw-server.ts'

const opened: { close: () => unknown }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close()
})

async function serve(onRequest: (request: RawRequest) => void): Promise<{ server: RawServer; transport: Transport }> {
  const server = await startRawServer(onRequest)
  const transport = createTransport(new URL(`http://127.0.0.1:${server.port}`))
  opened.push(transport, server)
  return { server, transport }
}

const parcel = (more: Partial<Parcel> = {}): Parcel => ({
  path: '/payment/AlterTran.idPass',
  contentType: 'application/x-www-form-urlencoded',
  body: Buffer.from('A=1'),
  connectMs: 5_000,
  totalMs: 5_000,
  reuseConnection: false,
  ...more,
})

/** Sends once to a server that behaves as told, and tells how it ended and how many requests arrived. */
async function once(onRequest: (request: RawRequest) => void, more: Partial<Parcel> = {}) {
  const { server, transport } = await serve(onRequest)
  const delivery = await transport.send(parcel(more))
  return { delivery, requests: server.requests.length }
}

const unknown = (reason: string, httpStatus?: number): unknown =>
  httpStatus === undefined ? { outcome: 'unknown', reason } : { outcome: 'unknown', reason, httpStatus }

describe('an answer', () => {
  it('comes back byte for byte with the server clock', async () => {
    const body = Buffer.from('83 7c 3d 81 60'.replaceAll(' ', ''), 'hex')
    const { delivery } = await once(({ socket }) => socket.end(ok(body)))
    expect(delivery).toEqual({ outcome: 'answered', body, gatewayAt: Date.UTC(2013, 2, 1, 2, 59, 35) })
  })

  it('may be chunked, slow and without a usable clock', async () => {
    const { delivery } = await once(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nDate: yesterday\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nA=1')
      setTimeout(() => socket.end('\r\n2\r\n&B\r\n0\r\n\r\n'), 30)
    })
    expect(delivery).toEqual({ outcome: 'answered', body: Buffer.from('A=1&B'), gatewayAt: null })
  })

  it('may be exactly 64 kB long', async () => {
    const { delivery } = await once(({ socket }) => socket.end(ok('x'.repeat(65_536))))
    expect(delivery).toMatchObject({ outcome: 'answered' })
  })

  it('is asked for with one plain POST', async () => {
    const { server, transport } = await serve(({ socket }) => socket.end(ok('A=1')))
    await transport.send(parcel())
    const lines = server.requests[0]?.head.split('\r\n') ?? []
    expect(lines[0]).toBe('POST /payment/AlterTran.idPass HTTP/1.1')
    expect(lines).toContain('Content-Type: application/x-www-form-urlencoded')
    expect(lines).toContain('Content-Length: 3')
    expect(lines).toContain('Connection: close')
    expect(server.requests[0]?.body).toBe('A=1')
  })
})

const faults: readonly (readonly [string, (request: RawRequest) => void, unknown])[] = [
  ['reset after the request', ({ socket }) => socket.resetAndDestroy(), unknown('reset')],
  ['closed without a byte', ({ socket }) => socket.end(), unknown('reset')],
  ['cut inside the head', ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Le'), unknown('reset')],
  [
    'cut after the head',
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'),
    unknown('truncated'),
  ],
  [
    'cut inside the body',
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nA=1'),
    unknown('truncated'),
  ],
  [
    'cut inside a chunk',
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nA=1'),
    unknown('truncated'),
  ],
  [
    'cut before the last chunk',
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nA=1\r\n'),
    unknown('truncated'),
  ],
  ['not HTTP', ({ socket }) => socket.end('<html>proxy</html>'), unknown('malformed')],
  [
    '301',
    ({ socket }) => socket.end('HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'),
    unknown('httpStatus', 301),
  ],
  [
    '302',
    ({ socket }) => socket.end('HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n'),
    unknown('httpStatus', 302),
  ],
  ['204', ({ socket }) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'), unknown('httpStatus', 204)],
  ['400', ({ socket }) => socket.end('HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n'), unknown('httpStatus', 400)],
  ['500', ({ socket }) => socket.end('HTTP/1.1 500 Oops\r\nContent-Length: 3\r\n\r\nA=1'), unknown('httpStatus', 500)],
  [
    '502',
    ({ socket }) => socket.end('HTTP/1.1 502 Oops\r\nContent-Length: 99\r\n\r\n<html>'),
    unknown('httpStatus', 502),
  ],
  ['503', ({ socket }) => socket.end('HTTP/1.1 503 Oops\r\n\r\n'), unknown('httpStatus', 503)],
  [
    '101',
    ({ socket }) => socket.end('HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    unknown('reset'),
  ],
  ['64 kB and one byte', ({ socket }) => socket.end(ok('x'.repeat(65_537))), unknown('tooLarge')],
  ['an endless body', ({ socket }) => endless(socket), unknown('tooLarge')],
]

function endless(socket: net.Socket): void {
  socket.write('HTTP/1.1 200 OK\r\n\r\n')
  const more = () => {
    while (!socket.destroyed && socket.write('x'.repeat(16_384)));
  }
  socket.on('drain', more)
  more()
}

describe('after the request was handed over', () => {
  it.each(faults)('%s leaves the outcome unknown, and nothing is sent again', async (_name, onRequest, expected) => {
    const { delivery, requests } = await once(onRequest)
    expect(delivery).toEqual(expected)
    expect(requests).toBe(1)
  })

  it('silence until the total timeout', async () => {
    const { delivery, requests } = await once(() => {}, { totalMs: 60 })
    expect(delivery).toEqual(unknown('timeout'))
    expect(requests).toBe(1)
  })

  it('a body that never ends until the total timeout', async () => {
    const { delivery } = await once(({ socket }) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nA'), {
      totalMs: 60,
    })
    expect(delivery).toEqual(unknown('timeout'))
  })

  it('an abort', async () => {
    const controller = new AbortController()
    const { delivery } = await once(() => controller.abort(), { signal: controller.signal })
    expect(delivery).toEqual(unknown('aborted'))
  })

  it('closing the program', async () => {
    const { transport } = await serve(() => transport.close())
    expect(await transport.send(parcel())).toEqual(unknown('aborted'))
    expect(await transport.send(parcel())).toEqual({ outcome: 'not-sent', reason: 'aborted' })
  })
})

describe('proven not sent', () => {
  it('connection refused', async () => {
    const probe = net.createServer()
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
    const { port } = probe.address() as AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    expect(await sendTo(`http://127.0.0.1:${port}`)).toEqual({ outcome: 'not-sent', reason: 'refused' })
    expect(await sendTo(`https://127.0.0.1:${port}`)).toEqual({ outcome: 'not-sent', reason: 'refused' })
  })

  it('a host name that does not exist', async () => {
    expect(await sendTo('http://gateway.invalid', { connectMs: 25_000, totalMs: 25_000 })).toEqual({
      outcome: 'not-sent',
      reason: 'dns',
    })
  })

  it('an abort before the call', async () => {
    const { delivery, requests } = await once(() => {}, { signal: AbortSignal.abort() })
    expect(delivery).toEqual({ outcome: 'not-sent', reason: 'aborted' })
    expect(requests).toBe(0)
  })

  it('an abort while connecting', async () => {
    const controller = new AbortController()
    const { server, transport } = await serve(() => {})
    const sending = transport.send(parcel({ signal: controller.signal }))
    controller.abort()
    expect(await sending).toEqual({ outcome: 'not-sent', reason: 'aborted' })
    expect(server.requests).toHaveLength(0)
  })

  function sendTo(origin: string, more: Partial<Parcel> = {}): Promise<Delivery> {
    const transport = createTransport(new URL(origin))
    opened.push(transport)
    return transport.send(parcel(more))
  }
})

describe('connections', () => {
  const keep = ({ socket }: RawRequest) => void socket.write(ok('A=1', ['Connection: keep-alive']))

  it('are used again only when asked', async () => {
    const { server, transport } = await serve(keep)
    for (const reuseConnection of [true, true, true]) await transport.send(parcel({ reuseConnection }))
    expect(server.connections()).toBe(1)
    for (const reuseConnection of [false, false]) await transport.send(parcel({ reuseConnection }))
    expect(server.connections()).toBe(3)
  })

  it('a used one that the server drops on the second request is unknown and not tried again', async () => {
    const { server, transport } = await serve((request) => {
      if (request.index === 0) keep(request)
      else request.socket.resetAndDestroy()
    })
    expect(await transport.send(parcel({ reuseConnection: true }))).toMatchObject({ outcome: 'answered' })
    expect(await transport.send(parcel({ reuseConnection: true }))).toEqual(unknown('reset'))
    expect(server.requests).toHaveLength(2)
    expect(server.connections()).toBe(1)
  })

  it('one that broke is not used again', async () => {
    const { server, transport } = await serve((request) => {
      if (request.index === 0) request.socket.write('HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n')
      else keep(request)
    })
    expect(await transport.send(parcel({ reuseConnection: true }))).toEqual(unknown('httpStatus', 500))
    expect(await transport.send(parcel({ reuseConnection: true }))).toMatchObject({ outcome: 'answered' })
    expect(server.connections()).toBe(2)
  })
})
