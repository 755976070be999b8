// The part of the walk through the window that goes through 商品管理 and 顧客管理.
import { fileURLToPath } from 'node:url'
import { button, closeDialogs, dialog, stop, visit } from './tour-steps.mjs'

const memberFile = fileURLToPath(new URL('../test/fixtures/csv/ec2_customer.cp932.csv', import.meta.url))

/** Stops of the walk, in this order. */
export const goodsStops = [
  stop('products', 'products', async (page) => {
    await visit(page, '商品マスター')
    await page.locator('tbody tr').first().waitFor()
  }),
  stop(
    'product-dialog',
    'products',
    async (page) => {
      await page.getByLabel('商品コード・商品名・規格で探す').fill('どら焼き')
      await page.getByText('1件', { exact: true }).waitFor()
      await page.locator('tbody tr').first().click()
      await dialog(page).getByLabel('在庫数').fill('40')
    },
    'ProductDialog',
  ),
  stop(
    'stock-ledger',
    'products',
    async (page) => {
      await closeDialogs(page)
      await page
        .getByRole('button', { name: /の在庫の履歴$/ })
        .first()
        .click()
      await dialog(page).getByRole('row').nth(1).waitFor()
    },
    'LedgerDialog',
  ),
  stop('member-points', 'member-points', async (page) => {
    await visit(page, '会員ポイント')
    await page.locator('tbody tr').first().waitFor()
  }),
  stop(
    'point-dialog',
    'member-points',
    async (page) => {
      await page.locator('tbody tr').first().click()
      await button(dialog(page), '残高を訂正する').click()
      await page.getByLabel('訂正後の残高').fill('120')
    },
    'PointDialog',
  ),
  stop('member-import-choose', 'member-import', (page) => visit(page, '会員取込')),
  stop('member-import', 'member-import', async (page) => {
    await page.locator('input[type=file]').setInputFiles(memberFile)
    await button(page, 'この内容で取り込む').waitFor()
  }),
]
