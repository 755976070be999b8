import { closeSync, mkdtempSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount } from '../support/window.ts'

let dataDir: string
let desk: LaunchedDesk | null

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
})

test.afterEach(async () => {
  await desk?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('a damaged data file: says so in words, goes back to a copy, loses nothing of the damaged file', async () => {
  await start(async (page) => {
    await expectCount(page, 300)
    await page.getByRole('link', { name: 'データ' }).click()
    await page.getByRole('button', { name: '今すぐバックアップ' }).click()
    await expect(page.getByRole('row').filter({ hasText: '手動' })).toContainText('検査済み')
  })
  overwrite(join(dataDir, 'shop.sqlite'), 0, Buffer.alloc(4096, 0x5a))

  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  const { page } = desk
  await expect(page.getByRole('heading', { name: '受注デスクを開けませんでした' })).toBeVisible()
  await expect(page.getByText('startup.damaged-file').first()).toBeVisible()
  await expect(page.getByText(dataDir)).toBeVisible()
  await page.getByRole('button', { name: 'この控えに戻す' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page, 'all', `damaged file, ${colorScheme}`)
  }
  await page.getByRole('dialog').getByRole('button', { name: 'この控えに戻す' }).click()
  await expectCount(page, 300)
  expect(readdirSync(join(dataDir, 'aside')).length).toBeGreaterThan(0)
})

test('a data file of a newer program is left alone, and the screen says what to do', async () => {
  await start((page) => expectCount(page, 300))
  const file = new DatabaseSync(join(dataDir, 'shop.sqlite'))
  file.exec("INSERT INTO migrations (id, name) VALUES (900, 'from the future')")
  file.close()

  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await expect(desk.page.getByRole('heading', { name: '受注デスクを開けませんでした' })).toBeVisible()
  await expect(desk.page.getByText('startup.newer-file').first()).toBeVisible()
  await desk.close()
  desk = null

  const after = new DatabaseSync(join(dataDir, 'shop.sqlite'))
  expect(after.prepare('SELECT count(*) AS n FROM orders').get()).toEqual({ n: 300 })
  after.close()
})

/** Works in the desk that was started before the test, and ends it. */
async function start(work: (page: Page) => Promise<void>): Promise<void> {
  if (desk === null) throw new Error('no desk')
  await work(desk.page)
  await desk.close()
  desk = null
}

function overwrite(file: string, offset: number, bytes: Buffer): void {
  const handle = openSync(file, 'r+')
  writeSync(handle, bytes, 0, bytes.length, offset)
  closeSync(handle)
}
