import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import vue from '@vitejs/plugin-vue'
import vuetify from 'vite-plugin-vuetify'
import { themeCssPlugin } from '../../scripts/theme-css.ts'
import type { BenchOptions, Metric } from './metric.ts'

interface ManifestChunk {
  readonly file: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
}

/** Builds the page with nothing on it; answers the folder of its files. */
export async function builtEmptyWindow(root: string): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'juchu-empty-'))
  // This file itself was loaded by a development server; without this the page would be built for development too.
  process.env['NODE_ENV'] = 'production'
  await build({
    configFile: false,
    logLevel: 'error',
    root: join(root, 'test/bench/empty-window'),
    plugins: [vue(), vuetify({ autoImport: true }), themeCssPlugin()],
    build: { outDir, emptyOutDir: true, manifest: 'manifest.json', modulePreload: { polyfill: false } },
  })
  return outDir
}

/** Gzipped bytes of all scripts that the entry loads before it runs. */
function firstLoad(folder: string): number {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Record<string, ManifestChunk>
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry === true)
  if (entry === undefined) throw new Error(`no entry in ${folder}`)
  const seen = new Set([entry])
  for (const key of seen) for (const next of manifest[key]?.imports ?? []) seen.add(next)
  const files = [...seen].flatMap((key) => manifest[key]?.file ?? [])
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
}

async function firstChunk({ root }: BenchOptions) {
  const ours = firstLoad(join(root, 'dist/window'))
  const base = firstLoad(await builtEmptyWindow(root))
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`
  return { value: ours / base, detail: `${kilobytes(ours)} gz / empty Vue and Vuetify page ${kilobytes(base)} gz` }
}

export const chunkMetrics: readonly Metric[] = [
  { id: 'P3', title: 'first load of scripts', target: 1.5, wanted: 'atMost', measure: firstChunk },
]
