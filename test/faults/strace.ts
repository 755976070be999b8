import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { giveLife, realRun, type Deeds } from './families/c-sigkill.ts'
import type { ShopItem } from './shop-items.ts'

/** Why `strace` cannot be used here, or null when it can. */
export function straceMissing(): string | null {
  const tried = spawnSync('strace', ['-f', '-qq', '-e', 'trace=fsync', 'true'], { stdio: 'ignore' })
  if (tried.error !== undefined) return 'strace is not installed'
  return tried.status === 0 ? null : 'strace may not trace here'
}

const PRESSES = 24

/** The real program, with what `strace` does to its `k`-th fsync: SIGKILL, or an error in its place. */
export function struckAtFsync(k: number, how: 'signal=KILL' | 'error=EIO', deeds: Deeds): Promise<readonly string[]> {
  const tracer = ['strace', '-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync']
  const inject = ['-e', `inject=fsync,fdatasync:${how}:when=${String(k)}`]
  return realRun(async (home) => {
    const life = giveLife({ ...home, seed: k, calm: false, presses: PRESSES }, [...tracer, ...inject])
    await life.ended
    const { exitCode, signalCode } = life.child
    const wasStruck = exitCode !== 0 || signalCode !== null
    if (how === 'signal=KILL') return wasStruck ? [] : [`I9: fsync ${String(k)} was never reached`]
    // A start that the disk refuses ends with a refusal; after it the program takes what comes.
    return exitCode === 0 || life.said.length === 0
      ? []
      : [`I9: the program broke: ${String(exitCode)} ${life.said.join(' ')}`]
  }, deeds)
}

const isFsync = ['-e', 'trace=fsync,fdatasync']

/** A bulk run over `shopItems` by the real program, to its end. Answers how many fsyncs its whole life took. */
export async function fsyncsOfRun(shopItems: readonly ShopItem[]): Promise<number> {
  const run = shopItems.map(({ order }) => order.orderNo)
  const log = join(mkdtempSync(join(tmpdir(), 'juchu-faults-b-')), 'fsyncs')
  const broken = await realRun(
    async (home) => {
      await giveLife({ ...home, seed: 1, calm: false, run }, ['strace', '-f', '-qq', '-o', log, ...isFsync]).ended
      return []
    },
    { done: 0, confirmed: 0 },
    shopItems,
    { run },
  )
  if (broken.length > 0) throw new Error(`a run without faults is broken: ${broken.join(' ')}`)
  const calls = readFileSync(log, 'utf8').match(/\b(fsync|fdatasync)\(/g)?.length ?? 0
  rmSync(dirname(log), { recursive: true })
  return calls
}

/** The same, killed by the system in its `k`-th fsync; the next life goes on with the run, then every order was sold once. */
export function runKilledAtFsync(k: number, shopItems: readonly ShopItem[]): Promise<readonly string[]> {
  const run = shopItems.map(({ order }) => order.orderNo)
  const inject = ['-e', `inject=fsync,fdatasync:signal=KILL:when=${String(k)}`]
  const sums: Deeds = { done: 0, confirmed: 0 }
  return realRun(
    async (home) => {
      const life = giveLife({ ...home, seed: k, calm: false, run }, [
        ...['strace', '-f', '-qq', '-o', '/dev/null', ...isFsync, ...inject],
      ])
      await life.ended
      const wasStruck = life.child.exitCode !== 0
      return wasStruck ? [] : [`I9: fsync ${String(k)} was never reached`]
    },
    sums,
    shopItems,
    { run },
  ).then((broken) =>
    broken.length > 0 || sums.done === shopItems.length
      ? broken
      : [`I2: ${String(sums.done)} of ${String(run.length)} done`],
  )
}
