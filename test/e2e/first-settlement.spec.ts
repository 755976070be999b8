import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test, type Page } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'
import { expectCount, importOrders, range, search } from '../support/window.ts'

/** 佐々木 ゆう子's card order of the file: 5,515 yen, 取り寄せ中. */
const orderNo = '54'
const amountYen = 5515

let dataDir: string
let desk: LaunchedDesk

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  // The sample's orders are tied to their trades in the background; three of them are meant to stay unlinked.
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
})

test.afterEach(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test('the guide, page 5, with the mouse: import, search, open, 実売上, then 入金済み', async () => {
  const { page } = desk
  await rehearsalGateway(dataDir).authorise(orderNo, amountYen)
  await importOrders(page)
  await openOrder(page)
  await page.getByRole('button', { name: 'GMOに照会する' }).first().click()
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible()

  await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption('sales')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('注文 54 佐々木 ゆう子 様の 5,515円 を 実売上 にします。お客様に請求されます。')
  await expect(dialog.getByRole('button', { name: 'やめる' })).toBeFocused()
  await untick(dialog.getByRole('checkbox'))
  await dialog.getByRole('button', { name: '実売上にする' }).click()
  await expect(dialog).toContainText('成功')
  await dialog.getByRole('button', { name: '閉じる' }).click()
  await expect(page.getByText('（現在状況:実売上）')).toBeVisible()

  // Second step of the guide: reopen the order and set 対応状況.
  await backToList(page)
  await expect(rowOf(page)).toContainText('実売上')
  await rowOf(page).getByRole('link', { name: /編集/ }).click()
  await page.getByRole('combobox', { name: /^対応状況/ }).selectOption({ label: '入金済み' })
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('status').filter({ hasText: '登録しました' })).toBeVisible()
  await backToList(page)
  await expect(rowOf(page)).toContainText('入金済み')
  await expectSoldOnce()
})

test('the core is killed between the gateway’s answer and the local commit: 実売上 once, by inquiry', async () => {
  const { page } = desk
  const gateway = rehearsalGateway(dataDir)
  await gateway.authorise(orderNo, amountYen)
  await importOrders(page)
  await openOrder(page)
  await page.getByRole('button', { name: 'GMOに照会する' }).first().click()
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible()

  // The answer is held back for a moment, so that the test can take the data file before the core can write to it.
  await gateway.fault({ endpoint: 'AlterTran.idPass', kind: 'delay', ms: 3000, when: 'after' })
  await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption('sales')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await page.getByRole('dialog').getByRole('checkbox').check()
  await page.getByRole('dialog').getByRole('button', { name: '実売上にする' }).click()
  await expect.poll(async () => (await sold()).length).toBe(1)
  const lock = new DatabaseSync(join(dataDir, 'shop.sqlite'), { timeout: 2000 })
  lock.exec('BEGIN IMMEDIATE')
  // The exchange is in the log as soon as the answer was read; the commit that follows it waits for the lock.
  await expect.poll(() => readFileSync(join(dataDir, 'logs', 'desk.log'), 'utf8')).toMatch(/"AlterTran".*"applied"/)
  expect(operationStates(lock)).toEqual(['intended'])
  const ended = new Promise((resolve) => desk.app.process().once('exit', resolve))
  desk.app.process().kill('SIGKILL')
  await ended
  lock.exec('ROLLBACK')
  lock.close()

  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await searchFor(desk.page)
  await expect(rowOf(desk.page)).toContainText('実売上')
  await expect(rowOf(desk.page)).toContainText('入金済み')
  await rowOf(desk.page).getByRole('link', { name: /編集/ }).click()
  await expect(desk.page.getByText('（現在状況:実売上）')).toBeVisible()
  await expect(desk.page.getByText('処理済みであることを確認しました').first()).toBeVisible()
  await expectSoldOnce()
})

async function searchFor(page: Page): Promise<void> {
  await search(page, () => range(page, '注文番号', [orderNo, orderNo]))
  await expectCount(page, 1)
}

async function openOrder(page: Page): Promise<void> {
  await searchFor(page)
  await rowOf(page).getByRole('link', { name: /編集/ }).click()
  await expect(page.getByRole('heading', { name: /受注編集/ })).toContainText(orderNo)
}

function rowOf(page: Page) {
  return page.getByRole('row').filter({ hasText: '佐々木 ゆう子' })
}

async function backToList(page: Page): Promise<void> {
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await expectCount(page, 1)
}

async function untick(box: ReturnType<Page['getByRole']>): Promise<void> {
  if (await box.isChecked()) await box.uncheck()
}

async function sold() {
  const { mutations } = await rehearsalGateway(dataDir).ledger()
  return mutations.filter((mutation) => mutation.orderId === orderNo && mutation.jobCd === 'SALES')
}

async function expectSoldOnce(): Promise<void> {
  expect(await sold()).toHaveLength(1)
  const { trades } = await rehearsalGateway(dataDir).ledger()
  expect(trades.find((trade) => trade.orderId === orderNo)).toMatchObject({ status: 'SALES', amountYen })
}

/** What the journal says, read beside the program. */
function operationStates(file: InstanceType<typeof DatabaseSync>): readonly string[] {
  return file
    .prepare('SELECT state FROM settlement_operations')
    .all()
    .map((row) => String(Reflect.get(Object(row), 'state')))
}
