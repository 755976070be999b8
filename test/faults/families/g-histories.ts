import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { playHistory } from '../history.ts'
import type { Family, RunOptions, Tally } from '../family.ts'

/**
 * Histories a child plays before a fresh one takes its place: nothing a history leaves behind can add up. Fewer would
 * cost more, since a program is twice as fast once it is warm.
 */
const AT_ONCE = 2_500

/** Short-lived objects are most of what a history makes, and the other processor has a child of its own. */
const nodeOptions = ['--max-semi-space-size=64', '--single-threaded-gc']

/** What a child says of one seed that broke something. */
interface Finding {
  readonly seed: number
  readonly broken: readonly string[]
}

export const histories: Family = {
  letter: 'G',
  title: 'invented histories',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9', 'I11'],
  run: async (options) => {
    const findings = await playAll(options)
    const broken = findings.flatMap(({ seed, broken: found }) =>
      found.map((what) => `seed ${String(seed)} (again with --only G --seed ${String(seed)} --seeds 1): ${what}`),
    )
    return { passed: options.histories - findings.length, total: options.histories, broken } satisfies Tally
  },
}

async function playAll({ histories: count, seed, workers }: RunOptions): Promise<readonly Finding[]> {
  const batches: { readonly from: number; readonly count: number }[] = []
  for (let done = 0; done < count; done += AT_ONCE) {
    batches.push({ from: seed + done, count: Math.min(AT_ONCE, count - done) })
  }
  const findings: Finding[] = []
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      findings.push(...(await playApart(batch.from, batch.count)))
    }
  }
  await Promise.all(Array.from({ length: workers }, work))
  return findings.sort((a, b) => a.seed - b.seed)
}

/** Plays a batch in a process of its own. One that dies is a finding at its first seed. */
async function playApart(from: number, count: number): Promise<readonly Finding[]> {
  const cli = fileURLToPath(import.meta.url)
  const child = spawn(process.execPath, [...nodeOptions, cli, '--play', String(from), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const findings: Finding[] = []
  for await (const line of createInterface({ input: child.stdout })) findings.push(JSON.parse(line) as Finding)
  const code = child.exitCode ?? (await new Promise<number | null>((resolve) => child.once('exit', resolve)))
  if (code !== 0) findings.push({ seed: from, broken: [`I9: the process of this batch ended with ${String(code)}`] })
  return findings
}

/** The child's part: one line for each seed that broke something. */
export async function playBatch(from: number, count: number): Promise<void> {
  for (let seed = from; seed < from + count; seed += 1) {
    const broken = await playHistory(seed)
    if (broken.length > 0) process.stdout.write(`${JSON.stringify({ seed, broken } satisfies Finding)}\n`)
  }
}
