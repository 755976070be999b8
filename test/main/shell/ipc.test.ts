import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Envelope } from '../../../src-shared/api.ts'
import { CALL_CHANNEL, HOST_CHANNEL, type HostRequest } from '../../../src-shared/bridge.ts'
import { measure, MAX_MESSAGE_BYTES } from '../../../src-main/shell/ipc-message.ts'
import { openIpc, type Asking, ForeignSenderError } from '../../../src-main/shell/ipc.ts'

const ours: Asking = { sender: { id: 7 }, senderFrame: { url: 'app://desk/index.html#/orders', parent: null } }
const done: Envelope = { ok: true, value: 'done' }

let calls: (readonly [string, unknown])[] = []
let requests: HostRequest[] = []
const handlers = new Map<string, (event: Asking, ...args: unknown[]) => Promise<unknown>>()

beforeEach(() => {
  calls = []
  requests = []
  handlers.clear()
  openIpc(
    { handle: (channel, listener) => void handlers.set(channel, listener) },
    {
      isOurWindow: (id) => id === 7,
      call: (name, input) => {
        calls.push([name, input])
        return Promise.resolve(done)
      },
      host: (request) => {
        requests.push(request)
        return Promise.resolve(true)
      },
    },
  )
})

const send = async (channel: string, event: Asking, ...args: unknown[]): Promise<unknown> =>
  handlers.get(channel)?.(event, ...args)

const message = { name: 'orders.count', input: { conditions: {} } }

const foreigners: readonly (readonly [string, Asking])[] = [
  ['another origin', { ...ours, senderFrame: { url: 'https://evil.example/', parent: null } }],
  ['an origin that only begins alike', { ...ours, senderFrame: { url: 'app://desk.evil/', parent: null } }],
  ['a blank page', { ...ours, senderFrame: { url: 'about:blank', parent: null } }],
  ['an empty address', { ...ours, senderFrame: { url: '', parent: null } }],
  ['a file', { ...ours, senderFrame: { url: 'file:///desk/index.html', parent: null } }],
  ['a frame inside our page', { ...ours, senderFrame: { url: 'app://desk/index.html', parent: {} } }],
  ['a frame that is gone', { ...ours, senderFrame: null }],
  ['a window of somebody else', { ...ours, sender: { id: 8 } }],
]

describe('who may ask', () => {
  it('is our own top frame', async () => {
    expect(await send(CALL_CHANNEL, ours, message)).toEqual(done)
    expect(calls).toEqual([['orders.count', { conditions: {} }]])
  })

  it.each(foreigners)('is not %s', async (_who, event) => {
    await expect(send(CALL_CHANNEL, event, message)).rejects.toBeInstanceOf(ForeignSenderError)
    await expect(send(HOST_CHANNEL, event, { act: 'reveal-data-folder' })).rejects.toBeInstanceOf(ForeignSenderError)
    expect([calls, requests]).toEqual([[], []])
  })
})

const withProto: unknown = JSON.parse('{"name":"orders.count","input":{"__proto__":{"role":"owner"}}}')
const cyclic: { name: string; input?: unknown } = { name: 'orders.count' }
cyclic.input = cyclic

const malformed: readonly (readonly [string, readonly unknown[]])[] = [
  ['nothing', []],
  ['two messages', [message, message]],
  ['a text', ['orders.count']],
  ['null', [null]],
  ['an extra key', [{ ...message, role: 'owner' }]],
  ['no name', [{ input: {} }]],
  ['an empty name', [{ name: '', input: {} }]],
  ['a long name', [{ name: 'a'.repeat(61), input: {} }]],
  ['a name that is no text', [{ name: ['orders.count'], input: {} }]],
  ['__proto__ as a key', [withProto]],
  ['__proto__ at the top', [JSON.parse('{"name":"a","input":1,"__proto__":{}}')]],
  ['a date', [{ name: 'orders.count', input: new Date(0) }]],
  ['a map', [{ name: 'orders.count', input: new Map() }]],
  ['bytes', [{ name: 'orders.count', input: new Uint8Array(4) }]],
  ['a function', [{ name: 'orders.count', input: () => 1 }]],
  ['an endless number', [{ name: 'orders.count', input: Infinity }]],
  ['a big integer', [{ name: 'orders.count', input: 1n }]],
  ['a ring', [cyclic]],
]

describe('what may be asked', () => {
  it.each(malformed)('is not %s', async (_what, args) => {
    expect(await send(CALL_CHANNEL, ours, ...args)).toEqual({
      ok: false,
      failure: { code: 'call.invalid', params: {} },
    })
    expect(await send(HOST_CHANNEL, ours, ...args)).toBe(false)
    expect([calls, requests]).toEqual([[], []])
  })

  it('is not longer than 512 kB, in one piece or in many', async () => {
    const tooLarge = { ok: false, failure: { code: 'call.too-large', params: {} } }
    const large = [
      'x'.repeat(1_000_000),
      'あ'.repeat(200_000),
      Array.from({ length: 600 }, () => 'x'.repeat(1_000)),
      { ['k'.repeat(600_000)]: 1 },
    ]
    for (const input of large) expect(await send(CALL_CHANNEL, ours, { name: 'orders.count', input })).toEqual(tooLarge)
    expect(calls).toEqual([])
  })

  it('may be a piece of a file', async () => {
    const input = { fileId: 'a'.repeat(32), offset: 0, base64: 'A'.repeat(400_000) }
    expect(await send(CALL_CHANNEL, ours, { name: 'files.append', input })).toEqual(done)
  })

  it('is one of four things on the host’s channel', async () => {
    const known = [
      { act: 'choose-data-folder' },
      { act: 'open-external', url: 'x' },
      { act: 'write-mail', to: '', subject: 'x', body: 'y' },
      { act: 'reveal-data-folder' },
    ]
    for (const request of known) expect(await send(HOST_CHANNEL, ours, request)).toBe(true)
    expect(requests).toEqual(known)
    const unknown = [
      { act: 'run' },
      { act: 'open-external' },
      { act: 'open-external', url: 'x'.repeat(2001) },
      { act: 'reveal-data-folder', path: '/etc' },
      { act: 'write-mail', to: '', subject: 'x', body: 'y', attach: '/etc/passwd' },
      { act: 'write-mail', to: '', subject: 'x', body: 'y'.repeat(5001) },
      {},
    ]
    for (const request of unknown) expect(await send(HOST_CHANNEL, ours, request)).toBe(false)
    expect(requests).toHaveLength(4)
  })
})

describe('the measure of a message', () => {
  it('is never smaller than the texts in it', () => {
    const nested = fc.array(
      fc.record({ note: fc.string({ unit: 'binary' }), more: fc.array(fc.string({ unit: 'binary' })) }),
    )
    fc.assert(
      fc.property(nested, (rows) => {
        const texts = rows
          .flatMap((row) => [row.note, ...row.more])
          .reduce((sum, text) => sum + Buffer.byteLength(text), 0)
        const measured = measure(rows)
        expect(measured.plain && measured.bytes).toBeGreaterThanOrEqual(Math.min(texts, MAX_MESSAGE_BYTES))
      }),
    )
  })

  it('stops at nesting no form has', () => {
    let deep: unknown = 1
    for (let level = 0; level < 40; level += 1) deep = [deep]
    expect(measure(deep)).toEqual({ plain: false })
  })
})
