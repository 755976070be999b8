import type { Envelope, EventMessage } from '../../src-shared/api.ts'
import type { FromCore, ToCore } from '../core-messages.ts'

/** The part of a worker thread used here; tests hand in a thread of their own. */
export interface CoreThread {
  postMessage(message: ToCore): void
  on(event: 'message', listener: (message: FromCore) => void): unknown
  on(event: 'error', listener: (error: unknown) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  terminate(): Promise<number>
}

export interface CoreHostParts {
  /** Starts a thread. */
  start(): CoreThread
  /** Seals or opens a text with the system's key store. */
  secret(act: 'seal' | 'open', text: string): Promise<SecretAnswer>
  onEvent(event: EventMessage): void
  /** The thread ended without having been asked to. Called once per thread. */
  onCrash(error: unknown): void
}

export interface SecretAnswer {
  readonly ok: boolean
  readonly text: string
}

/** The core thread as the shell sees it. */
export interface CoreHost {
  /** Never rejects: a core that is gone answers `core.unavailable`. */
  call(name: string, input: unknown): Promise<Envelope>
  /** A new thread in place of one that crashed; nothing while one runs. */
  restart(): void
  /** Asks the core to finish its transaction and end; cuts it off after `CLOSE_WITHIN_MS`. */
  close(): Promise<void>
}

/** The core closes within milliseconds; a gateway answer that is under way is journalled and looked up at the next start. */
const CLOSE_WITHIN_MS = 8_000

const unavailable: Envelope = { ok: false, failure: { code: 'core.unavailable', params: {} } }

/** Starts the core thread, starts it again on request, and answers in its place while there is none. */
export function createCoreHost(parts: CoreHostParts): CoreHost {
  let closing = false
  let running: ThreadRun | null = null

  const launch = (): void => {
    running = runThread(parts, (error) => {
      running = null
      if (closing) return
      parts.onEvent({ name: 'core.stopped', payload: { failure: { code: 'core.unavailable', params: {} } } })
      parts.onCrash(error)
    })
  }

  launch()
  return {
    call: (name, input) => (running === null || closing ? Promise.resolve(unavailable) : running.call(name, input)),
    restart() {
      if (running === null && !closing) launch()
    },
    async close() {
      closing = true
      await running?.close()
    },
  }
}

/** One life of the core thread. */
interface ThreadRun {
  call(name: string, input: unknown): Promise<Envelope>
  close(): Promise<void>
}

/** Runs one thread and matches its answers with the calls that wait for them; `onEnd` is told when it is gone. */
function runThread(parts: CoreHostParts, onEnd: (error: unknown) => void): ThreadRun {
  const waiting = new Map<number, (envelope: Envelope) => void>()
  const closed = signal()
  const thread = parts.start()
  let lastId = 0
  let failure: unknown = null

  thread.on('message', (message) => {
    switch (message.kind) {
      case 'answer':
        waiting.get(message.id)?.(message.envelope)
        waiting.delete(message.id)
        return
      case 'event':
        parts.onEvent(message.event)
        return
      case 'secret':
        void answerSecret(parts, thread, message)
        return
      case 'closed':
        closed.resolve()
        return
      case 'ready':
    }
  })
  thread.on('error', (error) => {
    failure = error
  })
  thread.on('exit', (code) => {
    for (const answer of waiting.values()) answer(unavailable)
    waiting.clear()
    closed.resolve()
    onEnd(failure ?? new Error(`the core thread ended with code ${String(code)}`))
  })

  return {
    call: (name, input) =>
      new Promise((resolve) => {
        lastId += 1
        waiting.set(lastId, resolve)
        thread.postMessage({ kind: 'call', id: lastId, name, input })
      }),
    async close() {
      thread.postMessage({ kind: 'close' })
      await within(closed.promise, CLOSE_WITHIN_MS)
      await thread.terminate()
    },
  }
}

type SecretRequest = Extract<FromCore, { readonly kind: 'secret' }>

async function answerSecret(parts: CoreHostParts, thread: CoreThread, request: SecretRequest): Promise<void> {
  const { ok, text } = await parts.secret(request.act, request.text)
  thread.postMessage({ kind: 'secret', id: request.id, ok, text })
}

/** A promise that is resolved from outside. */
function signal(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve: () => resolve() }
}

/** Waits for `done`, but no longer than `ms`. */
async function within(done: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([done, late])
  clearTimeout(timer)
}
