// npm run screens: today's screens as pictures in docs/screens, from a fresh sample shop.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'
import { findBrowser } from './find-browser.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const target = join(root, 'docs', 'screens')
const orderFile = join(root, 'test', 'fixtures', 'csv', 'ec2_order.cp932.csv')
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
]

/** Opens a screen by its name in the menu; what was typed before is left behind. */
async function visit(page, name) {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await page.waitForTimeout(300)
  const leave = page.getByRole('button', { name: /変更を(破棄|捨てて)/ })
  if (await leave.isVisible()) await leave.click()
}

/** What to show, in this order: the picture's name and the way there. */
const screens = [
  // The sample is complete when only the three orders are unlinked that are meant to be.
  ['home', (page) => page.getByText('未連携 3', { exact: true }).waitFor()],
  ['status', (page) => visit(page, 'ステータス管理')],
  ['help', (page) => visit(page, 'ヘルプ（FAQ）')],
  ['orders', (page) => visit(page, '受注管理')],
  [
    'payment-link',
    async (page) => {
      await page.locator('tbody tr', { hasText: '未連携' }).first().click()
      const panel = page.getByRole('region', { name: '決済リンク' })
      const link = panel.getByLabel('決済リンクのURL')
      const issue = panel.getByRole('button', { name: '決済リンクを発行' })
      await link.or(issue).waitFor()
      if (await issue.isVisible()) await issue.click()
      await link.waitFor()
      await panel.scrollIntoViewIfNeeded()
    },
  ],
  [
    'orders-found',
    async (page) => {
      await visit(page, '受注管理')
      await page.getByRole('button', { name: /^カード決済状況:/ }).click()
      await page.getByRole('checkbox', { name: '仮売上', exact: true }).check()
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'この条件で検索する' }).click()
      await page.getByRole('button', { name: '検索条件を開く' }).waitFor()
    },
  ],
  [
    'order-edit',
    async (page) => {
      await page.locator('tbody tr').nth(1).click()
      await page.getByRole('heading', { name: /受注編集/ }).waitFor()
    },
  ],
  [
    'money-dialog',
    async (page) => {
      await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption('sales')
      await page.getByRole('button', { name: 'この内容で登録する' }).click()
      await page.getByRole('dialog').waitFor()
    },
  ],
  [
    'import-choose',
    async (page) => {
      await page.getByRole('button', { name: 'やめる', exact: true }).click()
      await page.getByRole('combobox', { name: 'カード決済状況変更' }).selectOption({ label: '変更しない' })
      await visit(page, '受注取込')
    },
  ],
  [
    'import',
    async (page) => {
      await page.locator('input[type=file]').setInputFiles(orderFile)
      await page.getByRole('button', { name: 'この内容で取り込む' }).waitFor()
    },
  ],
  [
    'reconcile',
    async (page) => {
      await visit(page, '照合')
      await page.getByRole('button', { name: '今すぐ照会する' }).click()
      await page.getByRole('row').nth(1).waitFor()
      await page.getByRole('button', { name: '今すぐ照会する' }).waitFor()
    },
  ],
  [
    'order-new',
    async (page) => {
      await visit(page, '受注登録')
      await page.getByRole('button', { name: '空の行を追加' }).click()
      await page.getByLabel('1行目 商品名').fill('商品A')
      await page.getByLabel('1行目 単価', { exact: true }).fill('5250')
      await page.getByLabel('送料').fill('525')
    },
  ],
  [
    'cards',
    async (page) => {
      await visit(page, 'カード決済情報')
      await page
        .getByRole('checkbox', { name: /を選択$/ })
        .first()
        .check()
    },
  ],
  [
    'bulk-preview',
    async (page) => {
      await page.getByRole('combobox', { name: '変更後のカード決済状況' }).selectOption({ label: '実売上' })
      await page.getByRole('button', { name: '決済状況変更' }).click()
      await page.getByRole('heading', { name: '一括処理の確認' }).waitFor()
    },
  ],
  [
    'bulk-report',
    async (page) => {
      await page.getByRole('button', { name: /件の処理を始める/ }).click()
      await page.getByRole('heading', { name: /終了/ }).waitFor()
    },
  ],
  ['deadlines', (page) => visit(page, '期限レーダー')],
  ['mail-templates', (page) => visit(page, 'メールテンプレート')],
  ['mail-settings', (page) => visit(page, 'メール')],
  ['shop', (page) => visit(page, 'ショップ')],
  ['gateway', (page) => visit(page, '決済（GMO）')],
  ['data', (page) => visit(page, 'データ')],
]

async function photograph(browser, url, viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto(url)
  for (const [name, go] of screens) {
    await go(page)
    await page.waitForTimeout(500)
    await page.screenshot({ path: join(target, `${name}-${colorScheme}-${viewport.width}.png`) })
  }
  await context.close()
}

const found = await findBrowser()
if (found === null) throw new Error('no browser: install Chromium or set JUCHU_BROWSER')
const dataDir = mkdtempSync(join(tmpdir(), 'juchu-screens-'))
mkdirSync(target, { recursive: true })
const preview = spawn(process.execPath, ['scripts/preview.mjs', '--port', '0', '--data', dataDir, '--no-open'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const line = await new Promise((resolve) => createInterface({ input: preview.stdout }).once('line', resolve))
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
const browser = await chromium.launch({ executablePath: found.path, args })
for (const viewport of sizes) {
  for (const colorScheme of ['light', 'dark']) await photograph(browser, JSON.parse(line).url, viewport, colorScheme)
}
await browser.close()
preview.kill('SIGTERM')
rmSync(dataDir, { recursive: true, force: true })
