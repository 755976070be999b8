import { moneySettings } from '../contract.ts'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../../../src-shared/failure.ts'
import { createAudit } from '../../../src-main/audit/audit-service.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { shopFile } from '../../../src-main/db/shop-file.ts'
import { createOrderService } from '../../../src-main/orders/order-service.ts'
import { createRandom, type Random } from '../../../src-main/rehearsal/random.ts'
import { storageFailure } from '../../../src-main/storage-failure.ts'
import { copyData } from '../desk-process.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { kindShop, operationKinds } from '../kinds.ts'
import { livedIn } from '../lived-in.ts'
import { press, tell } from '../press.ts'
import { templateOf } from '../template.ts'
import { filledAt } from '../shop-items.ts'

const PAGE = 4096

/** Spoils the bytes of a data file. */
type Spoil = (bytes: Buffer, random: Random) => Buffer

const flipBit: Spoil = (bytes, random) => {
  const at = random.between(0, bytes.length - 1)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7))
  return bytes
}
const zeroPage: Spoil = (bytes, random) => {
  const page = random.between(0, bytes.length / PAGE - 1)
  return bytes.fill(0, page * PAGE, (page + 1) * PAGE)
}
const cutOff: Spoil = (bytes, random) => bytes.subarray(0, random.between(1, bytes.length - 1))
const swapPages: Spoil = (bytes, random) => {
  const [one, other] = [random.between(0, bytes.length / PAGE - 1), random.between(0, bytes.length / PAGE - 1)]
  const kept = Buffer.from(bytes.subarray(one * PAGE, (one + 1) * PAGE))
  bytes.copy(bytes, one * PAGE, other * PAGE, (other + 1) * PAGE)
  kept.copy(bytes, other * PAGE)
  return bytes
}

const spoils: readonly (readonly [name: string, spoil: Spoil, count: number])[] = [
  ['a flipped bit', flipBit, 900],
  ['a page of zeros', zeroPage, 100],
  ['cut off', cutOff, 100],
  ['two pages in each other’s place', swapPages, 20],
]

/** Everything about money that the program reads out of a data file; rejects where it notices damage. */
async function moneyIn(dataDir: string): Promise<string> {
  const db = await openDatabase({ dataDir, isExpected: () => Promise.resolve(true) })
  const clock = { now: () => filledAt, sleep: () => Promise.resolve() }
  try {
    const orders = createOrderService({ db, clock, audit: createAudit(db), moneySettings })
    const found = await orders.byOrderNos(kindShop.map(({ order }) => order.orderNo))
    const seen: unknown[] = []
    for (const { order: expected } of kindShop) {
      const id = found.get(expected.orderNo)?.id
      // An order that is not found any more is shown as missing, which is not what was kept.
      const order = id === undefined ? null : await orders.open(id)
      const prices = order?.lines.map(({ unitPriceYen, quantity, taxRatePercent, taxIncluded }) => {
        return [unitPriceYen, quantity, taxRatePercent, taxIncluded]
      })
      seen.push([expected.orderNo, order?.status, order?.money, order?.paymentMethod, prices, order?.settlement])
    }
    return JSON.stringify(seen)
  } finally {
    await db.close().catch(() => undefined)
  }
}

/** I9: a damaged file is refused, or what is read of money is what was written. Never anything else, silently. */
async function spoilt(original: string, truth: string, spoil: Spoil, seed: number): Promise<readonly string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'juchu-faults-j-'))
  try {
    const bytes = spoil(readFileSync(shopFile(original)), createRandom(seed))
    writeFileSync(shopFile(dataDir), bytes)
    const read = await moneyIn(dataDir)
    return read === truth ? [] : [`I9: wrong money data without a word: ${firstDifference(truth, read)}`]
  } catch (error) {
    return isNoticed(error) ? [] : [`I9: the program broke on it: ${String(error)}`]
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** A refusal, or an error that the door answers as one of the disk or of a damaged file. */
function isNoticed(error: unknown): boolean {
  if (error instanceof Refusal || storageFailure(error) !== null) return true
  return error instanceof Error && /malformed|not a database|JSON|no such (table|column)|corrupt/i.test(error.message)
}

function firstDifference(a: string, b: string): string {
  let at = 0
  while (a[at] === b[at]) at += 1
  return `${a.slice(Math.max(0, at - 40), at + 30)} became ${b.slice(Math.max(0, at - 40), at + 30)}`
}

/** Somebody puts an old copy in the place of the data file by hand. Nothing may be done at the gateway twice. */
async function oldCopy(index: number): Promise<readonly string[]> {
  const kind = operationKinds[index * 2] ?? operationKinds[0]!
  return tell(
    kind,
    async (world) => {
      const old = world.folder('old')
      await world.process.db.read((knex) => knex.raw('PRAGMA wal_checkpoint(TRUNCATE)'))
      copyData(world.process.dataDir, old)
      await press(world, kind)
      world.kill()
      rmSync(world.process.remains ?? '', { recursive: true })
      copyData(old, world.process.remains ?? '')
      await world.start()
      const made = world.gateway.ledger.mutations(kind.orderNo).length
      await press(world, kind)
      if (world.gateway.ledger.mutations(kind.orderNo).length !== made) {
        world.broken('I2', 'with an old copy in its place, what was done was done again')
      }
      world.behindOurBack.add(kind.orderNo)
    },
    { again: false },
  )
}

export const corruption: Family = {
  letter: 'J',
  title: 'damaged data file',
  invariants: ['I2', 'I9'],
  run: async ({ scale }) => {
    const original = mkdtempSync(join(tmpdir(), 'juchu-faults-j-original-'))
    try {
      await templateOf(kindShop)
      await livedIn(original)
      const truth = await moneyIn(original)
      const all = spoils.flatMap(([name, spoil, count]) =>
        Array.from({ length: count }, (_, index): FaultCase => ({
          name: `${name}, seed ${String(index)}`,
          run: () => spoilt(original, truth, spoil, index * 7919 + count),
        })),
      )
      for (const index of [0, 1, 2]) all.push({ name: `an old copy ${String(index)}`, run: () => oldCopy(index) })
      return await runCases(scale === 'full' ? all : everyNth(all, 20))
    } finally {
      rmSync(original, { recursive: true, force: true })
    }
  },
}
