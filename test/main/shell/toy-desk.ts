import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type InlineConfig } from 'vite'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** Builds one entry of the shell as the program's own build does. */
async function buildEntry(entry: string, outDir: string, output: Record<string, unknown>): Promise<void> {
  const config: InlineConfig = {
    configFile: false,
    root: repository,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { input: join(repository, 'src-main/shell', entry), external: [/^electron$/, /^node:/], output },
    },
  }
  await build(config)
}

/**
 * Writes a program into `folder` whose shell is the real one, built from its sources, and whose core and window are
 * toys: what the shell does shows without the rest of the program.
 */
export async function writeToyDesk(folder: string): Promise<void> {
  await buildEntry('main.ts', join(folder, 'dist/main'), { format: 'es', entryFileNames: 'main.js' })
  await buildEntry('preload.ts', join(folder, 'dist/preload'), { format: 'cjs', entryFileNames: 'preload.cjs' })
  cpSync(join(repository, 'package.json'), join(folder, 'package.json'))
  const toyCore = fileURLToPath(new URL('./toy-core-thread.mjs', import.meta.url))
  cpSync(toyCore, join(folder, 'dist/main/core-thread.js'))
  mkdirSync(join(folder, 'dist/window/assets'), { recursive: true })
  const files = {
    'index.html':
      '<!doctype html><html lang="ja"><head><title>toy</title></head><body><main>toy</main>' +
      '<script>document.title = "inline"</script><script type="module" src="/assets/page.js"></script></body></html>',
    'assets/page.js': 'document.querySelector("main").textContent = "ready"\n',
    'manifest.json': JSON.stringify({ 'index.html': { file: 'assets/page.js' } }),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'dist/window', name), text)
}
