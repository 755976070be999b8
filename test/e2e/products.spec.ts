import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { joined, plainPng, pngPart } from '../support/made-pictures.ts'

const memberFile = fileURLToPath(new URL('../fixtures/csv/ec2_customer.cp932.csv', import.meta.url))
let dataDir: string
let desk: LaunchedDesk
const complaints: string[] = []

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  desk.page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  desk.page.on('pageerror', (error) => complaints.push(error.message))
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
})

test.afterAll(async () => {
  // Pictures come in as addresses that hold them: the content policy has nothing to say.
  expect(complaints).toEqual([])
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A file outside the data folder, as an operator has it. */
function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(dataDir, '..', `${dataDir.split('/').at(-1) ?? ''}-${name}`)
  writeFileSync(path, bytes)
  return path
}

const dialog = (page: Page) => page.getByRole('dialog')
const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name }).first()

async function openProduct(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: '商品マスター' }).click()
  await page.getByLabel('商品コード・商品名・規格で探す').fill(name)
  await expect(page.getByRole('region', { name: '商品一覧 1件' })).toBeVisible()
  await rowOf(page, name).click()
  await expect(dialog(page)).toBeVisible()
}

test('商品マスター with the mouse: picture, stock and ledger of a product, and no file that is no picture', async () => {
  const { page } = desk
  const photo = fileOf('photo.png', plainPng(900, 600))
  await openProduct(page, 'のし紙')
  await expect(dialog(page).locator('img')).toHaveCount(0)
  const choose = (path: string) => dialog(page).locator('input[type=file]').setInputFiles(path)
  for (const [name, bytes, words] of [
    ['drawing.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'SVGの図は'],
    ['page.png', Buffer.from('<html>'), '画像として読めない'],
    ['huge.png', plainPng(12_500, 20), '縦横が大きすぎます'],
    // Every part of it is in order but the pixels themselves.
    ['broken.png', brokenPixels(), '画像が壊れている'],
  ] as const) {
    const path = fileOf(name, bytes)
    await choose(path)
    await expect(dialog(page).getByRole('alert')).toContainText(words)
    await expect(dialog(page).locator('img')).toHaveCount(0)
    rmSync(path)
  }
  // What stands behind a picture does not come along: it is painted anew.
  const twofold = fileOf('twofold.png', joined([plainPng(9, 9), Buffer.from('<script>window.ran = 1</script>')]))
  await choose(twofold)
  await expect(dialog(page).getByRole('alert')).toHaveCount(0)
  const painted = await dialog(page).locator('img').getAttribute('src')
  expect(Buffer.from(painted?.split(',')[1] ?? '', 'base64').toString('latin1')).toMatch(/^RIFF(?!.*window\.ran)/s)
  rmSync(twofold)
  await choose(photo)
  await expect(dialog(page).getByRole('alert')).toHaveCount(0)
  await expect(dialog(page).locator('img')).toBeVisible()
  await dialog(page).getByLabel('在庫数').fill('４０')
  await dialog(page).getByLabel('在庫を変える理由（任意）').fill('棚卸し')
  await dialog(page).getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(dialog(page)).toBeHidden()
  await expect(rowOf(page, 'のし紙')).toContainText('40')
  await expect(rowOf(page, 'のし紙').locator('img')).toBeVisible()
  const size = await rowOf(page, 'のし紙')
    .locator('img')
    .evaluate((image) => [(image as HTMLImageElement).naturalWidth, (image as HTMLImageElement).naturalHeight])
  expect(size).toEqual([320, 213])
  await page.getByRole('button', { name: /のし紙.* の在庫の履歴/ }).click()
  await expect(dialog(page)).toContainText('数え直し（棚卸し）')
  await dialog(page).getByRole('button', { name: '閉じる' }).click()

  await openProduct(page, 'のし紙')
  await dialog(page).getByRole('button', { name: '画像を外す' }).click()
  await dialog(page).getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(rowOf(page, 'のし紙').locator('img')).toHaveCount(0)
  rmSync(photo)
})

test('someone else was faster: it is told, and what was typed here stays', async () => {
  const { page } = desk
  await openProduct(page, 'T-330')
  await page.evaluate(async () => {
    const bridge = Reflect.get(globalThis, 'juchu') as { call: (name: string, input: object) => Promise<Answer> }
    interface Answer {
      readonly value: { readonly rows: readonly Record<string, unknown>[] }
    }
    const found = await bridge.call('products.page', { text: 'T-330', kind: 'all', sort: 'code', page: 0 })
    const [product] = found.value.rows
    const { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent } = product ?? {}
    const seen = { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent }
    const fields = { ...seen, name: '土鍋（改）' }
    await bridge.call('products.change', { id: product?.['id'], seen, fields, stock: { seen: 1, to: 7, note: '' } })
  })
  await dialog(page).getByLabel('単価', { exact: true }).fill('9,800')
  await dialog(page).getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('開いている間にほかで変更されました')
  await dialog(page).getByRole('button', { name: '読み直す' }).click()
  await expect(dialog(page).getByLabel('商品名')).toHaveValue('土鍋（改）')
  await expect(dialog(page).getByLabel('在庫数')).toHaveValue('7')
  await expect(dialog(page).getByLabel('単価', { exact: true })).toHaveValue('9,800')
  await dialog(page).getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(rowOf(page, '土鍋（改）')).toContainText('9,800円')
})

test('受注登録 with the mouse: a product, then its 規格; the line has its picture and can become another variant', async () => {
  const { page } = desk
  await page.getByRole('link', { name: '受注登録' }).click()
  await page.getByRole('combobox', { name: '商品の追加' }).fill('手ぬぐい')
  await page.getByRole('option', { name: /手ぬぐい 規格を選ぶ/ }).click()
  await page.getByRole('option', { name: /麻の葉/ }).click()
  await expect(page.locator('.line img')).toBeVisible()
  await page.getByLabel('1行目 数量').fill('4')
  await page.getByRole('button', { name: '1行目 手ぬぐいを変更' }).click()
  await page.getByRole('combobox', { name: '1行目 規格を選ぶ' }).selectOption('N-521')
  await expect(page.getByLabel('1行目 商品コード')).toHaveValue('N-521')
  await expect(page.getByLabel('1行目 規格2')).toHaveValue('青海波')
  await expect(page.getByLabel('1行目 数量')).toHaveValue('4')
})

test('会員取込 with the mouse: shown first, taken once, and nothing the second time', async () => {
  const { page } = desk
  const choose = async () => {
    await page.getByRole('link', { name: '会員取込' }).click()
    const leave = page.getByRole('button', { name: /変更を(破棄|捨てて)/ })
    if (await leave.isVisible()) await leave.click()
    await page.locator('input[type=file]').setInputFiles(memberFile)
  }
  await choose()
  await expect(page.getByText('新しい会員 20件')).toBeVisible()
  await expect(page.getByRole('row', { name: /^103 佐々木 ゆう子 不明 39 pt/ })).toBeVisible()
  await page.getByRole('button', { name: 'この内容で取り込む' }).click()
  await expect(page.getByRole('status').filter({ hasText: '新しい会員 20件' })).toBeVisible()
  await page.getByRole('link', { name: '会員ポイントで見る' }).click()
  await page.getByLabel('会員ID・名前・カナ・電話・メールで探す').fill('103')
  await expect(page.getByRole('row', { name: /佐々木 ゆう子/ })).toContainText('39 pt')
  await page.getByRole('button', { name: /103 佐々木 ゆう子 の残高を訂正/ }).click()
  await dialog(page).getByLabel('訂正後の残高').fill('50')
  await dialog(page).getByLabel('理由').fill('お詫び')
  await dialog(page).getByRole('button', { name: 'この残高に訂正する' }).click()
  await expect(page.getByRole('row', { name: /佐々木 ゆう子/ })).toContainText('50 pt')
  await page.getByRole('row', { name: /佐々木 ゆう子/ }).click()
  await expect(dialog(page)).toContainText('訂正（お詫び）')
  await dialog(page).getByRole('button', { name: '閉じる' }).click()

  await choose()
  await expect(page.getByText('変わるポイント残高 1件')).toBeVisible()
  await expect(page.getByRole('row', { name: /^103 佐々木 ゆう子 50 pt 39 pt/ })).toBeVisible()
  await page.getByRole('button', { name: 'この内容で取り込む' }).click()
  await expect(page.getByRole('status').filter({ hasText: '変わったポイント残高 1件' })).toBeVisible()
  await page.getByRole('button', { name: '続けて取り込む' }).click()
  await choose()
  await expect(page.getByText('取り込む会員はいません')).toBeVisible()
  await expect(page.getByRole('button', { name: 'この内容で取り込む' })).toBeDisabled()
})

test('all of it with the keyboard alone', async () => {
  const { page } = desk
  await page.getByRole('button', { name: 'やめる' }).click()
  await goTo(page, '商品マスター')
  await page.keyboard.press('/')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('W-160')
  await expect(page.getByRole('region', { name: '商品一覧 1件' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'W-160')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByLabel('商品名')).toBeFocused()
  await tabTo(page, '在庫数')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('5')
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toBeHidden()
  await expect(rowOf(page, 'W-160')).toBeFocused()
  await expect(rowOf(page, 'W-160')).toContainText('5')
  await page.keyboard.press('h')
  await expect(dialog(page)).toContainText('数え直し')
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()

  await page.keyboard.press('a')
  await expect(dialog(page).getByLabel('商品コード')).toBeFocused()
  await page.keyboard.type('K-1')
  await page.keyboard.press('Tab')
  await page.keyboard.type('鍵盤の茶碗')
  await tabTo(page, '単価')
  await page.keyboard.type('3300')
  await page.keyboard.press('Enter')
  await expect(page.getByText('商品 K-1 を登録しました。')).toBeVisible()
  await expect(rowOf(page, 'K-1')).toBeFocused()

  await goTo(page, '会員ポイント')
  await page.keyboard.press('/')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('ソフィア')
  await expect(page.getByRole('region', { name: '会員一覧 1件' })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /ソフィア/ })).toBeFocused()
  await page.keyboard.press('c')
  await expect(dialog(page).getByLabel('訂正後の残高')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('777')
  await page.keyboard.press('Tab')
  await page.keyboard.type('電話での依頼')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row', { name: /ソフィア/ })).toContainText('777 pt')
  await expect(page.getByRole('row', { name: /ソフィア/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog(page)).toContainText('訂正（電話での依頼）')
  await page.keyboard.press('Escape')
})

/** A screen by the palette, as someone without a mouse opens it. */
async function goTo(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: '注文番号・顧客名・画面・操作' })).toBeFocused()
  await page.keyboard.type(title)
  await expect(dialog(page).getByRole('option', { selected: true })).toContainText(title)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
}

/** Presses Tab until the control with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let pressed = 0; pressed < 20; pressed += 1) {
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

/** A PNG with the right parts whose pixels cannot be unpacked. */
function brokenPixels(): Uint8Array {
  const whole = plainPng(40, 40)
  const noise = Buffer.from('これは圧縮された画素ではない')
  return joined([whole.slice(0, 33), pngPart('IDAT', noise), pngPart('IEND', Buffer.alloc(0))])
}
