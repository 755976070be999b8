import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'

/** Pictures of the screen as it stands, in both sizes and schemes, in the folder `JUCHU_SHOTS`; none without one. */
export async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['JUCHU_SHOTS']
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  const before = page.viewportSize()
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
  ] as const) {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.screenshot({
        animations: 'disabled',
        path: join(folder, `${name}-${colorScheme}-${String(width)}.png`),
      })
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  if (before !== null) await page.setViewportSize(before)
}
