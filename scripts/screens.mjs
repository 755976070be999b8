// npm run screens [-- FOLDER]: today's screens as pictures in docs/screens or another folder, from a fresh sample shop.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { findBrowser } from './find-browser.mjs'
import { tour } from './tour.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = process.argv[2] ?? join(root, 'docs', 'screens')
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]

async function photograph(browser, url, viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  for (const { name, go } of tour) {
    await go(page)
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(target, `${name}-${colorScheme}-${viewport.width}.png`) })
  }
  await context.close()
}

const found = await findBrowser()
if (found === null) throw new Error('no browser: install Chromium or set JUCHU_BROWSER')
const dataDir = mkdtempSync(join(tmpdir(), 'juchu-screens-'))
mkdirSync(target, { recursive: true })
const preview = spawn(process.execPath, ['scripts/preview.mjs', '--port', '0', '--data', dataDir, '--no-open'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const line = await new Promise((resolve) => createInterface({ input: preview.stdout }).once('line', resolve))
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath: found.path, args })
try {
  for (const viewport of sizes) {
    for (const colorScheme of ['light', 'dark']) await photograph(browser, JSON.parse(line).url, viewport, colorScheme)
  }
} finally {
  await browser.close()
  preview.kill('SIGTERM')
  rmSync(dataDir, { recursive: true, force: true })
}
