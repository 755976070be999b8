import type { z } from 'zod'
import {
  calls,
  startupCalls,
  type CallName,
  type CallOutput,
  type CallParsed,
  type Envelope,
} from '../src-shared/api.ts'
import { Refusal, type Failure } from '../src-shared/failure.ts'
import { roleAllows, type Operator } from '../src-shared/operator.ts'
import { CONTROL_CHARACTER } from '../src-shared/typed-text.ts'
import type { Log } from './ports.ts'
import { storageFailure } from './storage-failure.ts'

/** What a handler is told beside its input. */
export interface CallContext {
  readonly operator: Operator
}

export type Handler<N extends CallName> = (input: CallParsed<N>, context: CallContext) => Promise<CallOutput<N>>
export type Handlers<N extends CallName = CallName> = { readonly [K in N]: Handler<K> }

/** The one door of the core: a name and an input go in, an envelope comes out, never an exception. */
export type Dispatch = (name: string, input: unknown) => Promise<Envelope>

const known = { ...calls, ...startupCalls }

function isCallName(name: string): name is CallName {
  return Object.hasOwn(known, name)
}

/**
 * Builds the door. Every call is checked in this order: the name exists, this host answers it, the operator's role
 * allows it, the input parses strictly. Expected failures (`Refusal`, and what the disk refuses) become envelopes;
 * anything else is a bug. Those of the disk and bugs are logged with their stack and answered without details, so that
 * nothing internal reaches the window.
 */
export function createDispatch(handlers: Partial<Handlers>, operator: () => Operator, log: Log): Dispatch {
  return async (name, input) => {
    try {
      return { ok: true, value: await answer(name, input) }
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, failure: error.failure }
      const failure: Failure = storageFailure(error) ?? { code: 'bug', params: { call: name } }
      log.error(failure.code, {
        call: name,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
      return { ok: false, failure }
    }
  }

  async function answer(name: string, input: unknown): Promise<unknown> {
    if (!isCallName(name)) throw new Refusal('call.unknown', { call: name.slice(0, 60) })
    const handler = handlers[name] as ((input: unknown, context: CallContext) => Promise<unknown>) | undefined
    if (handler === undefined) throw new Refusal('core.unavailable', { call: name })
    const who = operator()
    if (!roleAllows(who.role, known[name].role)) throw new Refusal('call.forbidden', { call: name })
    const parsed = known[name].input.safeParse(input)
    if (!parsed.success) throw new Refusal('call.invalid', { call: name, ...firstMistake(parsed.error) })
    return handler(parsed.data, { operator: who })
  }
}

/** Name of the first field that does not fit, and why where that cannot be seen: nothing of what was typed is echoed. */
function firstMistake(error: z.ZodError): Failure['params'] {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.').slice(0, 80) ?? ''
  return issue?.message === CONTROL_CHARACTER ? { field, why: CONTROL_CHARACTER } : { field }
}
