import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { rehearsalGateway, type RehearsalGateway } from '../support/rehearsal-gateway.ts'
import { shoot } from '../support/shoot.ts'
import { expectCount, importOrders, range, search } from '../support/window.ts'

/** 佐々木 ゆう子's card order of the file: 5,515 yen. */
const orderNo = '54'
const amountYen = 5515

let dataDir: string
let desk: LaunchedDesk

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
})

test.afterEach(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

/** Imports the file and lets the desk find the trade that a buyer has made for the order. */
async function linked(page: Page): Promise<RehearsalGateway> {
  const gateway = rehearsalGateway(dataDir)
  await gateway.authorise(orderNo, amountYen)
  await importOrders(page)
  await search(page, () => range(page, '注文番号', [orderNo, orderNo]))
  await expectCount(page, 1)
  // The file's orders are older than a year, so that nothing has looked for their trades yet.
  await page.getByRole('row').filter({ hasText: '佐々木 ゆう子' }).getByRole('link', { name: /編集/ }).click()
  await page.getByRole('button', { name: 'GMOに照会する' }).first().click()
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible()
  return gateway
}

/** The dialog on the screen in both schemes, with the focus where nothing happens. */
async function lookAtDialog(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('dialog').getByRole('button', { name: 'やめる' })).toBeFocused()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page, 'all', `${name}, ${colorScheme}`)
  }
  await shoot(page, name)
}

test('a trade changed in the gateway’s console comes up under 照合 and is taken over', async () => {
  const { page } = desk
  const gateway = await linked(page)
  await gateway.console(orderNo, 'VOID')

  await page.getByRole('link', { name: '照合', exact: true }).click()
  await expect(page.getByText('まだ照会していません', { exact: true })).toBeVisible()
  const sweepNow = page.getByRole('button', { name: '今すぐ照会する' })
  await sweepNow.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('最後まで照会しました')).toBeVisible({ timeout: 60_000 })
  const line = page.getByRole('row').filter({ hasText: '佐々木 ゆう子' })
  await expect(line).toContainText('GMOでは取消です（当店は仮売上）。')
  await expect(line).toContainText('5,515円')

  await line.getByRole('button', { name: /GMOの状態に合わせる/ }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog')
  await lookAtDialog(page, 'GMOの状態に合わせる')
  await dialog.getByRole('button', { name: '合わせる' }).click()
  await expect(page.getByText(`注文 ${orderNo} をGMOの状態に合わせました。`)).toBeVisible()
  await expect(line).toHaveCount(0)
  await page.getByRole('link', { name: '受注管理', exact: true }).click()
  await expect(page.getByRole('row').filter({ hasText: '佐々木 ゆう子' })).toContainText('取消')
  const { mutations } = await gateway.ledger()
  const jobs = mutations.filter((mutation) => mutation.orderId === orderNo).map(({ jobCd }) => jobCd)
  expect(jobs.filter((job) => job === 'VOID')).toHaveLength(1)
  expect(jobs.at(-1)).toBe('VOID')
})

test('a trade the gateway does not know any more: asked about again, and not given up within a minute', async () => {
  const { page } = desk
  const gateway = await linked(page)
  await gateway.fault({
    kind: 'errinfo',
    endpoint: 'SearchTrade.idPass',
    code: 'E01110002',
    orderId: orderNo,
    times: 9,
  })
  await page.getByRole('link', { name: '照合', exact: true }).click()
  await page.getByRole('button', { name: '今すぐ照会する' }).click()
  await expect(page.getByText('最後まで照会しました')).toBeVisible({ timeout: 60_000 })
  const line = page.getByRole('row').filter({ hasText: '佐々木 ゆう子' })
  await expect(line).toContainText('GMOに取引がありません。')
  await shoot(page, '照合-取引なし')
  await line.getByRole('button', { name: /連携を外す/ }).click()
  await lookAtDialog(page, '取引がないものとして連携を外す')
  await page.getByRole('button', { name: '取引がないものとして連携を外す' }).click()
  await expect(page.getByRole('alert')).toContainText('1分以上あけて、もう一度')
  await expect(line).toHaveCount(1)
})
