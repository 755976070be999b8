import { createHash } from 'node:crypto'
import { z } from 'zod'
import { linkJobs } from '../../src-shared/payment-link.ts'

/** One thing the witness saw. Ids, codes and amounts; never a pass, a name or a free text. */
const movement = {
  operation: z.string(),
  /** How often the operation was sent, this time included. */
  attempt: z.int(),
  orderNo: z.string(),
  gatewayOrderNo: z.string(),
  trade: z.enum(['card', 'convenience', 'payEasy']),
  action: z.string(),
  amountYen: z.int(),
  state: z.string(),
  codes: z.string(),
}
/** A payment link. Its address is never written down here: whoever has it can open the page. */
const link = {
  orderNo: z.string(),
  gatewayOrderNo: z.string(),
  /** Counted from 1 for each order. */
  nth: z.int(),
  amountYen: z.int(),
  job: z.enum(linkJobs),
  threeDSecure: z.boolean(),
  issuedAt: z.int(),
  expiresAt: z.int(),
}
const eventSchema = z.discriminatedUnion('kind', [
  /** About to be sent. */
  z.strictObject({ kind: z.literal('intent'), ...movement }),
  /** How far it is now. */
  z.strictObject({ kind: z.literal('result'), ...movement }),
  /** A restored copy knows only this much of the operation: it goes on from here. */
  z.strictObject({ kind: z.literal('restored'), ...movement }),
  /** A payment link is about to be asked for. */
  z.strictObject({ kind: z.literal('link'), ...link }),
  /** 注文番号 of the desk's own are given up to this one. */
  z.strictObject({ kind: z.literal('number'), last: z.int() }),
  /** The chain begins anew by the owner's decision; what was there before lies aside. */
  z.strictObject({ kind: z.literal('begin') }),
])
export type WitnessEvent = z.infer<typeof eventSchema>
export type WitnessMovement = Extract<WitnessEvent, { operation: string }>
export type WitnessLink = Extract<WitnessEvent, { kind: 'link' }>

const placeSchema = z.object({ seq: z.int(), at: z.int(), previous: z.string(), hash: z.string() })

/** A line with its place in the chain. */
export interface WitnessLine {
  readonly seq: number
  readonly at: number
  readonly event: WitnessEvent
  readonly hash: string
}

/** Where a chain ends: number of lines and hash of the last. */
export interface WitnessEnd {
  readonly length: number
  readonly hash: string
}
export const emptyChain: WitnessEnd = { length: 0, hash: '' }

/** The text of the line that follows `end`, with the newline that makes it complete, and where the chain ends then. */
export function nextLine(end: WitnessEnd, at: number, event: WitnessEvent): { text: string; line: WitnessLine } {
  const seq = end.length + 1
  const body = { seq, at, ...event }
  const hash = hashOf(end.hash, body)
  return { text: `${JSON.stringify({ ...body, previous: end.hash, hash })}\n`, line: { seq, at, event, hash } }
}

/**
 * Reads the line that must follow `end`; null when it is any other. The text must be letter for letter what the program
 * writes, so that nothing can hide in it.
 */
export function readLine(end: WitnessEnd, text: string): WitnessLine | null {
  const parsed = parse(text)
  const place = placeSchema.safeParse(parsed)
  if (!place.success || typeof parsed !== 'object' || parsed === null) return null
  const { seq, at, previous, hash } = place.data
  if (seq !== end.length + 1 || previous !== end.hash || JSON.stringify(parsed) !== text) return null
  const rest = without(parsed, ['previous', 'hash'])
  const event = eventSchema.safeParse(without(rest, ['seq', 'at']))
  return event.success && hash === hashOf(end.hash, rest) ? { seq, at, event: event.data, hash } : null
}

/** A file of the witness as it lies on the disk. */
export interface WitnessFile {
  readonly name: string
  readonly text: string
}

/** What the files say when they are read from the first line on. */
export interface WitnessChain {
  readonly lines: readonly WitnessLine[]
  readonly end: WitnessEnd
  /** The first place that does not follow from what is before it; null when the chain holds. */
  readonly broken: { readonly file: string; readonly line: number } | null
  /** Bytes behind the last complete line: a crash while it was written. Never sent, or written again by recovery. */
  readonly tornBytes: number
}

/** Reads the chain across its files, which are given in the order of their names. */
export function readChain(files: readonly WitnessFile[]): WitnessChain {
  const lines: WitnessLine[] = []
  let end = emptyChain
  for (const [index, { name, text }] of files.entries()) {
    const complete = text.slice(0, text.lastIndexOf('\n') + 1)
    const tornBytes = Buffer.byteLength(text.slice(complete.length))
    const texts = complete.split('\n').slice(0, -1)
    for (const [at, one] of texts.entries()) {
      const line = readLine(end, one)
      if (line === null) return { lines, end, broken: { file: name, line: at + 1 }, tornBytes: 0 }
      lines.push(line)
      end = { length: line.seq, hash: line.hash }
    }
    if (tornBytes === 0) continue
    if (index === files.length - 1) return { lines, end, broken: null, tornBytes }
    return { lines, end, broken: { file: name, line: texts.length + 1 }, tornBytes: 0 }
  }
  return { lines, end, broken: null, tornBytes: 0 }
}

function hashOf(previous: string, body: object): string {
  return createHash('sha256')
    .update(`${previous}\n${JSON.stringify(body)}`)
    .digest('hex')
}

function without(value: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
