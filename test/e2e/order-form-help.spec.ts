import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { importOrders, range, search } from '../support/window.ts'
import { shoot } from '../support/shoot.ts'

let dataDir: string
let desk: LaunchedDesk

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
})

test.afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('顧客検索: a buyer of an earlier order by keyboard, another with the mouse, and back', async () => {
  const { page } = desk
  await page.getByRole('link', { name: '受注登録' }).click()
  const customer = page.getByRole('combobox', { name: '顧客検索' })
  await customer.fill('テスト')
  const found = page.getByRole('listbox', { name: '見つかったお客様' })
  await expect(found.getByRole('option').first()).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'customer-search')
  await customer.press('ArrowDown')
  await customer.press('ArrowUp')
  await customer.press('Enter')
  await expect(page.getByLabel('注文者 姓')).not.toHaveValue('')
  await expect(page.getByText(/様（最終注文 .*）を入力しました。/)).toBeVisible()
  const first = await page.getByLabel('注文者 住所1').inputValue()
  await customer.fill('@')
  await found.getByRole('option').nth(3).click()
  await expect(page.getByText(/様（最終注文/)).toBeVisible()
  await page.getByRole('button', { name: '元の入力に戻す' }).click()
  await expect(page.getByLabel('注文者 住所1')).toHaveValue(first)
  await customer.fill('だれでもない人')
  await expect(page.getByText('当てはまるお客様は見つかりません。')).toBeVisible()
})

test('住所入力: the place of a postal code, without network', async () => {
  const { page } = desk
  await page.getByLabel('注文者 郵便番号').fill('９８０－０８１１')
  await page.getByRole('button', { name: '注文者 住所入力' }).click()
  await expect(page.getByLabel('注文者 都道府県')).toHaveValue('宮城県')
  await expect(page.getByLabel('注文者 住所1')).toHaveValue('仙台市青葉区一番町')
  await page.getByLabel('お届け先は注文者と同じ').uncheck()
  await page.getByLabel('お届け先 郵便番号').fill('000-0000')
  await page.getByLabel('お届け先 郵便番号').press('Enter')
  await expect(page.getByText('〒000-0000 の住所が見つかりません。')).toBeVisible()
  await expectAccessible(page)
  await shoot(page, 'postal')
})

test('複数のお届け先: goods are split over two places, refused until they sum up, and kept', async () => {
  const { page } = desk
  await page.getByLabel('注文者 姓').fill('分割')
  await page.getByRole('button', { name: '空の行を追加' }).click()
  await page.getByLabel('1行目 商品名').fill('湯呑')
  await page.getByLabel('1行目 単価', { exact: true }).fill('1000')
  await page.getByLabel('1行目 数量', { exact: true }).fill('3')
  await page.getByRole('button', { name: 'お届け先を新規追加' }).click()
  await page.getByLabel('お届け先2 姓').fill('届け先')
  const table = page.getByRole('region', { name: 'お届け先ごとの数量の表' })
  await table.getByLabel('1行目 お届け先2 数量').fill('2')
  await page.getByRole('combobox', { name: 'お支払方法' }).selectOption('代金引換')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByText('お届け先ごとの数量の合計（2）が受注の数量（3）と違います。')).toBeVisible()
  await expectAccessible(page)
  await table.scrollIntoViewIfNeeded()
  await shoot(page, 'split-refused')
  await page.getByRole('button', { name: '残りをお届け先1へ' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: /受注編集 注文 T-/ })).toBeVisible()
  await expect(page.getByLabel('1行目 お届け先1 数量')).toHaveValue('1')
  await page.getByLabel('1行目 お届け先1 数量').fill('0')
  await page.getByLabel('1行目 お届け先2 数量').fill('3')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  const history = page.getByRole('region', { name: '履歴' })
  await expect(history).toContainText('お届け先2 商品: 湯呑 × 2 → 湯呑 × 3')
  await expectAccessible(page)
  await page.getByRole('region', { name: 'お届け先ごとの数量の表' }).scrollIntoViewIfNeeded()
  await shoot(page, 'split-edit')
})

test('an order whose file told no goods: what the first ones do is said, and the cart’s sums come back', async () => {
  const { page } = desk
  await importOrders(page)
  await search(page, () => range(page, '注文番号', ['55', '55']))
  await page.getByRole('link', { name: /編集/ }).first().click()
  const sums = page.getByRole('table', { name: '受注商品の合計' })
  const total = sums
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: 'お支払い合計', exact: true }) })
  const cart = await total.getByRole('cell').innerText()
  await page.getByRole('button', { name: '空の行を追加' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('商品からの計算に変わります')
  await expect(dialog.getByRole('row', { name: /^お支払い合計/ })).toContainText(cart)
  await expectAccessible(page)
  await shoot(page, 'first-goods')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page.getByLabel('1行目 商品名')).toHaveCount(0)
  await page.getByRole('button', { name: '空の行を追加' }).click()
  await dialog.getByRole('button', { name: '商品を入れる' }).click()
  await page.getByLabel('1行目 商品名').fill('湯呑')
  await page.getByLabel('1行目 単価', { exact: true }).fill('1234')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('status').filter({ hasText: '受注を登録しました。' })).toBeVisible()
  await expect(total.getByRole('cell')).not.toHaveText(cart)
  await expectAccessible(page)
  await shoot(page, 'counted-goods')
  await page.getByRole('button', { name: 'カートの合計に戻す' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('region', { name: '履歴' })).toContainText(`→ ${cart}`)
  await expect(total.getByRole('cell')).toHaveText(cart)
})
