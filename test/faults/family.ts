/** One case of the fault matrix; answers what it broke, each entry beginning with the invariant (I1–I13). */
export interface FaultCase {
  readonly name: string
  readonly run: () => Promise<readonly string[]>
}

/** How much is run: everything, or what every ordinary test run can afford. */
export type Scale = 'full' | 'sample'

/** What the command line may say about a run. */
export interface RunOptions {
  readonly scale: Scale
  /** Histories of family G. */
  readonly histories: number
  /** First seed of family G, from which the others count up. */
  readonly seed: number
  /** Child processes at once. */
  readonly workers: number
}

/** How a family ended. */
export interface Tally {
  readonly passed: number
  readonly total: number
  /** What was broken, each with the case it happened in. */
  readonly broken: readonly string[]
  /** What was measured on the way, for people. */
  readonly figures?: readonly string[]
}

/** One line of the table in settlement.md §6. */
export interface Family {
  readonly letter: string
  readonly title: string
  readonly invariants: readonly string[]
  readonly run: (options: RunOptions) => Promise<Tally>
  /** What cannot be run here, and why. */
  readonly left?: () => readonly string[]
}

/** Runs `cases` one after the other in this process. */
export async function runCases(cases: readonly FaultCase[]): Promise<Tally> {
  const broken: string[] = []
  let passed = 0
  for (const { name, run } of cases) {
    const found = await run()
    if (found.length === 0) passed += 1
    broken.push(...found.map((what) => `${name}: ${what}`))
  }
  return { passed, total: cases.length, broken }
}

/** Every `step`-th of `cases`, beginning with the first. */
export function everyNth<T>(cases: readonly T[], step: number): readonly T[] {
  return cases.filter((_, index) => index % step === 0)
}
