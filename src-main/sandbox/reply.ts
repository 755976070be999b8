import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Damage } from './fault-table.ts'
import { writePairs } from './fields.ts'
import type { Gateway } from './gateway.ts'
import { errorPairs } from './gateway-request.ts'
import type { Answer } from './gateway-request.ts'

/** What goes back over the wire; `reset` breaks the connection and `silence` leaves it open instead. */
export type Reply =
  | {
      readonly kind: 'answer'
      readonly answer: Answer
      readonly json?: boolean
      readonly dripMs?: number
      readonly damage?: Damage
    }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }

const MOST_DRIPS = 200
const TEXT = 'text/plain;charset=Windows-31J'
const page = '<html><head><title>Error</title></head><body><h1>Service error</h1></body></html>'

/** Writes `reply`. Resolves when everything is handed to the connection, or when there is nobody left to write to. */
export async function sendReply(
  gateway: Gateway,
  socket: Socket,
  response: ServerResponse,
  reply: Reply,
): Promise<void> {
  if (reply.kind === 'silence') return
  if (reply.kind === 'reset') {
    socket.resetAndDestroy()
    return
  }
  response.sendDate = false
  response.setHeader('Server', 'nginx')
  response.setHeader('Date', new Date(gateway.clock.now()).toUTCString())
  response.setHeader('Connection', 'close')
  if (reply.kind === 'http') {
    if (reply.status < 400) response.setHeader('Location', '/maintenance')
    response.writeHead(reply.status, { 'Content-Type': 'text/html' }).end(page)
    return
  }
  const bytes = answerBytes(reply)
  if (reply.damage !== undefined) {
    damages[reply.damage](response, socket, bytes)
    return
  }
  response.writeHead(reply.json === true && !reply.answer.ok ? 400 : 200, {
    'Content-Type': reply.json === true ? 'application/json;charset=UTF-8' : TEXT,
    'Transfer-Encoding': 'chunked',
  })
  if (reply.dripMs !== undefined) await drip(gateway, response, bytes, reply.dripMs)
  response.end(reply.dripMs === undefined ? bytes : undefined)
}

/** The body of an answer: pairs in Windows-31J, or JSON in UTF-8 with one object per error (gmo-protocol.md §3.11). */
export function answerBytes({ answer, json }: Extract<Reply, { kind: 'answer' }>): Buffer {
  if (json !== true) return writePairs(answer.ok ? answer.pairs : errorPairs(answer.errInfos))
  const value = answer.ok
    ? Object.fromEntries(answer.pairs)
    : answer.errInfos.map((code) => Object.fromEntries(errorPairs([code])))
  return Buffer.from(JSON.stringify(value), 'utf8')
}

/** Writes byte by byte, so that the answer takes `ms` in all. Stops when the sandbox closes or the client has left. */
async function drip(gateway: Gateway, response: ServerResponse, bytes: Buffer, ms: number): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / MOST_DRIPS))
  const drops = Math.ceil(bytes.length / size)
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    response.write(bytes.subarray(at, at + size))
    await gateway.wait(Math.round(ms / drops)).catch(() => response.destroy())
  }
}

type Spoil = (response: ServerResponse, socket: Socket, bytes: Buffer) => void

const whole = (response: ServerResponse, type: string, bytes: Buffer) => {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes)
}

/** Per damage: what becomes of an answer of `bytes`. */
const damages: Readonly<Record<Damage, Spoil>> = {
  'headers-only': (response, socket, bytes) => {
    response.writeHead(200, { 'Content-Type': TEXT, 'Content-Length': bytes.length }).flushHeaders()
    socket.end()
  },
  truncated: (response, socket, bytes) => {
    response.writeHead(200, { 'Content-Type': TEXT, 'Content-Length': bytes.length })
    response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => socket.end())
  },
  // Looks whole: only a reader that asks for every field notices.
  'cut-short': (response, _socket, bytes) => {
    whole(response, TEXT, bytes.subarray(0, Math.floor(bytes.length / 2)))
  },
  empty: (response) => {
    whole(response, TEXT, Buffer.alloc(0))
  },
  html: (response) => {
    whole(response, 'text/html', Buffer.from(page))
  },
  'wrong-charset': (response, _socket, bytes) => {
    whole(response, 'text/plain;charset=UTF-16', Buffer.from(bytes.toString('latin1'), 'utf16le'))
  },
  'too-long': (response, _socket, bytes) => {
    whole(response, TEXT, Buffer.concat([bytes, Buffer.from(`&Rest=${'0'.repeat(200_000)}`)]))
  },
  'other-order': (response, _socket, bytes) => {
    const other = bytes.toString('latin1').replace(/(AccessID|AccessPass|OrderID)=[^&]*/g, (_all, name: string) => {
      return name === 'OrderID' ? 'OrderID=somebody-else' : `${name}=${'e'.repeat(32)}`
    })
    whole(response, TEXT, Buffer.from(other, 'latin1'))
  },
}
