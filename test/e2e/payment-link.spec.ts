import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { declinedCard, goodCard, openBuyer, payWith, visitAsBuyer } from '../support/buyer.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'
import { expectCount, importOrders, range, search } from '../support/window.ts'

/** 佐々木 ゆう子's card order of the file: 5,515 yen, and nobody has paid. */
const orderNo = '54'

let dataDir: string
let desk: LaunchedDesk
/** The buyer's browser; null when there is none. */
let buyer: Browser | null = null

test.beforeAll(async () => {
  buyer = await openBuyer()
})

test.afterAll(async () => {
  await buyer?.close()
})

test.beforeEach(async () => {
  test.skip(buyer === null, 'no browser: install Chromium or set JUCHU_BROWSER')
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
  await importOrders(desk.page)
  await search(desk.page, () => range(desk.page, '注文番号', [orderNo, orderNo]))
  await expectCount(desk.page, 1)
  await desk.page.getByRole('link', { name: /編集/ }).click()
  await expect(desk.page.getByRole('heading', { name: /受注編集/ })).toContainText(orderNo)
})

test.afterEach(async () => {
  if (buyer === null) return
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test('a telephone order: issue the link, hand it on, the buyer pays, the order is 仮売上', async () => {
  const { page } = desk
  const panel = page.getByRole('region', { name: '決済リンク' })
  await panel.getByRole('button', { name: '決済リンクを発行' }).click()
  await expect(panel).toContainText('お客様の入力待ち')
  await expect(panel).toContainText('5,515円')
  const url = await panel.getByLabel('決済リンクのURL').inputValue()

  // The clipboard is the system's: what was copied comes back by the paste key alone.
  await panel.getByRole('button', { name: 'リンクをコピー' }).click()
  await expect(panel).toContainText('コピーしました')
  await paste(page, url)

  await panel.getByRole('button', { name: 'メールの下書き' }).click()
  const mail = panel.getByLabel('本文')
  await expect(mail).toHaveValue(/佐々木 ゆう子 様[^]*5,515円[^]*\/link\//)
  await panel.getByRole('button', { name: 'メールソフトで開く' }).click()
  await expect(panel).toContainText('メールソフトを開きました')
  await panel.getByRole('button', { name: '練習用の支払い画面を開く' }).click()
  await expect(panel).toContainText('支払い画面をブラウザーで開きました')

  const paid = await visitAsBuyer(buyer!, url)
  await expect(paid.getByText('5,515円')).toBeVisible()
  await payWith(paid, goodCard)
  await expect(paid.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
  await panel.getByRole('button', { name: '状態を確認' }).click()
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible()
  await expect(panel).toContainText('仮売上になりました')
  await expect(page.getByRole('region', { name: '履歴' })).toContainText('決済リンクで支払われました')
  const { trades } = await rehearsalGateway(dataDir).ledger()
  expect(trades.filter((trade) => trade.orderId === '54-1')).toMatchObject([{ status: 'AUTH', amountYen: 5515 }])
  expect(readFileSync(join(dataDir, 'logs', 'desk.log'), 'utf8')).not.toContain(new URL(url).pathname)
})

test('NG: the order stays 未決済, and the same link takes another card', async () => {
  const { page } = desk
  const panel = page.getByRole('region', { name: '決済リンク' })
  await panel.getByRole('button', { name: '決済リンクを発行' }).click()
  const url = await panel.getByLabel('決済リンクのURL').inputValue()
  const declined = await visitAsBuyer(buyer!, url)
  await payWith(declined, declinedCard)
  await expect(declined.getByRole('alert')).toContainText('残高が足りない')
  await panel.getByRole('button', { name: '状態を確認' }).click()
  await expect(panel).toContainText('カードの承認はまだ得られていません（未決済）')
  await expect(panel).toContainText('お客様の入力待ち')
  await expect(page.getByText('（現在状況:未連携）')).toBeVisible()

  await payWith(declined, goodCard)
  await expect(declined.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
  // Nobody presses a button now: the screen asks by itself while the link is fresh.
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible({ timeout: 40_000 })
})

/** Pastes into the memo with the keyboard and takes it out again. */
async function paste(page: Page, expected: string): Promise<void> {
  const memo = page.getByLabel('▼メモ')
  const before = await memo.inputValue()
  await memo.selectText()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(memo).toHaveValue(expected)
  await memo.fill(before)
}
