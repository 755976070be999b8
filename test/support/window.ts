import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'

/** The reference file of EC-CUBE 2 with twenty orders, 41 to 60. */
export const orderFile = fileURLToPath(new URL('../fixtures/csv/ec2_order.cp932.csv', import.meta.url))

/** 受注取込, with the mouse. */
export async function importOrders(page: Page): Promise<void> {
  await page.getByRole('link', { name: '受注取込' }).click()
  await page.locator('input[type=file]').setInputFiles(orderFile)
  await expect(page.getByText('EC-CUBE 2').first()).toBeVisible()
  await page.getByRole('button', { name: 'この内容で取り込む' }).click()
  await expect(page.getByText('新規 20件')).toBeVisible()
  await page.getByRole('link', { name: '受注管理で見る' }).click()
}

/** Opens the folded form, throws away what is in it, and fills it anew. */
export async function search(page: Page, fill: (page: Page) => Promise<unknown>): Promise<void> {
  const folded = page.getByRole('button', { name: '検索条件を開く' })
  if (await folded.isVisible()) await folded.click()
  await page.getByRole('button', { name: '条件をクリア' }).click()
  await fill(page)
  await page.getByRole('button', { name: 'この条件で検索する' }).click()
}

/** Fills both ends of a range by its label, one after the other: there is one keyboard. */
export async function range(page: Page, label: string, ends: readonly [string, string], parts = ['始まり', '終わり']) {
  for (const [index, text] of ends.entries()) {
    await page.getByLabel(`${label} ${parts[index] ?? ''}`, { exact: true }).fill(text)
  }
}

/** Exactly this many orders were found. */
export async function expectCount(page: Page, count: number): Promise<void> {
  await expect(page.getByText(`検索結果一覧 ${String(count)}件`)).toBeVisible()
}
