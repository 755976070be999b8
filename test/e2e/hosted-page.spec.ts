import { chromium, expect, test, type Browser, type Page } from '@playwright/test'
import { expectAccessible } from '../support/accessibility.ts'
import { findBrowser } from '../../scripts/find-browser.mjs'
import { startSandbox, type Sandbox } from '../../src-main/sandbox/server.ts'

const screens = new URL('../../docs/screens/', import.meta.url)
const shop = { shopId: 'tshop00000001', shopPass: 'secret12' }
const startedAt = Date.now()
const goodCard = ['4111', '1111', '1111', '1111']
const declinedCard = ['4999', '0000', '0000', '0002']
const challengedCard = ['4100', '0000', '0000', '5000']

/** Set when there is nothing to look at pages with. */
let browser: Browser | null = null
let sandbox: Sandbox
let orders = 0
const complaints: string[] = []

test.beforeAll(async () => {
  const found = await findBrowser()
  if (found === null) {
    process.stderr.write(
      '*** NO BROWSER: the hosted card page is NOT tested. Install Chromium or set JUCHU_BROWSER. ***\n',
    )
    return
  }
  const root = process.getuid?.() === 0
  browser = await chromium.launch({ executablePath: found.path, args: root ? ['--no-sandbox'] : [] })
})

test.beforeEach(async () => {
  test.skip(browser === null, 'no browser: install Chromium or set JUCHU_BROWSER')
  const noon = Date.parse('2026-11-23T14:10:00+09:00')
  sandbox = await startSandbox({ ledgerPath: ':memory:', ...shop, now: () => noon + (Date.now() - startedAt) })
})

test.afterEach(async () => {
  if (browser === null) return
  await sandbox.close()
  expect(complaints.splice(0)).toEqual([])
})

test.afterAll(async () => {
  await browser?.close()
})

test('the form is the one of the guide', async () => {
  const page = await open(await link())
  for (const name of ['VISA', 'Master', 'JCB', 'AMEX', 'Diners']) {
    await expect(page.getByRole('list').getByText(name, { exact: true })).toBeVisible()
  }
  await expect(page.getByText('一括払い')).toBeVisible()
  await expect(page.getByText('1234-5678-9012-3456')).toBeVisible()
  await expect(page.getByText('半角入力（例: TARO YAMADA）')).toBeVisible()
  await expect(page.getByText('※ご本人名義のカードをご使用ください。')).toBeVisible()
  await expect(page.getByText('5,775円')).toBeVisible()
  expect(await page.locator('script').count()).toBe(0)
  await shoot(page, 'form')
})

test('OK with the mouse: the order becomes 仮売上, and the page says so', async () => {
  const page = await open(await link())
  await fillByMouse(page, goodCard)
  await page.getByRole('button', { name: 'この内容で支払う' }).click()
  await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
  await expect(page.getByText('************1111')).toBeVisible()
  expect(sandbox.ledger.trade(orderId())).toMatchObject({ status: 'AUTH', amountYen: 5250, taxYen: 525 })
  await shoot(page, 'complete')
  await page.goto(page.url().replace(/\/done$/, ''))
  await expect(page.getByRole('heading', { name: 'お支払いは済んでいます' })).toBeVisible()
  await shoot(page, 'used')
})

test('NG, then OK, in a browser that runs no script at all', async () => {
  const page = await open(await link(), false)
  await enter(page, 'mouse', declinedCard)
  await expect(page.getByRole('alert')).toContainText('残高が足りない')
  await enter(page, 'mouse', goodCard)
  await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
})

test('OK with the keyboard alone', async () => {
  const page = await open(await link())
  await typeByKeyboard(page, goodCard)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
  expect(sandbox.ledger.trade(orderId())?.status).toBe('AUTH')
})

for (const way of ['mouse', 'keyboard'] as const) {
  test(`NG with the ${way}: back to the form with the reason, the name kept, the card forgotten`, async () => {
    const page = await open(await link())
    await enter(page, way, declinedCard)
    await expect(page.getByRole('alert')).toContainText('残高が足りない')
    await expect(page.getByLabel('名', { exact: true })).toHaveValue('TARO')
    await expect(page.getByLabel('姓', { exact: true })).toHaveValue('YAMADA')
    await expect(page.getByLabel('カード番号 1つ目の4桁')).toHaveValue('')
    await expect(page.getByLabel('セキュリティコード')).toHaveValue('')
    expect(sandbox.ledger.trade(orderId())?.status).toBe('UNPROCESSED')
    if (way === 'mouse') await shoot(page, 'refused')
    await enter(page, way, goodCard)
    await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
  })
}

test('mistakes are told in words, at the top and at the field', async () => {
  const page = await open(await link({ credit: { JobCd: 'AUTH', SecCodeRequiredFlag: '1' } }))
  await page.getByLabel('カード番号 1つ目の4桁').fill('１２３４')
  await page.getByLabel('名', { exact: true }).fill('太郎')
  await page.getByRole('button', { name: 'この内容で支払う' }).click()
  const alert = page.getByRole('alert')
  await expect(alert).toContainText('半角の数字で入力し直してください')
  await expect(alert).toContainText('有効期限が選ばれていません')
  await expect(alert).toContainText('ローマ字以外の文字があります')
  await expect(alert).toContainText('「姓」が入力されていません')
  await expect(alert).toContainText('セキュリティコードが入力されていません')
  await expect(page.getByLabel('名', { exact: true })).toHaveValue('太郎')
  expect(sandbox.ledger.trades()).toEqual([])
  await shoot(page, 'mistakes')
  await alert.getByRole('link', { name: /有効期限/ }).click()
  await expect(page.getByLabel('有効期限 月')).toBeFocused()
})

for (const way of ['mouse', 'keyboard'] as const) {
  test(`3-D Secure with the ${way}: a wrong code, then the right one`, async () => {
    const page = await open(await link({ credit: { JobCd: 'CAPTURE', TdFlag: '2' } }))
    await enter(page, way, challengedCard)
    await expect(page.getByRole('heading', { name: '本人認証（3Dセキュア）' })).toBeVisible()
    expect(sandbox.ledger.trade(orderId())?.status).toBe('AUTHENTICATED')
    if (way === 'mouse') await shoot(page, 'secure')
    await enterCode(page, way, '000000')
    await expect(page.getByRole('alert')).toContainText('あと2回')
    await enterCode(page, way, (await page.locator('.message strong').textContent()) ?? '')
    await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
    expect(sandbox.ledger.trade(orderId())?.status).toBe('CAPTURE')
  })
}

test('3-D Secure given up: back to the form with the reason, and another card pays', async () => {
  const page = await open(await link({ credit: { JobCd: 'AUTH', TdFlag: '2' } }))
  await enter(page, 'mouse', challengedCard)
  await page.getByRole('button', { name: '取りやめる' }).click()
  await expect(page.getByRole('alert')).toContainText('本人確認が取りやめられました')
  await enter(page, 'mouse', goodCard)
  await expect(page.getByRole('heading', { name: 'お支払いの手続きが完了しました' })).toBeVisible()
})

test('expired and cancelled links say so', async () => {
  const address = await link()
  sandbox.advance(8 * 86_400_000)
  const page = await open(address)
  await expect(page.getByRole('heading', { name: 'このリンクの期限が切れています' })).toBeVisible()
  await shoot(page, 'expired')
  const next = await link()
  await cancel()
  await page.goto(next)
  await expect(page.getByRole('heading', { name: 'このリンクは取り消されました' })).toBeVisible()
  await page.goto(`${sandbox.url}/link/nothing`)
  await expect(page.getByRole('heading', { name: 'ページが見つかりません' })).toBeVisible()
})

function orderId(): string {
  return `H-${String(orders)}`
}

/** Issues a link as a shop does and hands back its address. */
async function link(more: Record<string, unknown> = {}): Promise<string> {
  orders += 1
  const response = await fetch(`${sandbox.url}/payment/GetLinkplusUrlPayment.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      geturlparam: { ShopID: shop.shopId, ShopPass: shop.shopPass },
      configid: 'desk',
      transaction: { OrderID: orderId(), Amount: 5250, Tax: 525, Overview: '商品A ほか 1点' },
      displaysetting: { ShopName: 'かごの花 <本店>' },
      credit: { JobCd: 'AUTH', Method: '1' },
      ...more,
    }),
  })
  return ((await response.json()) as { LinkUrl: string }).LinkUrl
}

async function cancel(): Promise<void> {
  const headers = { 'x-sandbox-token': sandbox.controlToken }
  const body = JSON.stringify({ orderId: orderId(), act: 'cancel' })
  expect((await fetch(`${sandbox.url}/_control/links`, { method: 'POST', headers, body })).status).toBe(200)
}

/** A page in a window of its own; whatever the browser complains about fails the test. */
async function open(address: string, javaScriptEnabled = true): Promise<Page> {
  const viewport = { width: 1440, height: 900 }
  const context = await browser!.newContext({ viewport, locale: 'ja-JP', javaScriptEnabled })
  const page = await context.newPage()
  page.on('console', (message) => {
    // Pages that refuse something have an HTTP status of their own, which the browser calls an error.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(address)
  return page
}

async function enter(page: Page, way: 'mouse' | 'keyboard', card: readonly string[]): Promise<void> {
  if (way === 'mouse') {
    await fillByMouse(page, card)
    await page.getByRole('button', { name: 'この内容で支払う' }).click()
  } else {
    await typeByKeyboard(page, card)
    await page.keyboard.press('Enter')
  }
}

async function fillByMouse(page: Page, card: readonly string[]): Promise<void> {
  for (const [index, group] of card.entries()) {
    await page.getByLabel(`カード番号 ${String(index + 1)}つ目の4桁`).fill(group)
  }
  await page.getByLabel('有効期限 月').selectOption('12')
  await page.getByLabel('有効期限 年').selectOption('29')
  await page.getByLabel('名', { exact: true }).fill('TARO')
  await page.getByLabel('姓', { exact: true }).fill('YAMADA')
  await page.getByLabel('セキュリティコード').fill('123')
}

/** Tab, letters and digits only. The name stands there already when the card was refused before. */
async function typeByKeyboard(page: Page, card: readonly string[]): Promise<void> {
  await tabTo(page, 'number1')
  for (const group of card) await typeAndGoOn(page, group)
  await typeAndGoOn(page, '12')
  await typeAndGoOn(page, '29')
  for (const word of ['TARO', 'YAMADA']) {
    await page.keyboard.press('Control+a')
    await typeAndGoOn(page, word)
  }
  await page.keyboard.type('123')
}

async function typeAndGoOn(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Tab')
}

/** Tabs until the field has the focus; there are not many before it. */
async function tabTo(page: Page, id: string): Promise<void> {
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press('Tab')
    if ((await page.evaluate(() => document.activeElement?.id)) === id) return
  }
  throw new Error(`${id} cannot be reached with the Tab key`)
}

async function enterCode(page: Page, way: 'mouse' | 'keyboard', code: string): Promise<void> {
  const box = page.getByLabel('認証コード', { exact: true })
  if (way === 'mouse') {
    await box.fill(code)
    await page.getByRole('button', { name: '認証する' }).click()
    return
  }
  await expect(box).toBeFocused()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
}

/** Looks at a page in four ways: two sizes, light and dark. axe must find nothing, whatever its weight. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page, 'all', `${name} ${colorScheme}`)
    for (const [width, height] of [
      [1440, 900],
      [1024, 768],
    ] as const) {
      await page.setViewportSize({ width, height })
      const file = `hosted-${name}-${String(width)}-${colorScheme}.png`
      await page.screenshot({ path: new URL(file, screens).pathname })
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
}
