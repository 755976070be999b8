import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Family, RunOptions, Tally } from './family.ts'

/** Violations printed of one family; the rest is counted. */
const MOST_SHOWN = 20

/**
 * Runs the families and prints a line for each, then the invariants that were checked and how many violations there
 * were. True when there was none. With `report` the numbers of families go to that file as JSON.
 */
export async function runFamilies(
  families: readonly Family[],
  options: RunOptions,
  report: string | undefined,
): Promise<boolean> {
  let passed = 0
  let violations = 0
  for (const family of families) {
    const startedAt = performance.now()
    const tally = await attempt(family, options)
    print(family, tally, (performance.now() - startedAt) / 1000)
    violations += tally.broken.length
    if (isWhole(tally)) passed += 1
  }
  const failed = families.length - passed
  const checked = [...new Set(families.flatMap(({ invariants }) => invariants))].sort(byNumber)
  say(`invariants checked: ${checked.join(' ')}`)
  say(`violations: ${String(violations)}`)
  if (report !== undefined) {
    mkdirSync(dirname(report), { recursive: true })
    writeFileSync(report, JSON.stringify({ passed, failed }))
  }
  return failed === 0
}

function isWhole({ passed, total, broken }: Tally): boolean {
  return passed === total && total > 0 && broken.length === 0
}

/** A family that breaks off has failed; the others still run. */
async function attempt(family: Family, options: RunOptions): Promise<Tally> {
  try {
    return await family.run(options)
  } catch (error) {
    return {
      passed: 0,
      total: 1,
      broken: [`the family broke off: ${error instanceof Error ? (error.stack ?? '') : ''}`],
    }
  }
}

function print(family: Family, { passed, total, broken, figures = [] }: Tally, seconds: number): void {
  const numbers = `${passed.toLocaleString('en')}/${total.toLocaleString('en')}`
  say(`${family.letter} ${family.title} ${numbers} (${seconds.toFixed(1)} s)`)
  for (const figure of figures) say(`  ${figure}`)
  for (const what of broken.slice(0, MOST_SHOWN)) say(`  VIOLATION ${what}`)
  if (broken.length > MOST_SHOWN) say(`  … and ${String(broken.length - MOST_SHOWN)} more`)
  for (const reason of family.left?.() ?? []) say(`  not run: ${reason}`)
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(1)) - Number(b.slice(1))
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
