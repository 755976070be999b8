import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'

let dataDir: string
let desk: LaunchedDesk

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
})

test.afterAll(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test('stock and points are seen before each step, from 受注登録 to 削除 and back, and each moves once', async () => {
  const { page } = desk
  const { stock, points } = await enterOrder(page)

  // 受注編集: one more of the goods, fewer points.
  await page.getByLabel('1行目 数量').fill('3')
  await page.getByLabel('使用ポイント').fill('5')
  await expectMove(page, '在庫 T-305', '−1', stock - 2, stock - 3)
  await expectMove(page, 'ポイント 会員 2', '+5', points - 10, points - 5)
  await save(page)
  await expect(effects(page)).toContainText('この登録で、在庫とポイントは動きません。')
  await expect(row(page, '現在ポイント')).toContainText(`${String(points - 5)} pt`)

  // More than there is: said at once, and refused in the cart's words.
  await page.getByLabel('1行目 数量').fill('900')
  await expect(effects(page).getByRole('alert')).toContainText(
    `藍染付の湯呑 の在庫が不足しています。設定できる数量は「${String(stock)}」までです。`,
  )
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByText(/在庫が不足しています/).first()).toBeVisible()
  await page.getByLabel('1行目 数量').fill('3')

  // キャンセル: the choice is there, gives back as preset, and can be declined.
  await page.getByRole('combobox', { name: '対応状況', exact: true }).selectOption('cancelled')
  const giveBack = effects(page).getByRole('checkbox', { name: '在庫を戻す' })
  await expect(giveBack).toBeChecked()
  await expectMove(page, '在庫 T-305', '+3', stock - 3, stock)
  await giveBack.uncheck()
  await expect(effects(page).getByRole('row', { name: /在庫 T-305/ })).toHaveCount(0)
  await giveBack.check()
  await expectMove(page, '在庫 T-305', '+3', stock - 3, stock)
  await expectMove(page, 'ポイント 会員 2', '+5', points - 5, points)
  await expectAccessible(page)
  await save(page)

  // Back from キャンセル: taken again.
  await page.getByRole('combobox', { name: '対応状況', exact: true }).selectOption('inProgress')
  await expectMove(page, '在庫 T-305', '−3', stock, stock - 3)
  await save(page)
  const history = page.getByRole('region', { name: '履歴' })
  await expect(history).toContainText(`在庫 T-305 藍染付の湯呑 −3: ${String(stock)} → ${String(stock - 3)}`)
  await expect(history).toContainText(`会員 2 のポイント: ${String(points)} → ${String(points - 5)}`)

  // 削除 and 元に戻す.
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await page.getByRole('button', { name: 'この条件で検索する' }).click()
  await page
    .getByRole('row')
    .filter({ hasText: 'T-000001' })
    .getByRole('button', { name: /を削除$/ })
    .click()
  const dialog = page.getByRole('dialog', { name: '受注の削除' })
  await expect(dialog.getByRole('checkbox', { name: '在庫を戻す' })).toBeChecked()
  await expect(dialog).toContainText(`在庫 T-305 藍染付の湯呑 ${String(stock - 3)} → ${String(stock)}（+3）`)
  await expect(dialog).toContainText(`ポイント ${String(points - 5)} → ${String(points)}（+5）`)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '削除する' }).click()
  await page.getByRole('button', { name: /^元に戻す/ }).click()
  await page.getByRole('row').filter({ hasText: 'T-000001' }).getByRole('link', { name: 'T-000001' }).click()
  await expect(row(page, '現在ポイント')).toContainText(`${String(points - 5)} pt`)
  await page.getByLabel('1行目 数量').fill('4')
  await expectMove(page, '在庫 T-305', '−1', stock - 3, stock - 4)
  await page.getByLabel('1行目 数量').fill('3')
})

test('ステータス管理 says what moves, gives back as ticked, and takes it back with 元に戻す', async () => {
  const { page } = desk
  await page.getByRole('link', { name: 'ステータス管理' }).click()
  await page.getByRole('button', { name: /^対応中/ }).click()
  await page.getByRole('row').filter({ hasText: 'T-000001' }).getByRole('checkbox').check()
  await page.getByRole('combobox', { name: '移動先の対応状況' }).selectOption('cancelled')
  await page.getByRole('button', { name: '移動', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('checkbox', { name: '在庫を戻す（発送前の受注）（1件、3点）' })).toBeChecked()
  await expect(dialog).toContainText('会員のポイントを動かします: 1件、増やす 5pt')
  await expect(dialog).toContainText('在庫に戻します: 3点')
  await expectAccessible(page)
  await dialog.getByRole('button', { name: '1件を移動する' }).click()
  await expect(page.getByRole('heading', { name: 'キャンセルへの移動の結果' })).toBeFocused()
  await page.getByRole('button', { name: /^元に戻す（/ }).click()
  await expect(page.getByText('元に戻した 1件')).toBeVisible()
})

/** A telephone order of two 藍染付の湯呑 by member 2 with 10 points; answers what was there before. */
async function enterOrder(page: Page): Promise<{ readonly stock: number; readonly points: number }> {
  await page.getByRole('link', { name: '受注登録' }).click()
  await page.getByLabel('注文者 姓').fill('電話')
  await page.getByLabel('注文者 名').fill('一郎')
  await page.getByLabel('会員ID').fill('2')
  await page.getByRole('combobox', { name: '商品の追加' }).fill('T-305')
  await page.getByRole('option', { name: /藍染付の湯呑/ }).click()
  await page.getByLabel('1行目 数量').fill('2')
  await page.getByLabel('使用ポイント').fill('10')
  await page.getByRole('combobox', { name: 'お支払方法' }).selectOption('銀行振込')
  const goods = await numbersOf(page, '在庫 T-305')
  const balance = await numbersOf(page, 'ポイント 会員 2')
  expect(goods.after).toBe(goods.now - 2)
  expect(balance.after).toBe(balance.now - 10)
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('heading', { name: '受注編集 注文 T-000001' })).toBeVisible()
  return { stock: goods.now, points: balance.now }
}

const effects = (page: Page) => page.getByRole('region', { name: '在庫・ポイントの動き' })
const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })

async function numbersOf(page: Page, name: string): Promise<{ readonly now: number; readonly after: number }> {
  const cells = row(page, name).getByRole('cell')
  await expect(cells).toHaveCount(2)
  const [now = NaN, after = NaN] = ((await cells.nth(1).textContent()) ?? '').split('→').map(Number)
  return { now, after }
}

async function expectMove(page: Page, name: string, change: string, now: number, after: number): Promise<void> {
  await expect(row(page, name).getByRole('cell')).toHaveText([change, `${String(now)} → ${String(after)}`])
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByText('受注を登録しました。')).toBeVisible()
}
