import type { CallInput, CallName, CallOutput, Envelope, EventMessage, EventName, Events } from '../src-shared/api.ts'
import type { Bridge, MailDraft, MailOpened } from '../src-shared/bridge.ts'
import type { Failure } from '../src-shared/failure.ts'

declare global {
  interface Window {
    readonly juchu: Bridge
  }
}

/** An expected failure of a call, or `core.unavailable` when the door itself did not answer. */
export class CallFailed extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.code)
    this.name = 'CallFailed'
    this.failure = failure
  }
}

/**
 * Asks the core. Rejects with `CallFailed`, never with anything else. The input goes out as a plain copy: reactive
 * proxies cannot cross into the preload's world, and absent fields must stay absent.
 */
export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const envelope = await ask(name, JSON.parse(JSON.stringify(input)) as unknown)
  if (envelope.ok) return envelope.value as CallOutput<N>
  throw new CallFailed(envelope.failure)
}

async function ask(name: string, input: unknown): Promise<Envelope> {
  try {
    return (await window.juchu.call(name, input)) as Envelope
  } catch {
    return { ok: false, failure: { code: 'core.unavailable', params: { call: name } } }
  }
}

/** Hears one kind of event until the returned function is called. */
export function onEvent<N extends EventName>(name: N, listener: (payload: Events[N]) => void): () => void {
  return window.juchu.onEvent((message) => {
    const event = message as EventMessage
    if (event.name === name) listener(event.payload as Events[N])
  })
}

/** The failure behind whatever was thrown; what is not a `CallFailed` is a bug of the window. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure
  return { code: 'bug', params: { call: error instanceof Error ? `window:${error.name}` : 'window' } }
}

/** Opens the operating system's folder dialog and starts again on the chosen folder. */
export async function chooseDataFolder(): Promise<boolean> {
  return (await window.juchu.chooseDataFolder()).chosen
}

/** Shows the data folder in the system's file manager. */
export async function revealDataFolder(): Promise<void> {
  await window.juchu.revealDataFolder()
}

/** Opens a web address in the system's browser; false when the shell does not allow it. */
export async function openExternal(url: string): Promise<boolean> {
  return (await window.juchu.openExternal(url)).opened
}

/** Opens a draft in the system's mail program; nothing is sent. */
export async function writeMail(draft: MailDraft): Promise<{ readonly opened: MailOpened }> {
  return window.juchu.writeMail(draft)
}
