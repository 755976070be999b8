import type { Database, Transaction } from '../db/database.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { Clock, Log } from '../ports.ts'
import { fileLinks, highestNumber, keepLostLinks, linksOfOneSide, SeenNumbers } from './link-witness.ts'
import { lostIds, saveLost, saveWitnessEnd, witnessEnd } from './lost-table.ts'
import { journalEntries, type JournalEntry, type OperationState } from './operation-table.ts'
import { linksForWitness } from './payment-link-table.ts'
import type { WitnessEnd, WitnessEvent, WitnessLine, WitnessMovement } from './witness-line.ts'
import { openWitness, type Witness } from './witness.ts'

/** The journal's side of the witness: what it is told, and whether the two agree. */
export interface JournalWitness {
  /** Makes the witness know these operations as far as the journal does. Throws when it cannot be written. */
  record(operationIds: readonly string[]): Promise<void>
  /** The same after an outcome was written: what cannot be written now is written before the next intent. */
  note(operationIds: readonly string[]): Promise<void>
  /** Makes the witness know a payment link. Throws when it cannot be written: then nothing is to be sent. */
  recordLink(gatewayOrderNo: string): Promise<void>
  /** Makes the witness know which 注文番号 of the desk's own were given; what cannot be written now is written later. */
  noteNumbers(): Promise<void>
  /** Keeps, with what `trx` writes, how far the witness is known. */
  keepEnd(trx: Transaction): Promise<void>
  /** False when the chain is broken or shorter than the data file knows: then no money moves. */
  isSound(): boolean
  /** Compares the files as they are now with the journal, both ways. */
  check(): Promise<WitnessCheck>
  /** The owner's decision after damage: the files are laid aside, and a new chain begins with the whole journal. */
  renew(): Promise<void>
}

export interface WitnessCheck {
  readonly lines: number
  /** First line that does not fit, as `file:line`; null when the chain holds and is as long as it was. */
  readonly broken: string | null
  /** Operations and payment links only the witness knows, without those a restored copy is known to have lost. */
  readonly unknownToJournal: number
  /** Operations that were sent, and payment links, that the witness does not know. */
  readonly unknownToWitness: number
}

interface JournalWitnessParts {
  readonly db: Database
  readonly clock: Clock
  readonly log: Log
  readonly dataDir: string
  readonly orders: Pick<OrderService, 'lastOwnNumber' | 'passOverNumbers'>
}

/** What the witness last saw of an operation. */
interface Seen {
  readonly attempt: number
  readonly state: string
}

/** How far an operation is; a higher one follows from a lower one and never the other way round. */
const ranks: Readonly<Record<OperationState, number>> = {
  ...{ intended: 0, unknown: 1, conflict: 1 },
  ...{ awaitRetry: 2, applied: 2, rejected: 2, adopted: 2, withdrawn: 3 },
}
const rankOf = (state: string): number => (state in ranks ? ranks[state as OperationState] : 0)

/**
 * Opens the witness and compares it with the data file. What it saw later than the file, and differently, was lost with
 * a restored copy: those trades are to be asked about before money moves (R10). What only the file knows is written.
 */
export async function openJournalWitness(parts: JournalWitnessParts): Promise<JournalWitness> {
  const opened = new FolderWitness(parts, openWitness(parts))
  await opened.compare()
  return opened
}

class FolderWitness implements JournalWitness {
  readonly #parts: JournalWitnessParts
  readonly #witness: Witness
  #seen = new Map<string, Seen>()
  #numbers = new SeenNumbers()
  #sound = true
  /** A line could not be written after an outcome: the next intent brings everything up to date first. */
  #behind = false

  constructor(parts: JournalWitnessParts, witness: Witness) {
    this.#parts = parts
    this.#witness = witness
  }

  async compare(): Promise<void> {
    const { db, log } = this.#parts
    const { found } = this.#witness
    // A number that was given after the copy was made is never given again, also where the chain does not hold.
    await this.#parts.orders.passOverNumbers(highestNumber(found.lines))
    const known = await db.read(witnessEnd)
    this.#sound = found.broken === null && holds(found.lines, known)
    if (!this.#sound) {
      log.error('settlement.witness', { lines: found.lines.length, known: known.length, broken: found.broken?.file })
      return
    }
    this.#see(found.lines)
    await this.#findLost(found.lines.slice(known.length))
    await this.note(null)
  }

  async record(operationIds: readonly string[]): Promise<void> {
    await this.#write(this.#behind ? null : operationIds)
    this.#behind = false
  }

  async note(operationIds: readonly string[] | null): Promise<void> {
    await this.#tolerate(() => this.#write(operationIds))
  }

  async #tolerate(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#behind = true
      this.#parts.log.error('settlement.witness', { error: String(error) })
    }
  }

  async recordLink(gatewayOrderNo: string): Promise<void> {
    if (this.#behind) return this.record([])
    if (!this.#sound) return
    const links = await this.#parts.db.read((db) => linksForWitness(db, gatewayOrderNo))
    try {
      this.#append(this.#numbers.missing(links, 0))
    } catch (error) {
      this.#behind = true
      throw error
    }
  }

  async noteNumbers(): Promise<void> {
    await this.#tolerate(async () => {
      if (this.#sound) this.#append(this.#numbers.missing([], await this.#parts.orders.lastOwnNumber()))
    })
  }

  async keepEnd(trx: Transaction): Promise<void> {
    if (this.#sound) await saveWitnessEnd(trx, this.#witness.end())
  }

  isSound(): boolean {
    return this.#sound
  }

  async check(): Promise<WitnessCheck> {
    const { db } = this.#parts
    const [known, lost, entries] = [
      await db.read(witnessEnd),
      await db.read(lostIds),
      await db.read((connection) => journalEntries(connection)),
    ]
    const before = await fileLinks(db)
    const { lines, broken } = this.#witness.read()
    const seen = seenIn(lines)
    const journal = new Map(entries.map((entry) => [entry.operation.id, entry]))
    const isKnown = ([id, { attempt }]: [string, Seen]) => lost.has(id) || (journal.get(id)?.attempts ?? -1) >= attempt
    const isSeen = ({ operation: { id }, attempts }: JournalEntry) => (seen.get(id)?.attempt ?? 0) >= attempts
    const links = linksOfOneSide(before, lines, await fileLinks(db))
    const wrong =
      broken === null ? (holds(lines, known) ? null : `${lines.length + 1}`) : `${broken.file}:${broken.line}`
    if (wrong !== null) this.#sound = false
    return {
      lines: lines.length,
      broken: wrong,
      unknownToJournal: [...seen].filter((one) => !isKnown(one)).length + links.onlyWitness,
      unknownToWitness: entries.filter((entry) => !isSeen(entry)).length + links.onlyFile,
    }
  }

  async renew(): Promise<void> {
    this.#witness.renew()
    this.#seen = new Map()
    this.#numbers = new SeenNumbers()
    this.#append([{ kind: 'begin' }])
    this.#sound = true
    await this.#write(null)
    await this.#parts.db.write((trx) => this.keepEnd(trx))
  }

  async #write(operationIds: readonly string[] | null): Promise<void> {
    if (!this.#sound) return
    const entries = await this.#parts.db.read((db) => journalEntries(db, operationIds ?? undefined))
    const others = operationIds === null ? await this.#missingNumbers() : []
    this.#append([...entries.flatMap((entry) => missingLines(entry, this.#seen.get(entry.operation.id))), ...others])
  }

  async #missingNumbers(): Promise<readonly WitnessEvent[]> {
    const { db, orders } = this.#parts
    return this.#numbers.missing(await db.read((own) => linksForWitness(own)), await orders.lastOwnNumber())
  }

  /**
   * Lines later than the data file knows, of operations that are not as far in it. The witness is told how far they are
   * there, so that what is done to them from now on shows again.
   */
  async #findLost(later: readonly WitnessLine[]): Promise<void> {
    const { db, clock, log } = this.#parts
    if (later.length === 0) return
    const last = new Map<string, { last: WitnessMovement; happenedAt: number }>()
    for (const { event, at } of later) {
      if (event.kind === 'intent' || event.kind === 'result') last.set(event.operation, { last: event, happenedAt: at })
    }
    const journal = new Map(
      (await db.read((connection) => journalEntries(connection, [...last.keys()]))).map((entry) => [
        entry.operation.id,
        entry,
      ]),
    )
    const lost = [...last.values()].filter((one) => isLost(one.last, journal.get(one.last.operation)))
    const goesOn = lost.flatMap(({ last: { operation } }) => {
      const entry = journal.get(operation)
      return entry === undefined ? [] : [lineOf(entry, 'restored', entry.attempts)]
    })
    if (goesOn.length > 0) this.#append(goesOn)
    const links = await db.write(async (trx) => {
      await saveLost(trx, lost, clock.now())
      const count = await keepLostLinks(trx, later, clock.now())
      await this.keepEnd(trx)
      return count
    })
    if (lost.length + links > 0) log.warn('settlement.reconcile-first', { operations: lost.length, links })
  }

  #append(events: readonly WitnessEvent[]): void {
    this.#see(this.#witness.append(events))
  }

  #see(lines: readonly WitnessLine[]): void {
    for (const [id, seen] of seenIn(lines)) this.#seen.set(id, seen)
    this.#numbers.see(lines)
  }
}

function seenIn(lines: readonly WitnessLine[]): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const { event } of lines) {
    if ('operation' in event) seen.set(event.operation, { attempt: event.attempt, state: event.state })
  }
  return seen
}

/** True when the chain is at least as long as the data file knows, and the same up to there. */
function holds(lines: readonly WitnessLine[], known: WitnessEnd): boolean {
  return known.length === 0 || lines[known.length - 1]?.hash === known.hash
}

function isLost(last: WitnessMovement, entry: JournalEntry | undefined): boolean {
  if (entry === undefined || entry.attempts < last.attempt) return true
  if (entry.attempts > last.attempt || entry.operation.state === last.state) return false
  const [then, now] = [rankOf(last.state), rankOf(entry.operation.state)]
  return now < then || (now === then && then > 1)
}

function missingLines(entry: JournalEntry, seen: Seen | undefined): readonly WitnessEvent[] {
  const { attempts, operation } = entry
  const known = seen?.attempt ?? 0
  const intents = Array.from({ length: Math.max(0, attempts - known) }, (_none, index) =>
    lineOf({ ...entry, operation: { ...operation, state: 'intended', resultCodes: '' } }, 'intent', known + index + 1),
  )
  const last = intents.length > 0 ? 'intended' : (seen?.state ?? 'intended')
  return operation.state === last ? intents : [...intents, lineOf(entry, 'result', attempts)]
}

function lineOf(
  { operation, orderNo, tradeKind }: JournalEntry,
  kind: WitnessMovement['kind'],
  attempt: number,
): WitnessMovement {
  const { id, gatewayOrderNo, action, expectedAmountYen: amountYen, state, resultCodes: codes } = operation
  return { kind, operation: id, attempt, orderNo, gatewayOrderNo, trade: tradeKind, action, amountYen, state, codes }
}
