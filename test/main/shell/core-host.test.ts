import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventMessage } from '../../../src-shared/api.ts'
import type { FromCore, ToCore } from '../../../src-main/core-messages.ts'
import { createCoreHost, type CoreHost, type CoreThread } from '../../../src-main/shell/core-host.ts'

/** A thread that does what the test says. */
class ScriptedThread extends EventEmitter implements CoreThread {
  readonly received: ToCore[] = []
  terminated = 0

  postMessage(message: ToCore): void {
    this.received.push(message)
  }

  say(message: FromCore): void {
    this.emit('message', message)
  }

  terminate(): Promise<number> {
    this.terminated += 1
    return Promise.resolve(1)
  }
}

const unavailable = { ok: false, failure: { code: 'core.unavailable', params: {} } }

let threads: ScriptedThread[] = []
let events: EventMessage[] = []
let crashes: unknown[] = []
let host: CoreHost

beforeEach(() => {
  threads = []
  events = []
  crashes = []
  host = createCoreHost({
    start: () => {
      const thread = new ScriptedThread()
      threads.push(thread)
      return thread
    },
    secret: (act, text) => Promise.resolve({ ok: true, text: `${act}(${text})` }),
    onEvent: (event) => events.push(event),
    onCrash: (error) => crashes.push(error),
  })
})

afterEach(() => {
  vi.useRealTimers()
})

const thread = (index = 0): ScriptedThread => {
  const found = threads[index]
  if (found === undefined) throw new Error(`thread ${String(index)} was never started`)
  return found
}

describe('the core thread', () => {
  it('gets its calls numbered and its answers matched, in any order', async () => {
    const first = host.call('orders.open', { id: 1 })
    const second = host.call('orders.open', { id: 2 })
    expect(thread().received).toEqual([
      { kind: 'call', id: 1, name: 'orders.open', input: { id: 1 } },
      { kind: 'call', id: 2, name: 'orders.open', input: { id: 2 } },
    ])
    thread().say({ kind: 'answer', id: 2, envelope: { ok: true, value: 'b' } })
    thread().say({ kind: 'answer', id: 1, envelope: { ok: true, value: 'a' } })
    thread().say({ kind: 'answer', id: 9, envelope: { ok: true, value: 'nobody asked' } })
    expect(await Promise.all([first, second])).toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: 'b' },
    ])
  })

  it('has its events passed on and its secrets sealed', async () => {
    thread().say({ kind: 'ready' })
    thread().say({ kind: 'event', event: { name: 'orders.changed', payload: { ids: [1] } } })
    expect(events).toEqual([{ name: 'orders.changed', payload: { ids: [1] } }])
    thread().say({ kind: 'secret', id: 5, act: 'seal', text: 'pass' })
    await vi.waitFor(() => {
      expect(thread().received).toEqual([{ kind: 'secret', id: 5, ok: true, text: 'seal(pass)' }])
    })
  })

  it('that crashes fails what waits, says so once, and can be started again', async () => {
    const waiting = host.call('orders.open', { id: 1 })
    const boom = new Error('boom')
    thread().emit('error', boom)
    thread().emit('exit', 1)
    expect(await waiting).toEqual(unavailable)
    expect(await host.call('orders.open', { id: 2 })).toEqual(unavailable)
    expect(events).toEqual([{ name: 'core.stopped', payload: { failure: unavailable.failure } }])
    expect(crashes).toEqual([boom])

    host.restart()
    host.restart()
    expect(threads).toHaveLength(2)
    const again = host.call('orders.open', { id: 3 })
    thread(1).say({ kind: 'answer', id: 1, envelope: { ok: true, value: 'c' } })
    expect(await again).toEqual({ ok: true, value: 'c' })
  })

  it('that ends by itself without an error counts as a crash too', () => {
    thread().emit('exit', 0)
    expect(crashes).toEqual([new Error('the core thread ended with code 0')])
  })
})

describe('closing', () => {
  it('waits for the core to close, takes no further call, and is no crash', async () => {
    const closing = host.close()
    expect(thread().received).toEqual([{ kind: 'close' }])
    expect(await host.call('orders.open', { id: 1 })).toEqual(unavailable)
    expect(thread().terminated).toBe(0)
    thread().say({ kind: 'closed' })
    await closing
    expect(thread().terminated).toBe(1)
    thread().emit('exit', 1)
    host.restart()
    expect([crashes, events, threads.length]).toEqual([[], [], 1])
  })

  it('cuts off a core that does not answer', async () => {
    vi.useFakeTimers()
    const closing = host.close()
    await vi.advanceTimersByTimeAsync(7_999)
    expect(thread().terminated).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    await closing
    expect(thread().terminated).toBe(1)
  })

  it('of a core that crashed before is over at once', async () => {
    thread().emit('exit', 1)
    await host.close()
    expect(thread().terminated).toBe(0)
  })
})
