import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount, importOrders, range, search } from '../support/window.ts'

/** Fields of the guide's page 4, each with the count that reading the file by eye gives. */
const fields: readonly (readonly [string, number, (page: Page) => Promise<unknown>])[] = [
  ['対応状況', 3, (page) => pick(page, '対応状況', ['新規受付'])],
  ['対応状況, two of them', 5, (page) => pick(page, '対応状況', ['新規受付', '入金待ち'])],
  ['顧客名', 2, (page) => page.getByLabel('顧客名', { exact: true }).fill('佐々木 ゆう子')],
  ['顧客名 in other letters', 2, (page) => page.getByLabel('顧客名', { exact: true }).fill('高崎一郎')],
  ['顧客名(カナ)', 2, (page) => page.getByLabel('顧客名(カナ)').fill('たかさき')],
  ['メールアドレス', 1, (page) => page.getByLabel('メールアドレス').fill('USER13@')],
  ['TEL', 7, (page) => page.getByLabel('TEL').fill('0985-')],
  ['生年月日', 5, (page) => range(page, '生年月日', ['1960/01/01', '1965/12/31'])],
  ['性別', 9, (page) => page.getByLabel('女性').check()],
  ['備考欄コメント', 3, (page) => page.getByLabel('備考欄コメント').fill('のし')],
  ['備考欄にメッセージ', 15, (page) => page.getByLabel('備考欄にメッセージが含まれているデータ').check()],
  ['支払方法', 5, (page) => page.getByLabel('代金引換').check()],
  ['受注日', 5, (page) => range(page, '受注日', ['2013/06/06', '2013/06/08'])],
  ['入金日', 0, (page) => range(page, '入金日', ['2013/01/01', '2013/12/31'])],
  ['発送日', 2, (page) => range(page, '発送日', ['20130601', '20130630'])],
  ['更新日', 4, (page) => range(page, '更新日', ['2013/06/15', '2013/06/19'])],
  ['購入金額', 6, (page) => range(page, '購入金額', ['1000', '６０００'], ['下限', '上限'])],
  ['a percent sign', 0, (page) => page.getByLabel('メールアドレス').fill('%')],
]

let dataDir: string
let desk: LaunchedDesk

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  await importOrders(desk.page)
})

test.afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

for (const [name, count, fill] of fields) {
  test(`受注管理 finds by ${name}`, async () => {
    await search(desk.page, async (page) => {
      await range(page, '注文番号', ['41', '60'])
      await fill(page)
    })
    await expectCount(desk.page, count)
  })
}

test('受注管理 combines its fields', async () => {
  await search(desk.page, async (page) => {
    await range(page, '注文番号', ['41', '60'])
    await page.getByLabel('女性').check()
    await page.getByLabel('クレジットカード決済').check()
    await page.getByLabel('購入金額 下限').fill('5,000')
  })
  await expectCount(desk.page, 4)
})

test('カード決済状況 shows only what it names, and the count holds over all pages', async () => {
  const { page } = desk
  await search(page, async () => {
    await page.getByLabel('検索結果表示件数').selectOption('100')
    await pick(page, 'カード決済状況', ['仮売上'])
  })
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  const rows = await page.locator('tbody tr').allTextContents()
  expect(rows.length).toBeGreaterThan(30)
  for (const row of rows) expect(row).toContain('仮売上')
  await expectCount(page, rows.length)
})

test('paging and sorting show every order once, in order', async () => {
  const { page } = desk
  await search(page, async () => {
    await page.getByLabel('検索結果表示件数').selectOption('10')
    await page.getByLabel('表示順').selectOption({ label: '購入金額の高い順' })
    await range(page, '注文番号', ['41', '60'])
  })
  await expectCount(page, 20)
  const amounts: number[] = []
  for (const last of [false, true]) {
    await expect(page.locator('tbody tr')).toHaveCount(10)
    const texts = await page.locator('tbody td.number').allTextContents()
    amounts.push(...texts.map((text) => Number(text.replace(/\D/g, ''))))
    if (last) continue
    await page.getByRole('button', { name: '次へ' }).first().click()
    await expect(page.getByText('2 / 2 ページ').first()).toBeVisible()
  }
  expect(amounts).toHaveLength(20)
  expect(amounts).toEqual([...amounts].sort((a, b) => b - a))
})

test('conditions, page and order come back from 受注編集', async () => {
  const { page } = desk
  await search(page, (at) => at.getByLabel('顧客名', { exact: true }).fill('佐々木ゆう子'))
  await expectCount(page, 2)
  await page.locator('tbody tr').first().click()
  await expect(page.getByRole('heading', { name: /受注編集/ })).toBeVisible()
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await expectCount(page, 2)
  await expect(page.getByText('佐々木ゆう子').first()).toBeVisible()
})

/** Ticks words in a list of several choices. */
async function pick(page: Page, label: string, words: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label}:`) }).click()
  for (const word of words) await page.getByRole('checkbox', { name: word, exact: true }).check()
  await page.keyboard.press('Escape')
}
