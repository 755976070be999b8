import { spawnSync } from 'node:child_process'
import { giveLife, realRun, type Deeds } from './families/c-sigkill.ts'

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
