import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { createApp, type App } from './app.ts'
import type { CoreStart, FromCore, ToCore } from './core-messages.ts'
import { createFileLog } from './log/file-log.ts'
import { createRedactor } from './log/redactor.ts'
import type { Clock, Log, Ports, RehearsalGateway, SecretBox } from './ports.ts'
import type { Sandbox } from './sandbox/server.ts'

/**
 * The core's own thread: it owns the data file and talks to the gateway, so that neither the window nor the shell ever
 * waits for either. Everything from outside comes as a message of `core-messages.ts`.
 */
const port = parentPort
if (port === null) throw new Error('core-thread.js runs as a worker of the shell')
const start = workerData as CoreStart

/** The bundled sandbox's shop. It is no secret: it opens nothing but the practice ledger on this machine. */
const rehearsalShop = { shopId: 'tshop90000001', shopPass: 'rehearsal' }

const send = (message: FromCore): void => {
  port.postMessage(message)
}

const clock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
}

const secretAnswers = new Map<number, (answer: { readonly ok: boolean; readonly text: string }) => void>()
let app: Promise<App> | null = null
let sandbox: Sandbox | null = null
let failures: Log | null = null

port.on('message', (message: ToCore) => {
  if (message.kind === 'secret') {
    secretAnswers.get(message.id)?.(message)
    secretAnswers.delete(message.id)
  } else if (message.kind === 'close') {
    void close()
  } else {
    void answer(message.id, message.name, message.input)
  }
})

// A bug somewhere in the background must not end the thread in which money may be under way.
process.on('unhandledRejection', (error) => {
  failures?.error('bug', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
})

app = build()
app.then(
  () => {
    send({ kind: 'ready' })
  },
  (error: unknown) => {
    // Not an expected failure of the start (those are answered by the door) but a bug: the shell reports the thread's end.
    setImmediate(() => {
      throw error
    })
  },
)

async function build(): Promise<App> {
  const redactor = createRedactor()
  const log = createFileLog(start.dataDir, clock, redactor)
  failures = log
  const rehearsal = start.mode === 'rehearsal' ? await startRehearsal() : null
  const ports: Ports = { ...start, clock, log, redactor, secrets: await secretBox(), rehearsal }
  return createApp(ports, (event) => {
    send({ kind: 'event', event })
  })
}

async function answer(id: number, name: string, input: unknown): Promise<void> {
  const desk = await app
  if (desk !== null) send({ kind: 'answer', id, envelope: await desk.dispatch(name, input) })
}

async function close(): Promise<void> {
  await (await app)?.close()
  await sandbox?.close()
  send({ kind: 'closed' })
}

/** Starts the practice gateway beside the data; its address and key are kept there for whoever wants to play GMO. */
async function startRehearsal(): Promise<RehearsalGateway | null> {
  try {
    mkdirSync(start.dataDir, { recursive: true, mode: 0o700 })
    // Real shops start without reading any of it.
    const { startSandbox } = await import('./sandbox/server.ts')
    const { registerSample } = await import('./rehearsal/register-sample.ts')
    const started = await startSandbox({ ledgerPath: join(start.dataDir, 'sandbox.sqlite'), ...rehearsalShop })
    sandbox = started
    const file = join(start.dataDir, 'sandbox.json')
    writeFileSync(file, JSON.stringify({ url: started.url, controlToken: started.controlToken }), { mode: 0o600 })
    chmodSync(file, 0o600)
    return {
      url: started.url,
      ...rehearsalShop,
      sample: () => registerSample(started.ledger, clock.now(), 1),
    }
  } catch {
    // Opening the shop says so in words, after it has tried the folder.
    return null
  }
}

/** The shell's key store, asked by message. It is tried once, so that the settings can say whether it keeps anything. */
async function secretBox(): Promise<SecretBox> {
  let lastId = 0
  const ask = async (act: 'seal' | 'open', text: string): Promise<string> => {
    const id = (lastId += 1)
    const answer = await new Promise<{ readonly ok: boolean; readonly text: string }>((resolve) => {
      secretAnswers.set(id, resolve)
      send({ kind: 'secret', id, act, text })
    })
    if (!answer.ok) throw new Error('the key store refused')
    return answer.text
  }
  const keptByOs = await ask('seal', 'juchu').then(
    () => true,
    () => false,
  )
  return { keptByOs, seal: (text) => ask('seal', text), open: (sealed) => ask('open', sealed) }
}
