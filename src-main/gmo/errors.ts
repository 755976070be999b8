import table from '../../resources/gateway-errors.json' with { type: 'json' }
import { fieldWords, kindWords, wordsFor } from './error-words.ts'
import type { GatewayErrorField, GatewayErrorKind } from './error-words.ts'

/** One code of an answer, explained. */
export interface GatewayError {
  /** ErrInfo as sent, such as `E01110002`. */
  readonly code: string
  readonly kind: GatewayErrorKind
  /** The item the code is about, null when it names none. */
  readonly field: GatewayErrorField | null
  /** `nothing`: the request changed nothing. `unknown`: only an inquiry can tell. */
  readonly tradeState: 'nothing' | 'unknown'
  /** Japanese, for the operator: what happened. */
  readonly message: string
  /** Japanese, for the operator: what can be done about it. */
  readonly advice: string
}

interface Row {
  readonly class: string
  readonly tradeState: string
  readonly field: string | null
  readonly kind: string
}

const rows: Readonly<Record<string, Row>> = table

/** What is known of the classes, made when a code is first met that is not in the table. */
interface Classes {
  readonly known: ReadonlySet<string>
  /** Those in which some known code leaves the trade unknown: a new code there is taken to do so too. */
  readonly doubtful: ReadonlySet<string>
}
let classes: Classes | null = null

function readClasses(): Classes {
  const all = Object.values(rows)
  const doubtful = all.filter((row) => row.tradeState !== 'nothing')
  return { known: new Set(all.map((row) => row.class)), doubtful: new Set(doubtful.map((row) => row.class)) }
}

/** What a code that is not in the table most likely means, by its first characters. */
const kindsByPrefix: readonly (readonly [string, GatewayErrorKind])[] = [
  ['E90', 'inProgress'],
  ['E91', 'systemError'],
  ['E92', 'busy'],
  ['42C', 'networkError'],
  ['42G', 'declined'],
  ['E61', 'notContracted'],
]

/**
 * Explains one ErrInfo code. Never fails: a code that is not in the table gets the cautious reading, that is
 * `nothing` only when its class is known and none of that class leaves the trade unknown.
 */
export function describeGatewayError(code: string): GatewayError {
  const row = (Object.hasOwn(rows, code) ? rows[code] : undefined) ?? guess(code)
  const kind = isKind(row.kind) ? row.kind : 'other'
  const field = row.field !== null && isField(row.field) ? row.field : null
  const tradeState = row.tradeState === 'nothing' ? 'nothing' : 'unknown'
  return { code, kind, field, tradeState, ...wordsFor(kind, field) }
}

/** True when `errors` leave open whether the request took effect. */
export function leavesTradeUnknown(errors: readonly GatewayError[]): boolean {
  return errors.some((error) => error.tradeState === 'unknown')
}

function guess(code: string): Row {
  const errorClass = code.startsWith('42') ? code.slice(2, 5) : code.slice(0, 3)
  classes ??= readClasses()
  const sure = classes.known.has(errorClass) && !classes.doubtful.has(errorClass)
  const kind = kindsByPrefix.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'other'
  return { class: errorClass, tradeState: sure ? 'nothing' : 'unknown', field: null, kind }
}

function isKind(kind: string): kind is GatewayErrorKind {
  return Object.hasOwn(kindWords, kind)
}

function isField(field: string): field is GatewayErrorField {
  return Object.hasOwn(fieldWords, field)
}
