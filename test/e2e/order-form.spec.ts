import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount, search } from '../support/window.ts'

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

test('a telephone order with the mouse: the guide’s order of page 9 comes to 5,775 yen and 52 points', async () => {
  const { page } = desk
  await page.getByRole('link', { name: '受注登録' }).click()
  await page.getByLabel('注文者 姓').fill('電話')
  await page.getByLabel('注文者 名').fill('一郎')
  await page.getByLabel('注文者 セイ').fill('でんわ')
  await page.getByLabel('注文者 都道府県').selectOption('大分県')
  await page.getByLabel('注文者 住所1').fill('大分市金池町')
  await page.getByRole('button', { name: '空の行を追加' }).click()
  await page.getByLabel('1行目 商品名').fill('商品A')
  await page.getByLabel('1行目 単価', { exact: true }).fill('5250')
  await page.getByLabel('送料').fill('525')
  await expect(sum(page, 'お支払い合計')).toHaveText('5,775円')
  await expect(sum(page, '加算ポイント')).toHaveText('52 pt')
  await page.getByRole('combobox', { name: 'お支払方法' }).selectOption('クレジットカード決済')
  await page.getByRole('button', { name: 'この内容で登録する' }).dblclick()

  await expect(page.getByRole('heading', { name: '受注編集 注文 T-000001' })).toBeVisible()
  await expect(sum(page, 'お支払い合計')).toHaveText('5,775円')
  await expect(page.getByText('デンワ').first()).toBeVisible()
  await expect(page.getByText('受注を登録しました').first()).toBeVisible()
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await search(page, () => page.getByLabel('顧客名', { exact: true }).fill('電話'))
  await expectCount(page, 1)
})

test('the guide, page 9: goods and charges change, [計算結果の確認], and the history shows the fields', async () => {
  const { page } = desk
  await page.getByRole('row').filter({ hasText: '電話 一郎' }).getByRole('link', { name: /編集/ }).click()
  await page.getByLabel('1行目 数量').fill('2')
  await page.getByRole('combobox', { name: '商品の追加' }).fill('どら焼き')
  await page
    .getByRole('option', { name: /どら焼き/ })
    .first()
    .click()
  await page.getByLabel('2行目 数量').fill('１')
  await page.getByLabel('値引').fill('99999')
  await expect(page.getByText('合計がマイナス')).toBeVisible()
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByText('直すところが1件あります')).toBeVisible()
  await page.getByLabel('値引').fill('300')
  await page.getByRole('button', { name: '計算結果の確認' }).click()
  await expect(page.getByText(/^計算結果: お支払い合計 12,453円、加算ポイント 121 pt/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^8%対象/ })).toContainText('円（内消費税')
  await page.getByRole('button', { name: '注文者を変更' }).click()
  await page.getByLabel('注文者 TEL').fill('０９７－０００－００００')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('status').filter({ hasText: '受注を登録しました。' })).toBeVisible()
  const history = page.getByRole('region', { name: '履歴' })
  await expect(history).toContainText('TEL: （空欄） → 097-000-0000')
  await expect(history).toContainText('お支払い合計: 5,775円 → 12,453円')
  await expect(history).toContainText('値引き: 0円 → 300円')
  await expect(history).toContainText('× 1 → ')

  // Back to the guide's own sum.
  await page.getByRole('button', { name: /^2行目 .*を削除$/ }).click()
  await page.getByLabel('1行目 数量').fill('1')
  await page.getByLabel('値引').fill('0')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(history).toContainText('お支払い合計: 12,453円 → 5,775円')
  await expect(sum(page, '加算ポイント')).toHaveText('52 pt')
})

test('a telephone order with the keyboard alone, and what was typed is guarded', async () => {
  const { page } = desk
  await page.getByRole('heading', { level: 1 }).click()
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { name: '受注登録' })).toBeVisible()
  await tabTo(page, '注文者 姓')
  await page.keyboard.type('鍵盤')
  await tabTo(page, '商品の追加')
  await page.keyboard.type('どら焼き')
  await expect(page.getByRole('option', { name: /どら焼き/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await tabTo(page, '送料')
  await page.keyboard.type('525')
  await tabTo(page, 'お支払方法')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Alt+Home')
  await expect(page.getByRole('dialog')).toContainText('登録していない変更があります')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { name: '受注編集 注文 T-000002' })).toBeVisible()
  await expect(sum(page, 'お支払い合計')).toHaveText('2,253円')
  await page.keyboard.press('Alt+Home')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('受注管理')
})

test('the form and the order have no fault that the accessibility rules find', async () => {
  const { page } = desk
  await page.keyboard.press('n')
  await page.getByRole('button', { name: '空の行を追加' }).click()
  await page.getByRole('button', { name: 'お届け先を新規追加' }).click()
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expectAccessible(page, 'wcag')
  await page.getByRole('link', { name: 'ショップ' }).click()
  await page.getByRole('button', { name: /変更を捨てて/ }).click()
  await expect(page.getByRole('heading', { name: '金額の計算' })).toBeVisible()
  await expectAccessible(page, 'wcag')
})

/** The value beside a sum's name. */
function sum(page: Page, name: string) {
  return page
    .getByRole('table', { name: '受注商品の合計' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) })
    .getByRole('cell')
}

/** Presses Tab until the control with this name has the focus, as someone without a mouse does. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null
      return element?.getAttribute('aria-label') ?? label?.trim() ?? ''
    })
    if (focused === name) return
  }
  throw new Error(`Tab never reaches ${name}`)
}
