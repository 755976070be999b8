/** What the whole run was asked for. */
export interface BenchOptions {
  /** The repository, with a slash at its end. */
  readonly root: string
  /** Orders of the large shop. */
  readonly orders: number
  /** Metrics to measure; null = all. */
  readonly only: readonly string[] | null
  readonly json: boolean
}

/** One ratio of the performance page, named by its number there. */
export interface Metric {
  readonly id: string
  readonly title: string
  readonly target: number
  /** Whether the value has to stay below its target or reach it. */
  readonly wanted: 'atMost' | 'atLeast'
  measure(options: BenchOptions): Promise<Measured>
}

/** A ratio and the figures behind it, for people. */
export interface Measured {
  readonly value: number
  readonly detail: string
}

/** The value in the middle; `part` 0.95 gives the 95th percentile. */
export function quantile(values: readonly number[], part = 0.5): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Medians of two works measured in turn, after one round that does not count; `between` comes before each round. */
export async function alternately(
  rounds: number,
  a: () => unknown,
  b: () => unknown,
  between: () => unknown = () => undefined,
): Promise<{ readonly a: number; readonly b: number }> {
  const times: { readonly a: number[]; readonly b: number[] } = { a: [], b: [] }
  for (let round = 0; round <= rounds; round += 1) {
    await between()
    const [first, second] = [await timed(a), await timed(b)]
    if (round === 0) continue
    times.a.push(first)
    times.b.push(second)
  }
  return { a: quantile(times.a), b: quantile(times.b) }
}

/** `12.3 ms`. */
export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`
}
