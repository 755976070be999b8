import type { BenchOptions, Metric } from './metric.ts'
import { bulkMetrics } from './bulk.ts'
import { chunkMetrics } from './chunks.ts'
import { csvMetrics } from './csv.ts'
import { exportMetrics } from './export.ts'
import { journalMetrics } from './journal.ts'
import { searchMetrics } from './search.ts'
import { closeShops } from './shop.ts'
import { startMetrics } from './start.ts'
import { windowMetrics } from './window.ts'

const metrics: readonly Metric[] = [
  ...startMetrics,
  ...chunkMetrics,
  ...searchMetrics,
  ...csvMetrics,
  ...exportMetrics,
  ...journalMetrics,
  ...bulkMetrics,
  ...windowMetrics,
]

/** Measures every metric that was asked for and prints a line for each as soon as it is known. */
export async function runBench(options: BenchOptions): Promise<void> {
  const results: object[] = []
  for (const metric of [...metrics].sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)))) {
    if (options.only !== null && !options.only.includes(metric.id)) continue
    const { value, detail } = await metric.measure(options)
    const reached = metric.wanted === 'atMost' ? value <= metric.target : value >= metric.target
    const sign = metric.wanted === 'atMost' ? '≤' : '≥'
    results.push({ id: metric.id, title: metric.title, value, target: metric.target, ok: reached, detail })
    if (options.json) continue
    const verdict = reached ? 'ok' : 'short'
    console.log(
      `${metric.id} ${value.toFixed(2)} ${sign}${String(metric.target)} ${verdict}  ${metric.title}: ${detail}`,
    )
  }
  await closeShops()
  if (options.json) console.log(JSON.stringify(results, null, 2))
}
