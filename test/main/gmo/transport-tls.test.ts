import { readFileSync } from 'node:fs'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createTransport } from '../../../src-main/gmo/transport.ts'
import type { Delivery } from '../../../src-main/gmo/transport.ts'
import { ok, startRawServer } from './raw-server.ts'

const pem = (name: string) => readFileSync(new URL(`../../fixtures/gmo/tls/${name}.pem`, import.meta.url), 'utf8')
const root = pem('root')

const opened: { close: () => unknown }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const thing of opened.splice(0)) await thing.close()
})

async function send(port: number, ca?: string, connectMs = 5_000, reuseConnection = false): Promise<Delivery> {
  const transport = createTransport(new URL(`https://127.0.0.1:${port}`), ca)
  opened.push(transport)
  const body = Buffer.from('A=1')
  return transport.send({ path: '/', contentType: 'text/plain', body, connectMs, totalMs: 5_000, reuseConnection })
}

async function serve(certificate: string, more: { maxVersion?: 'TLSv1.1'; minVersion?: 'TLSv1' } = {}) {
  const server = await startRawServer(({ socket }) => socket.end(ok('A=1')), {
    cert: pem(`${certificate}.cert`),
    key: pem('server.key'),
    ...more,
  })
  opened.push(server)
  return server
}

const notSent = (reason: string) => ({ outcome: 'not-sent', reason })

describe('TLS', () => {
  it.each([true, false])('a trusted server gets the request (connection kept: %s)', async (reuse) => {
    const server = await serve('server')
    expect(await send(server.port, root, 5_000, reuse)).toMatchObject({ outcome: 'answered' })
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['of an unknown issuer', 'server', undefined],
    ['of another host', 'other-host', root],
    ['that has expired', 'expired', root],
  ])('a certificate %s keeps the request here', async (_name, certificate, ca) => {
    const server = await serve(certificate)
    expect(await send(server.port, ca)).toEqual(notSent('tls'))
    expect(server.requests).toHaveLength(0)
  })

  it('no environment variable switches the verification off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const server = await serve('server')
    expect(await send(server.port)).toEqual(notSent('tls'))
    expect(await send(server.port, undefined, 5_000, true)).toEqual(notSent('tls'))
    expect(server.requests).toHaveLength(0)
  })

  it('a server that only speaks an old version keeps the request here', async () => {
    const server = await serve('server', { minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })
    expect(await send(server.port, root)).toEqual(notSent('tls'))
  })

  it.each([
    ['resets', (socket: net.Socket) => socket.resetAndDestroy()],
    ['hangs up', (socket: net.Socket) => socket.end()],
    ['answers in clear', (socket: net.Socket) => socket.end(ok('A=1'))],
  ])('a server that %s during the handshake keeps the request here', async (_name, act) => {
    expect(await send(await plain(act), root)).toEqual(notSent('tls'))
  })

  it('a handshake that never ends runs into the connect timeout', async () => {
    expect(await send(await plain(() => {}), root, 80)).toEqual(notSent('connectTimeout'))
  })

  it('a reset after the handshake is unknown', async () => {
    const server = await startRawServer(({ socket }) => socket.destroy(), {
      cert: pem('server.cert'),
      key: pem('server.key'),
    })
    opened.push(server)
    expect(await send(server.port, root)).toEqual({ outcome: 'unknown', reason: 'reset' })
    expect(server.requests).toHaveLength(1)
  })

  async function plain(act: (socket: net.Socket) => void): Promise<number> {
    const sockets: net.Socket[] = []
    const server = net.createServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
      socket.once('data', () => act(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    opened.push({
      close: () => {
        for (const socket of sockets) socket.destroy()
        return new Promise((resolve) => server.close(resolve))
      },
    })
    return (server.address() as AddressInfo).port
  }
})
