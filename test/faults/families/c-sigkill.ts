import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { shopFile } from '../../../src-main/db/shop-file.ts'
import { createRandom, type Random } from '../../../src-main/rehearsal/random.ts'
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/server.ts'
import { tradesDiffering } from '../checks.ts'
import { copyData, shop } from '../desk-process.ts'
import type { Family, RunOptions, Tally } from '../family.ts'
import { JournalView } from '../journal-view.ts'
import { kindShop } from '../kinds.ts'
import { hurriedNow, type Life } from '../live-desk.ts'
import type { ShopItem } from '../shop-items.ts'
import { templateOf } from '../template.ts'

/** A child that lives, and what it has said so far. */
export interface Living {
  readonly child: ChildProcess
  readonly said: string[]
  readonly ended: Promise<unknown>
}

/** Starts a child; `tracer` are a program and its arguments in front of it. */
export function giveLife(life: Life, tracer: readonly string[] = []): Living {
  const self = [process.execPath, fileURLToPath(import.meta.url), '--live', JSON.stringify(life)]
  const [command, ...args] = [...tracer, ...self]
  if (command === undefined) throw new Error('there is no program to start')
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => said.push(line))
  return { child, said, ended: once(child, 'exit') }
}

/** Some answers are lost, some come late: the power goes while outcomes are open as well. */
function spoilSome(sandbox: Sandbox, random: Random): void {
  for (let fault = random.between(0, 3); fault > 0; fault -= 1) {
    const kind = random.pick(['reset-after-apply', 'reset-before', 'delay', 'http-500'] as const)
    const nth = random.between(1, 12)
    sandbox.addFault(kind === 'delay' ? { kind, nth, ms: random.between(5, 60), when: 'after' } : { kind, nth })
  }
}

/** What all runs together did: a family whose programs do nothing proves nothing. */
export interface Deeds {
  done: number
  confirmed: number
}

/** A folder, a gateway and the moment they began: what the lives of one run share. */
export type Home = Pick<Life, 'dataDir' | 'url' | 'beganAt'>

/**
 * Lets `lives` happen in a world of real files, sockets and processes, then one calm life that comes to rest, and
 * compares the journal with the gateway's ledger.
 */
export async function realRun(
  lives: (home: Home, sandbox: Sandbox) => Promise<readonly string[]>,
  deeds: Deeds,
  shopItems: readonly ShopItem[] = kindShop,
  last: Partial<Life> = {},
): Promise<readonly string[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'juchu-faults-c-'))
  const beganAt = Date.now()
  const sandbox = await startSandbox({
    ...{ ledgerPath: ':memory:', ...shop, idSeed: 'faults', now: () => hurriedNow(beganAt), latencyMs: [0, 15] },
  })
  sandbox.ledger.seed(shopItems.map(({ trade }) => trade))
  try {
    copyData(await templateOf(shopItems), dataDir)
    const home = { dataDir, url: sandbox.url, beganAt }
    const broken = await lives(home, sandbox)
    if (broken.length > 0) return broken
    sandbox.clearFaults()
    const calm = giveLife({ ...home, ...last, seed: 1, calm: true })
    await calm.ended
    if (calm.said.at(-1) !== 'quiet') return [`I9: the program did not come to rest: ${calm.said.join(' ')}`]
    return compared(dataDir, sandbox, deeds, shopItems)
  } finally {
    await sandbox.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function killedRun(seed: number, deeds: Deeds): Promise<readonly string[]> {
  const random = createRandom(seed)
  return realRun(async (home, sandbox) => {
    spoilSome(sandbox, random)
    for (let death = random.between(1, 3); death > 0; death -= 1) {
      const life = giveLife({ ...home, seed: random.between(1, 1_000_000), calm: false })
      // One in eight is killed while it starts, the others around one of their first operations.
      const presses = random.chance(88) ? random.between(1, 6) : 0
      while (presses > 0 && life.said.length < presses + 1 && life.child.exitCode === null) await sleep(1)
      await sleep(random.between(0, presses === 0 ? 150 : 40))
      if (life.child.exitCode !== null) return [`I9: the program ended by itself: ${life.said.join(' ')}`]
      life.child.kill('SIGKILL')
      await life.ended
    }
    return []
  }, deeds)
}

/** I2, I3, I6: every deed of the ledger is one operation that is called done, and every order shows the ledger. */
function compared(dataDir: string, sandbox: Sandbox, sum: Deeds, shopItems: readonly ShopItem[]): readonly string[] {
  const journal = new JournalView(shopFile(dataDir))
  try {
    const broken = tradesDiffering(journal.payments(), sandbox.ledger.trades()).map((what) => `I3: ${what}`)
    const operations = journal.operations()
    sum.done += operations.filter(({ state }) => state === 'applied').length
    sum.confirmed += operations.filter(({ confirmed }) => confirmed === 1).length
    for (const { trade } of shopItems) {
      const ours = operations.filter((one) => one.gatewayOrderNo === trade.orderId)
      const done = ours.filter(({ state }) => state === 'applied').length
      const adopted = ours.filter(({ state }) => state === 'adopted').length
      const deeds = sandbox.ledger.mutations(trade.orderId).length
      if (deeds < done || deeds > done + adopted) {
        broken.push(
          `I2: ${trade.orderId} has ${String(done)} operations done and ${String(deeds)} changes in the ledger`,
        )
      }
    }
    return broken
  } finally {
    journal.close()
  }
}

async function runAll({ scale, workers, seed }: RunOptions): Promise<Tally> {
  const total = scale === 'full' ? 1_000 : 20
  const broken: string[] = []
  const sum: Deeds = { done: 0, confirmed: 0 }
  let passed = 0
  let next = 0
  const work = async (): Promise<void> => {
    while (next < total) {
      const mine = seed + next
      next += 1
      const found = await killedRun(mine, sum)
      if (found.length === 0) passed += 1
      broken.push(...found.map((what) => `run ${String(mine)}: ${what}`))
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  if (sum.done < total || sum.confirmed === 0) broken.push(`I9: the runs did too little: ${JSON.stringify(sum)}`)
  process.stdout.write(
    `  ${String(sum.done)} operations done, ${String(sum.confirmed)} of them confirmed after a death\n`,
  )
  return { passed, total, broken }
}

export const sigkills: Family = {
  letter: 'C',
  title: 'random SIGKILL, restarted until quiet',
  invariants: ['I2', 'I3', 'I7'],
  run: runAll,
}
