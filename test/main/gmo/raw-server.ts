import net from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import tls from 'node:tls'
import type { TlsOptions } from 'node:tls'

/** One request as it arrived, byte for byte. */
export interface RawRequest {
  readonly head: string
  readonly body: string
  readonly socket: Socket
  /** How many requests came before it, on all connections. */
  readonly index: number
}

export interface RawServer {
  readonly port: number
  readonly requests: RawRequest[]
  /** Connections accepted so far. */
  readonly connections: () => number
  readonly close: () => Promise<void>
}

/** A server on 127.0.0.1 that shows each complete request to `onRequest` and does nothing else by itself. */
export async function startRawServer(
  onRequest: (request: RawRequest) => void,
  security?: TlsOptions,
): Promise<RawServer> {
  const requests: RawRequest[] = []
  const sockets = new Set<Socket>()
  const accept = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    let seen = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk])
      const request = cutRequest(seen)
      if (request === null) return
      seen = seen.subarray(request.length)
      const raw = { head: request.head, body: request.body, socket, index: requests.length }
      requests.push(raw)
      onRequest(raw)
    })
  }
  const server = security === undefined ? net.createServer(accept) : tls.createServer(security, accept)
  server.on('tlsClientError', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    connections: () => sockets.size,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function cutRequest(bytes: Buffer): { head: string; body: string; length: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const head = bytes.subarray(0, headEnd).toString('latin1')
  const length = headEnd + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0)
  if (bytes.length < length) return null
  return { head, body: bytes.subarray(headEnd + 4, length).toString('latin1'), length }
}

/** The text of a whole HTTP answer with status 200, framed by Content-Length. */
export function ok(body: string | Buffer, extra: readonly string[] = []): Buffer {
  const bytes = Buffer.from(body)
  const head = [
    'HTTP/1.1 200 OK',
    'Content-Type: text/plain;charset=Windows-31J',
    'Date: Fri, 01 Mar 2013 02:59:35 GMT',
    `Content-Length: ${bytes.length}`,
    ...extra,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes])
}
