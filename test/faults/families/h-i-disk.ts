import { rmSync } from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { diskFull } from '../disk.ts'
import { everyNth, runCases, type FaultCase, type Family, type Scale } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { press, tell } from '../press.ts'
import { straceMissing, struckAtFsync } from '../strace.ts'
import { openWorld } from '../template.ts'
import type { World } from '../world.ts'
import { kindShop } from '../kinds.ts'

const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I11']
const isWrite = (sql: string) => /^\s*(insert|update|delete|commit|with)/i.test(sql)

type Failing = 'full from there on' | 'full once' | 'read and write error once'

function ioError(): Error {
  return Object.assign(new Error('disk I/O error'), { sqliteCode: 10 })
}

/** The disk fails at the `k`-th write of one operation. The program is told, ends nothing by itself, and heals. */
async function failing(kind: OperationKind, k: number, how: Failing): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    let writes = 0
    world.onStatement = (sql) => {
      if (!isWrite(sql)) return
      writes += 1
      if (writes === k || (how === 'full from there on' && writes > k)) {
        throw how === 'read and write error once' ? ioError() : diskFull()
      }
    }
    await press(world, kind)
    await world.passUntil(world.timeline.now + 3 * 60_000)
    if (writes < k) world.broken('I9', `there is no write ${String(k)}`)
  })
}

async function writesOf(kind: OperationKind): Promise<number> {
  const world = await openWorld(kindShop)
  let writes = 0
  world.onStatement = (sql) => (writes += isWrite(sql) ? 1 : 0)
  try {
    await press(world, kind)
  } finally {
    await world.end()
  }
  return writes
}

/** SQLite itself finds the file at its limit: the real error, from the real driver, at whatever write it strikes. */
async function atItsLimit(kind: OperationKind, sparePages: number): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    const { db } = world.process
    const [pages] = await db.read((knex) => knex.raw<{ page_count: number }[]>('PRAGMA page_count'))
    const limit = (pages?.page_count ?? 0) + sparePages
    await db.read((knex) => knex.raw(`PRAGMA max_page_count = ${String(limit)}`))
    for (let round = 0; round < 12; round += 1) {
      await press(world, operationKinds[round % operationKinds.length]!)
      await world.passUntil(world.timeline.now + 90_000)
    }
    await db.read((knex) => knex.raw('PRAGMA max_page_count = 1073741823'))
  })
}

/** The folder goes, or its log: on Linux the open file lives on, and what is not lost must not be doubled. */
async function removed(kind: OperationKind, what: 'the folder' | 'the log'): Promise<readonly string[]> {
  return tell(
    kind,
    async (world) => {
      world.onMoment = (reached, { isMutation }) => {
        if (!isMutation || reached !== 'arrived') return
        world.onMoment = () => undefined
        const { dataDir, file } = world.process
        if (what === 'the log') rmSync(`${file}-wal`, { force: true })
        else rmSync(dataDir, { recursive: true, force: true })
      }
      const told = await press(world, kind)
      if (told !== 'applied' && told !== 'unknown') world.broken('I4', `${told} is told after ${what} was removed`)
      const made = world.gateway.ledger.mutations(kind.orderNo).length
      if (made !== 1) world.broken('I2', `applied ${String(made)} times after ${what} was removed`)
      world.lost = true
    },
    { again: false },
  )
}

export const fullDisk: Family = {
  letter: 'H',
  title: 'disk full, disk errors',
  invariants,
  run: async ({ scale }) => {
    const all: FaultCase[] = []
    for (const kind of operationKinds) {
      const writes = await writesOf(kind)
      for (let k = 1; k <= writes; k += 1) {
        for (const how of ['full from there on', 'full once', 'read and write error once'] as const) {
          all.push({ name: `${kind.name}: ${how}, write ${String(k)}`, run: () => failing(kind, k, how) })
        }
      }
      for (const pages of [0, 1, 2]) {
        all.push({ name: `${kind.name}: ${String(pages)} pages left`, run: () => atItsLimit(kind, pages) })
      }
      for (const what of ['the folder', 'the log'] as const) {
        all.push({ name: `${kind.name}: ${what} removed`, run: () => removed(kind, what) })
      }
    }
    const chosen = scale === 'full' ? all : everyNth(all, 11)
    return runCases(straceMissing() === null ? [...chosen, ...failingFsyncs(scale)] : chosen)
  },
  left: () => [straceMissing()].flatMap((reason) => (reason === null ? [] : [`EIO at the k-th real fsync: ${reason}`])),
}

/** The real program whose k-th fsync fails: the system says EIO where it would have written. */
function failingFsyncs(scale: Scale): readonly FaultCase[] {
  const fsyncs = scale === 'full' ? Array.from({ length: 30 }, (_, index) => index + 1) : [1, 6]
  return fsyncs.map((k) => ({
    name: `EIO at fsync ${String(k)} of a real program`,
    run: () => struckAtFsync(k, 'error=EIO', { done: 0, confirmed: 0 }),
  }))
}

/** A process that holds the data file's write lock until it is told to let go. */
async function lockElsewhere(file: string): Promise<() => Promise<void>> {
  const script = `
    const { DatabaseSync } = require('@photostructure/sqlite')
    const lock = new DatabaseSync(process.argv[1], { timeout: 5000 })
    lock.exec('BEGIN IMMEDIATE')
    process.stdout.write('locked')
    process.stdin.on('end', () => { lock.exec('ROLLBACK'); process.exit(0) }).resume()`
  const child = spawn(process.execPath, ['-e', script, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return async () => {
    const ended = once(child, 'exit')
    child.stdin.end()
    await ended
  }
}

/** Another process has the data file locked when the intent, or the result, is to be written. */
async function locked(kind: OperationKind, when: 'intent' | 'result'): Promise<readonly string[]> {
  return tell(kind, async (world) => {
    await world.process.db.read((knex) => knex.raw('PRAGMA busy_timeout = 30'))
    const release = when === 'intent' ? await lockElsewhere(world.process.file) : await lockAtResult(world, kind)
    const told = when === 'intent' ? await press(world, kind) : null
    const made = world.gateway.ledger.mutations(kind.orderNo).length
    if (when === 'intent' && (told !== 'storage' || made !== 0)) {
      world.broken('I1', `the intent could not be written; told ${String(told)}, applied ${String(made)} times`)
    }
    await release()
  })
}

/** Presses the button, and locks the file between the deed and its answer. Answers the way to let go. */
async function lockAtResult(world: World, kind: OperationKind): Promise<() => Promise<void>> {
  const releases: (() => Promise<void>)[] = []
  let applied = false
  world.onMoment = (reached) => {
    applied ||= reached === 'applied'
  }
  world.between = async () => {
    if (applied && releases.length === 0) releases.push(await lockElsewhere(world.process.file))
  }
  const told = await press(world, kind)
  if (told !== 'unknown') world.broken('I4', `the result could not be written, and the operator is told ${told}`)
  return releases[0] ?? (() => Promise.resolve())
}

export const lockedFile: Family = {
  letter: 'I',
  title: 'data file locked by another process',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I11'],
  run: ({ scale }) => {
    const all = operationKinds.flatMap((kind) =>
      (['intent', 'result'] as const).map((when): FaultCase => ({
        name: `${kind.name}: locked at the ${when}`,
        run: () => locked(kind, when),
      })),
    )
    return runCases(scale === 'full' ? all : everyNth(all, 5))
  },
}
