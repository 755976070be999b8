import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'vite'
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

/** Modules that look for files beside themselves still find them. */
const ownPlace = {
  name: 'own-place',
  transform: (code, id) =>
    code.includes('import.meta.url') && !id.includes('node_modules')
      ? { code: code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href)), map: null }
      : null,
}

// Bundled like the program itself: run module by module, every call between two modules would cost extra.
const outDir = join(root, 'node_modules/.cache/juchu-bench', String(process.pid))
await build({
  configFile: false,
  root,
  logLevel: 'error',
  publicDir: false,
  plugins: [ownPlace],
  build: {
    ssr: join(root, 'test/bench/run.ts'),
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'bench.mjs' } },
  },
})
try {
  const { runBench } = await import(pathToFileURL(join(outDir, 'bench.mjs')).href)
  await runBench({ root, orders, only: values.only?.split(',') ?? null, json: values.json })
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
