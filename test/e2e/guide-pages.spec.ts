import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
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
  await rehearsalGateway(dataDir).authorise(orderNo, amountYen)
  await importOrders(desk.page)
  await search(desk.page, () => range(desk.page, '注文番号', [orderNo, orderNo]))
  await expectCount(desk.page, 1)
  await rowOf(desk.page).getByRole('link', { name: /編集/ }).click()
  await desk.page.getByRole('button', { name: 'GMOに照会する' }).first().click()
  await expectStatus(desk.page, '仮売上')
})

test.afterEach(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test('page 6: 仮売上 → 実売上 → 取消 on its day, then 対応状況 キャンセル as a second step', async () => {
  const { page } = desk
  await settle(page, '実売上')
  await expectStatus(page, '実売上')
  await expectLedger(['SALES'], 'SALES')

  // The right one of the three words is marked; the other two say why not.
  const choice = page.getByRole('combobox', { name: 'カード決済状況変更' })
  await expect(choice.locator('option', { hasText: '取消' })).toHaveText('取消（おすすめ）')
  for (const word of ['返品（選べません）', '月跨返品（選べません）'])
    await expect(choice.locator('option').getByText(word, { exact: true })).toBeDisabled()
  await page.getByText('選べないものの理由').click()
  await expect(page.getByText('返品: 注文 54 の決済は、いまの日付では「取消」になります。').first()).toBeVisible()

  await settle(page, '取消')
  await expectStatus(page, '取消')
  await expectLedger(['SALES', 'VOID'], 'VOID')
  await saveStatus(page, 'キャンセル')
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await expect(rowOf(page)).toContainText('キャンセル')
})

test('page 10: キャンセル locks the card status; after another 対応状況 仮売上 again, then 実売上', async () => {
  const { page } = desk
  await settle(page, '取消', { alsoStatus: true })
  await expectStatus(page, '取消')
  await expect(statusSelect(page)).toHaveValue('cancelled')
  await expectLedger(['VOID'], 'VOID')

  // キャンセル stays キャンセル: nothing can be chosen, and the reason is said.
  const choice = page.getByRole('combobox', { name: 'カード決済状況変更' })
  await expect(choice.locator('option').getByText('仮売上（再オーソリ）（選べません）', { exact: true })).toBeDisabled()
  await page.getByText('選べないものの理由').click()
  await expect(page.getByText(/対応状況がキャンセルのままでは、請求する変更ができません。/).first()).toBeVisible()

  await saveStatus(page, '新規受付')
  await settle(page, '仮売上（再オーソリ）', { reason: 'お客様が再度ご希望のため' })
  await expectStatus(page, '仮売上')
  await expectLedger(['VOID', 'AUTH'], 'AUTH')
  await expect(page.getByText(/理由: お客様が再度ご希望のため/).first()).toBeVisible()

  await settle(page, '実売上', { alsoStatus: true })
  await expectStatus(page, '実売上')
  await expect(statusSelect(page)).toHaveValue('paid')
  await expectLedger(['VOID', 'AUTH', 'SALES'], 'SALES')
})

interface Settling {
  /** Ticks (or leaves unticked) that 対応状況 changes in the same step. */
  readonly alsoStatus?: boolean
  readonly reason?: string
}

/** Chooses in ▼カード決済状況変更, registers, and answers the money dialog. */
async function settle(page: Page, word: string, { alsoStatus = false, reason }: Settling = {}): Promise<void> {
  const choice = page.getByRole('combobox', { name: 'カード決済状況変更' })
  const option = choice.locator('option').filter({ hasText: new RegExp(`^\\s*${word}(（おすすめ）)?\\s*$`) })
  await choice.selectOption((await option.getAttribute('value')) ?? '')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  const dialog = page.getByRole('dialog')
  await tick(dialog.getByRole('checkbox'), alsoStatus)
  const go = dialog.getByRole('button', { name: `${word}にする` })
  if (reason !== undefined) {
    await expect(go).toBeDisabled()
    await expect(dialog).toContainText('3Dセキュア（本人認証）を通りません')
    await dialog.getByRole('textbox', { name: /理由/ }).fill(reason)
  }
  await go.click()
  await expect(dialog).toContainText('成功')
  await dialog.getByRole('button', { name: '閉じる' }).click()
}

async function tick(box: Locator, wanted: boolean): Promise<void> {
  if ((await box.count()) > 0) await box.setChecked(wanted)
}

async function saveStatus(page: Page, status: string): Promise<void> {
  await statusSelect(page).selectOption({ label: status })
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('status').filter({ hasText: '登録しました' })).toBeVisible()
}

function statusSelect(page: Page): Locator {
  return page.getByRole('combobox', { name: /^対応状況/ })
}

function rowOf(page: Page): Locator {
  return page.getByRole('row').filter({ hasText: '佐々木 ゆう子' })
}

async function expectStatus(page: Page, word: string): Promise<void> {
  await expect(page.getByText(`（現在状況:${word}）`)).toBeVisible()
}

/** What the sandbox's ledger holds of the order: every applied change, and where it stands. */
async function expectLedger(jobs: readonly string[], status: string): Promise<void> {
  const { mutations, trades } = await rehearsalGateway(dataDir).ledger()
  const done = mutations.filter((mutation) => mutation.orderId === orderNo).map((mutation) => mutation.jobCd)
  // The two calls that made the trade, EntryTran and ExecTran, are the buyer's.
  expect(done).toEqual(['AUTH', 'AUTH', ...jobs])
  expect(trades.find((trade) => trade.orderId === orderNo)).toMatchObject({ status, amountYen })
}
