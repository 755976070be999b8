import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { killPoints } from './families/a-kill-points.ts'
import { everyCommit } from './families/b-every-commit.ts'
import { sigkills } from './families/c-sigkill.ts'
import { mutationFaults } from './families/d-network-faults.ts'
import { inquiryFaults, triples } from './families/e-f-inquiry-faults.ts'
import { histories, playBatch } from './families/g-histories.ts'
import { fullDisk, lockedFile } from './families/h-i-disk.ts'
import { corruption } from './families/j-corruption.ts'
import { clocks } from './families/k-clock.ts'
import { holds } from './families/n-holds.ts'
import { oldBackups } from './families/o-restore.ts'
import { twice } from './families/l-twice.ts'
import { consoleChanges } from './families/m-console.ts'
import { badLine } from './families/r-ratios.ts'
import type { Family, RunOptions } from './family.ts'
import { live, type Life } from './live-desk.ts'
import { runFamilies } from './run-families.ts'

const families: readonly Family[] = [
  killPoints,
  everyCommit,
  sigkills,
  mutationFaults,
  inquiryFaults,
  triples,
  histories,
  fullDisk,
  lockedFile,
  corruption,
  clocks,
  twice,
  consoleChanges,
  holds,
  oldBackups,
  badLine,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    seeds: { type: 'string' },
    seed: { type: 'string', default: '1' },
    sample: { type: 'boolean', default: false },
    report: { type: 'string' },
    live: { type: 'string' },
    play: { type: 'boolean', default: false },
  },
})

if (values.play) {
  const [from, count] = positionals.map(Number)
  await playBatch(from ?? 1, count ?? 1)
  process.exit(0)
}

if (values.live !== undefined) await live(JSON.parse(values.live) as Life)

const options: RunOptions = {
  scale: values.sample ? 'sample' : 'full',
  histories: Number(values.seeds ?? (values.sample ? 10_000 : 200_000)),
  seed: Number(values.seed),
  workers: Math.max(2, availableParallelism()),
}
const letters = values.only?.toUpperCase().split(',')
const chosen = families.filter(({ letter }) => letters?.includes(letter) ?? true)
const isGood = await runFamilies(chosen, options, values.report)
process.exit(isGood ? 0 : 1)
