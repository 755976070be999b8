import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runnerImport } from 'vite'
import { buildIfNeeded } from './preview/build.mjs'

/**
 * `npm run bench [-- --orders N] [-- --only P4,P5] [-- --json]`: what a shop owner would notice of speed, as ratios that
 * are measured alternately in one run. One line per metric: `ID value target ok|short`. It never fails for being slow.
 */
const root = fileURLToPath(new URL('../', import.meta.url))
const { values } = parseArgs({
  options: { orders: { type: 'string' }, only: { type: 'string' }, json: { type: 'boolean', default: false } },
})
const orders = Number(values.orders ?? 100_000)
if (!Number.isInteger(orders) || orders < 1_000) throw new Error('--orders takes a whole number from 1000')
await buildIfNeeded(root)
const { module } = await runnerImport(`${root}test/bench/run.ts`, { configFile: false, root, logLevel: 'error' })
await module.runBench({ root, orders, only: values.only?.split(',') ?? null, json: values.json })
