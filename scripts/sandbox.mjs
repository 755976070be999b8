import { fileURLToPath } from 'node:url'
import { buildIfNeeded } from './preview/build.mjs'

/**
 * `npm run sandbox -- --port N [--now ISO] [--latency MIN-MAX]`: the sandbox gateway alone, built first if needed. It
 * prints one JSON line with its address and runs until SIGTERM; the arguments are read by the built file itself.
 */
await buildIfNeeded(fileURLToPath(new URL('../', import.meta.url)))
await import(new URL('../dist/main/sandbox.js', import.meta.url).href)
