import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Backup } from '../../src-shared/backup.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { ImportPreview, ImportProblem, ImportReport } from '../../src-shared/order-import.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Uploads } from '../files/uploads.ts'
import type { ImportedOrder, ImportFate, ImportOutcome } from './imported-order.ts'
import { openOrderFile, type FileOrder, type OrderFile, type Survey } from './order-file.ts'
import { createProblem } from '../csv/row-reader.ts'
import type { OrderService } from './order-service.ts'

/** Taking the orders of a cart's file into the shop, in two steps: look, then do exactly what was looked at. */
export interface OrderImport {
  /** Reads the whole file and says what applying it would do. Writes nothing. */
  preview(fileId: string): Promise<ImportPreview>
  /**
   * Does what the preview with this digest said, in one transaction and after a backup, and forgets the file. Refused
   * with `import.changed-since-preview` when the file or an order it touches is no longer as it was, and with
   * `import.problems-not-accepted` when orders with errors would stay out and `withoutRefused` is false.
   */
  apply(fileId: string, digest: string, withoutRefused: boolean, operator: Operator): Promise<ImportReport>
  /** Lets go of what was read of a file that will not be applied. */
  forget(fileId: string): void
}

/** What the import works with. */
export interface OrderImportParts {
  readonly orders: Pick<OrderService, 'compare' | 'upsert' | 'byOrderNos'>
  readonly uploads: Pick<Uploads, 'read' | 'discard'>
  readonly db: Pick<Database, 'write'>
  readonly backups: { make(reason: Backup['reason']): Promise<unknown> }
}

/** A file that was looked at. */
interface Seen {
  readonly digest: string
  readonly hasErrors: boolean
  readonly survey: Survey
}

/** Orders looked up and written together: one statement each instead of one per order. */
const BATCH = 2_000
/** What was read of a file with up to so many records is kept until it is applied: some 100 MB at most. */
const MAX_KEPT = 100_000
const MAX_PROBLEMS = 500
const MAX_SAMPLE = 10

/** The import of order files. */
export function createOrderImport({ orders, uploads, db, backups }: OrderImportParts): OrderImport {
  /** What the operator has seen, by file. */
  const seen = new Map<string, Seen>()
  /** What the last preview read, so that applying it need not read it again. */
  let kept: { readonly fileId: string; readonly orders: readonly FileOrder[] } | null = null

  return {
    async preview(fileId) {
      kept = null
      const bytes = await uploads.read(fileId)
      const file = openOrderFile(bytes)
      const tally = createTally(bytes)
      const read: FileOrder[] = []
      for await (const batch of batches(file.orders())) {
        tally.add(batch, await orders.compare(ordersOf(batch)))
        if (file.records <= MAX_KEPT) read.push(...batch)
      }
      const result = tally.preview(file)
      seen.set(fileId, { digest: result.digest, hasErrors: tally.hasErrors(), survey: file.survey })
      kept = file.records <= MAX_KEPT ? { fileId, orders: read } : null
      return result
    },

    async apply(fileId, digest, withoutRefused, operator) {
      const bytes = await uploads.read(fileId)
      const agreed = seen.get(fileId)
      if (agreed?.digest !== digest) throw new Refusal('import.changed-since-preview')
      if (agreed.hasErrors && !withoutRefused) throw new Refusal('import.problems-not-accepted')
      await backups.make('import')
      const report = await db.write(async (trx) => {
        // Should the bytes be others by now, the digest shows it below, whatever the survey or what was kept made of them.
        const read = kept?.fileId === fileId ? kept.orders : openOrderFile(bytes, agreed.survey).orders()
        const tally = createTally(bytes)
        for await (const batch of batches(read)) tally.add(batch, await takeOver(orders, batch, operator, trx))
        // Thrown inside the transaction: everything above is undone.
        if (tally.digest() !== digest) throw new Refusal('import.changed-since-preview')
        return tally.report()
      })
      forget(fileId)
      // The orders are in: a file that cannot be deleted now goes at the next start and is no reason to say otherwise.
      await uploads.discard(fileId).catch(() => null)
      return report
    },

    forget,
  }

  function forget(fileId: string): void {
    seen.delete(fileId)
    if (kept?.fileId === fileId) kept = null
  }
}

/** Writes a batch; each outcome comes with the version in which the order was found, as the preview has sealed it. */
async function takeOver(
  orders: OrderImportParts['orders'],
  batch: readonly FileOrder[],
  operator: Operator,
  trx: Transaction,
): Promise<readonly ImportOutcome[]> {
  const imported = ordersOf(batch)
  const before = await orders.byOrderNos(
    imported.map(({ orderNo }) => orderNo),
    trx,
  )
  const outcomes = await orders.upsert(imported, operator, trx)
  return outcomes.map((outcome) => ({ ...outcome, version: before.get(outcome.orderNo)?.version ?? 0 }))
}

/** The orders of a file in batches; between two of them, other work of the program gets its turn. */
async function* batches(orders: Iterable<FileOrder>): AsyncGenerator<readonly FileOrder[]> {
  let batch: FileOrder[] = []
  for (const order of orders) {
    batch.push(order)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
    await setImmediate()
  }
  if (batch.length > 0) yield batch
}

function ordersOf(batch: readonly FileOrder[]): ImportedOrder[] {
  return batch.flatMap(({ order }) => order ?? [])
}

/** Counts what happens to the orders, and seals it in a digest of the file and of the orders as they were found. */
function createTally(bytes: Uint8Array) {
  const hash = createHash('sha256').update(bytes)
  const counts: Record<ImportFate | 'refused', number> = {
    added: 0,
    changed: 0,
    same: 0,
    locked: 0,
    deleted: 0,
    foreign: 0,
    refused: 0,
  }
  const problems: ImportProblem[] = []
  const sample: ImportPreview['sample'][number][] = []
  let problemCount = 0
  let errorCount = 0
  let sealed: string | null = null

  const note = (problem: ImportProblem) => {
    problemCount += 1
    if (problem.severity === 'error') errorCount += 1
    if (problems.length < MAX_PROBLEMS) problems.push(problem)
  }
  const digest = () => (sealed ??= hash.digest('hex'))

  return {
    add(batch: readonly FileOrder[], outcomes: readonly ImportOutcome[]) {
      const byOrderNo = new Map(outcomes.map((outcome) => [outcome.orderNo, outcome]))
      hash.update(outcomes.map(sealText).join(''))
      for (const { order, orderNo, problems: found, row } of batch) {
        found.forEach(note)
        const outcome = order && byOrderNo.get(order.orderNo)
        if (!outcome) {
          counts.refused += 1
          continue
        }
        counts[outcome.fate] += 1
        if (outcome.fate === 'locked') note(createProblem('locked-by-settlement', null, row, '', orderNo))
        else if (outcome.fate === 'deleted') note(createProblem('deleted-here', null, row, '', orderNo))
        else if (outcome.fate === 'foreign') note(createProblem('desk-order', null, row, '', orderNo))
        else if (sample.length < MAX_SAMPLE) sample.push({ ...sampleOf(order), fate: outcome.fate })
      }
    },
    hasErrors: () => errorCount > 0,
    digest,
    report: (): ImportReport => reportOf(counts),
    preview: (file: OrderFile): ImportPreview => ({
      ...reportOf(counts),
      layout: file.layout,
      encoding: file.encoding,
      records: file.records,
      orders: Object.values(counts).reduce((sum, count) => sum + count, 0),
      missingColumns: file.missingColumns,
      ignoredColumns: file.ignoredColumns,
      problems,
      problemCount,
      sample,
      digest: digest(),
    }),
  }
}

function reportOf(counts: Readonly<Record<ImportFate | 'refused', number>>): ImportReport {
  const { added, changed, same, locked, foreign, deleted, refused } = counts
  return { added, changed, same, refused: refused + locked + foreign + deleted }
}

function sealText({ orderNo, fate, version }: ImportOutcome): string {
  return `${JSON.stringify([orderNo, fate, version])}\n`
}

function sampleOf({ orderNo, orderer, money }: ImportedOrder) {
  const name = [orderer.familyName, orderer.givenName].filter(Boolean).join(' ')
  return { orderNo, name, totalYen: money.totalYen }
}
