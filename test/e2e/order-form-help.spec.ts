import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
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
