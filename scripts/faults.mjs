import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

/**
 * `npm run test:faults [-- --only G,D --seeds N --seed S --sample]`: the fault matrix of settlement (test/faults). The
 * programs are TypeScript, so they are put together first; everything after that is test/faults/cli.ts.
 */
const root = fileURLToPath(new URL('../', import.meta.url))
const cache = `${root}node_modules/.cache`
mkdirSync(cache, { recursive: true })
// A folder of its own: two runs at once must not take each other's program away.
const outDir = mkdtempSync(`${cache}/faults-`)
process.on('exit', () => {
  rmSync(outDir, { recursive: true, force: true })
})

/** Database drivers knex knows but nothing here loads. */
const unusedDrivers =
  /^(?:better-sqlite3|mariadb|mysql2?|oracledb|pg|pg-native|pg-query-stream|sqlite3|tedious)(?:\/|$)/

// Bundled with its packages, like the program itself: hundreds of children start here, and loading knex file by file is
// most of what a start takes.
await build({
  root,
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  environments: { ssr: { resolve: { noExternal: true, external: ['@photostructure/sqlite'] } } },
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: { cli: `${root}test/faults/cli.ts` },
      external: [/^node:/, /^@photostructure\/sqlite$/, unusedDrivers],
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
})
const child = spawn(process.execPath, [`${outDir}/cli.js`, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
