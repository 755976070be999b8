import { createHash, type Hash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Backup } from '../../src-shared/backup.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { BalanceChange, MemberCounts, MemberImportPreview } from '../../src-shared/member-import.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Connection, Database, Transaction } from '../db/database.ts'
import type { Uploads } from '../files/uploads.ts'
import type { Clock } from '../ports.ts'
import { customersByNo, saveSeenCustomers } from './customer-table.ts'
import { openMemberFile, type FileMember, type MemberFile } from './member-file.ts'
import { planMember, type MemberPlan } from './member-plan.ts'
import { setPoints } from './points.ts'

/** Taking a cart's 会員CSV over in two steps: look, then do exactly what was looked at. */
export interface MemberImport {
  /** Reads the whole file and says what applying it would do. Writes nothing. */
  preview(fileId: string): Promise<MemberImportPreview>
  /**
   * Does what the preview with this digest said, in one transaction and after a backup, and forgets the file. Refused
   * with `import.changed-since-preview` when the file or a member it touches is no longer as it was, and with
   * `import.problems-not-accepted` when members with errors would stay out and `withoutRefused` is false.
   */
  apply(fileId: string, digest: string, withoutRefused: boolean, operator: Operator): Promise<MemberCounts>
}

/** What the import works with. */
export interface MemberImportParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
  readonly uploads: Pick<Uploads, 'read' | 'discard'>
  readonly backups: { make(reason: Backup['reason']): Promise<unknown> }
}

const BATCH = 500
const MOST_SHOWN = 500
const MOST_SAMPLE = 10

/** The import of member files. */
export function createMemberImport({ db, audit, clock, uploads, backups }: MemberImportParts): MemberImport {
  /** What the operator has seen, by file. */
  const seen = new Map<string, { readonly digest: string; readonly refused: number }>()

  async function write(trx: Transaction, plans: readonly MemberPlan[], operator: Operator): Promise<void> {
    const ids = await saveSeenCustomers(
      trx,
      plans.flatMap(({ facts }) => facts ?? []),
    )
    const note = { at: clock.now(), reason: 'imported', operatorName: operator.name } as const
    for (const { imported, stored, balance } of plans) {
      const customerId = stored?.id ?? ids.get(imported.customerNo)
      if (balance === null || customerId === undefined) continue
      await setPoints(trx, { customerId, to: balance.to, seen: balance.from }, note)
    }
  }

  return {
    async preview(fileId) {
      const bytes = await uploads.read(fileId)
      const file = openMemberFile(bytes)
      const tally = createTally(bytes)
      for await (const batch of batches(file)) tally.add(batch, await plansOf(batch, db))
      const result = tally.preview(file)
      seen.set(fileId, { digest: result.digest, refused: result.refused })
      return result
    },

    async apply(fileId, digest, withoutRefused, operator) {
      const bytes = await uploads.read(fileId)
      const agreed = seen.get(fileId)
      if (agreed?.digest !== digest) throw new Refusal('import.changed-since-preview', { of: 'member' })
      if (agreed.refused > 0 && !withoutRefused) throw new Refusal('import.problems-not-accepted', { of: 'member' })
      await backups.make('import')
      const counts = await db.write(async (trx) => {
        const tally = createTally(bytes)
        for await (const batch of batches(openMemberFile(bytes))) {
          const plans = await plansOf(batch, db, trx)
          tally.add(batch, plans)
          await write(trx, plans, operator)
        }
        // Thrown inside the transaction: everything above is undone.
        if (tally.digest() !== digest) throw new Refusal('import.changed-since-preview', { of: 'member' })
        const done = tally.counts()
        if (done.added + done.changed > 0)
          await audit.append(trx, { at: clock.now(), kind: 'members.imported', operator, details: { ...done } })
        return done
      })
      seen.delete(fileId)
      // The members are in: a file that cannot be deleted now goes at the next start and is no reason to say otherwise.
      await uploads.discard(fileId).catch(() => null)
      return counts
    },
  }
}

/** The members of a file in batches; between two of them, other work of the program gets its turn. */
async function* batches(file: MemberFile): AsyncGenerator<readonly FileMember[]> {
  let batch: FileMember[] = []
  for (const member of file.members()) {
    batch.push(member)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
    await setImmediate()
  }
  if (batch.length > 0) yield batch
}

/** Each member against what is stored; a 会員ID stands in the file only once. */
async function plansOf(
  batch: readonly FileMember[],
  db: Pick<Database, 'read'>,
  trx?: Transaction,
): Promise<readonly MemberPlan[]> {
  const members = batch.flatMap(({ member }) => member ?? [])
  const numbers = members.map(({ customerNo }) => customerNo)
  const stored = await db.read((connection: Connection) => customersByNo(connection, numbers), trx)
  return members.map((member) => planMember(member, stored.get(member.customerNo) ?? null))
}

function sampleOf({ imported: { customerNo }, stored, balance, fate, name }: MemberPlan) {
  return { customerNo, name, points: balance?.to ?? stored?.points ?? null, fate }
}

function changeOf({ imported: { customerNo }, stored, balance, name }: MemberPlan): BalanceChange | null {
  return balance && { customerNo, name, ...balance, movedAt: stored?.movedAt ?? null }
}

/** Counts what happens to the members, and seals it in a digest of the file and of the members as they were found. */
function createTally(bytes: Uint8Array) {
  const hash: Hash = createHash('sha256').update(bytes)
  const counts = { added: 0, changed: 0, same: 0, refused: 0, balances: 0 }
  const problems: MemberImportPreview['problems'][number][] = []
  const changes: MemberImportPreview['changes'][number][] = []
  const sample: MemberImportPreview['sample'][number][] = []
  let problemCount = 0
  let sealed: string | null = null
  const digest = () => (sealed ??= hash.digest('hex'))

  return {
    add(batch: readonly FileMember[], plans: readonly MemberPlan[]) {
      for (const { member, problems: found } of batch) {
        problemCount += found.length
        problems.push(...found.slice(0, MOST_SHOWN - problems.length))
        if (member === null) counts.refused += 1
      }
      for (const plan of plans) {
        counts[plan.fate] += 1
        hash.update(`${JSON.stringify([plan.fate, plan.stored])}\n`)
        if (sample.length < MOST_SAMPLE) sample.push(sampleOf(plan))
        const change = changeOf(plan)
        if (change === null) continue
        counts.balances += 1
        if (changes.length < MOST_SHOWN) changes.push(change)
      }
    },
    digest,
    counts: (): MemberCounts => ({ ...counts }),
    preview: (file: MemberFile): MemberImportPreview => ({
      ...counts,
      ...{ layout: file.layout, encoding: file.encoding, records: file.records },
      ...{ missingColumns: file.missingColumns, ignoredColumns: file.ignoredColumns },
      ...{ problems, problemCount, changes, sample },
      digest: digest(),
    }),
  }
}
