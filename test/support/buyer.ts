import { chromium, type Browser, type Page } from '@playwright/test'
import { findBrowser } from '../../scripts/find-browser.mjs'

export const goodCard = ['4111', '1111', '1111', '1111'] as const
export const declinedCard = ['4999', '0000', '0000', '0002'] as const

/** The buyer's own browser, beside the program's; null (and said loudly) when none is installed. */
export async function openBuyer(): Promise<Browser | null> {
  const found = await findBrowser()
  if (found === null) {
    process.stderr.write('*** NO BROWSER: paying by a link is NOT tested. Install Chromium or set JUCHU_BROWSER. ***\n')
    return null
  }
  const root = process.getuid?.() === 0
  return chromium.launch({ executablePath: found.path, args: root ? ['--no-sandbox'] : [] })
}

/** The payment page in a fresh context of the buyer's. */
export async function visitAsBuyer(buyer: Browser, url: string): Promise<Page> {
  const context = await buyer.newContext({ locale: 'ja-JP' })
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** Fills the gateway's card form and sends it. */
export async function payWith(page: Page, card: readonly string[]): Promise<void> {
  for (const [index, group] of card.entries()) {
    await page.getByLabel(`カード番号 ${String(index + 1)}つ目の4桁`).fill(group)
  }
  await page.getByLabel('有効期限 月').selectOption('12')
  await page.getByLabel('有効期限 年').selectOption('29')
  await page.getByLabel('名', { exact: true }).fill('TARO')
  await page.getByLabel('姓', { exact: true }).fill('YAMADA')
  await page.getByLabel('セキュリティコード').fill('123')
  await page.getByRole('button', { name: 'この内容で支払う' }).click()
}
