import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import iconv from 'iconv-lite'
import { expectAccessible } from '../support/accessibility.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount, importOrders, orderFile, range, search } from '../support/window.ts'

let dataDir: string
let desk: LaunchedDesk
let downloads: string

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  downloads = mkdtempSync(join(tmpdir(), 'juchu-e2e-downloads-'))
  await saveInto(desk, downloads)
  await importOrders(desk.page)
})

test.afterAll(async () => {
  await desk.close()
  for (const folder of [dataDir, downloads]) rmSync(folder, { recursive: true, force: true })
})

/** The cart's twenty orders and nothing else. */
const onlyImported = (page: Page) => search(page, () => range(page, '注文番号', ['41', '60']))

/**
 * Puts downloads into `folder` without asking: on the stand-in by telling its browser, on the real runtime by answering
 * in the place of the save dialog.
 */
async function saveInto({ app, page }: LaunchedDesk, folder: string): Promise<void> {
  if (process.env['JUCHU_ELECTRON'] === 'real') {
    await app.evaluate(({ session }, path) => {
      session.defaultSession.on('will-download', (_event, item) => {
        item.setSavePath(`${path}/${item.getFilename()}`)
      })
    }, folder)
    return
  }
  const browser = await page.context().newCDPSession(page)
  await browser.send('Page.setDownloadBehavior', { behavior: 'allow', downloadPath: folder })
}

/** Starts what leads to a download and answers the bytes and the name of the file that was written. */
async function downloaded(start: () => Promise<unknown>): Promise<{ bytes: Buffer; name: string }> {
  const before = new Set(readdirSync(downloads))
  const fresh = () => readdirSync(downloads).filter((name) => !before.has(name) && name.endsWith('.csv'))
  await start()
  await expect.poll(fresh).toHaveLength(1)
  const [name = ''] = fresh()
  return { bytes: readFileSync(join(downloads, name)), name }
}

test('フリーワード finds over name, phone, product and number', async () => {
  const { page } = desk
  for (const [words, count] of [
    ['佐々木 ゆう子', 2],
    ['たかさき', 2],
    ['0985-', 7],
    ['user13@', 1],
    ["' OR 1=1 --", 0],
  ] as const) {
    await search(page, async () => {
      await range(page, '注文番号', ['41', '60'])
      await page.getByLabel('フリーワード').fill(words)
    })
    await expectCount(page, count)
  }
})

test('CSVダウンロード gives the whole result as the cart’s file, byte for byte what a re-import takes as unchanged', async () => {
  const { page } = desk
  await onlyImported(page)
  await expectCount(page, 20)
  await page.getByRole('button', { name: 'CSVダウンロード', exact: true }).click()
  const { bytes, name } = await downloaded(() => page.getByRole('button', { name: 'ダウンロードする' }).click())
  expect(name).toMatch(/^order_\d{6}_\d{6}\.csv$/)
  await expect(page.getByText('20件を')).toBeVisible()
  await page.getByRole('button', { name: '閉じる' }).click()
  const header = (file: Buffer) => iconv.decode(file, 'cp932').split('\r\n')[0]
  expect(header(bytes)).toBe(header(readFileSync(orderFile)))
  await page.getByRole('link', { name: '受注取込' }).click()
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes })
  await expect(page.getByText('変更なし 20件')).toBeVisible()
  await page.getByRole('link', { name: '受注管理', exact: true }).click()
})

test('the ticked orders only, in an own layout in UTF-8, exactly these bytes', async () => {
  const { page } = desk
  await onlyImported(page)
  await page.getByRole('checkbox', { name: '注文 57 を選択' }).check()
  await page.getByRole('checkbox', { name: '注文 41 を選択' }).check()
  await expect(page.getByText('2件を選択中')).toBeVisible()
  await page.getByRole('button', { name: 'CSVダウンロード', exact: true }).click()
  await page.getByRole('button', { name: '新しい形式を作る' }).click()
  await page.getByLabel('この形式の名前').fill('控え')
  for (const gone of ['受注日', '対応状況']) await page.getByRole('button', { name: `${gone} を外す` }).click()
  await page.getByLabel('加える項目').selectOption({ label: '備考欄コメント' })
  await page.getByRole('button', { name: '項目を加える' }).click()
  await page.getByRole('textbox', { name: '注文番号 の見出し' }).fill('番号')
  await page.getByRole('button', { name: 'この形式を保存する' }).click()
  await page.getByLabel('文字コード').selectOption('utf-8-bom')
  const { bytes, name } = await downloaded(() => page.getByRole('button', { name: 'ダウンロードする' }).click())
  expect(name).toMatch(/^控え_\d{14}\.csv$/)
  const lines = bytes.toString('utf8').split('\r\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toBe('\ufeff番号,顧客名,合計（購入金額）,備考欄コメント')
  expect(lines.slice(1, 3).sort()).toEqual(['41,"髙﨑 一郎",55000,', '57,"小野寺 翔",9435,\'-100円のクーポン'])
  await page.getByRole('button', { name: '閉じる' }).click()
})

test('with the keyboard alone: tick, delete after reading what happens, undo, delete, restore from the list of deleted', async () => {
  const { page } = desk
  await onlyImported(page)
  await expectCount(page, 20)
  await page.keyboard.press('a')
  await expect(page.getByText('20件を選択中')).toBeVisible()
  await page.keyboard.press('a')
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByText('1件を選択中')).toBeVisible()
  const orderNo = (await page.locator('tbody tr:focus td.orderNo').textContent())?.trim() ?? ''
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(`注文 ${orderNo}`)
  await expect(dialog.getByRole('button', { name: 'やめる' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expectCount(page, 19)
  await expect(page.getByText(`注文 ${orderNo} を削除しました。`)).toBeVisible()
  await page.keyboard.press('z')
  await expectCount(page, 20)
  await expect(page.locator('tbody tr:focus td.orderNo')).toHaveText(orderNo)
  await page.keyboard.press('d')
  await expect(dialog.getByRole('button', { name: 'やめる' })).toBeFocused()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await expectCount(page, 19)
  await search(page, () => page.getByLabel('削除した受注だけを見る').check())
  await expectCount(page, 1)
  await page.keyboard.press('j')
  await page.keyboard.press('d')
  await expectCount(page, 0)
  await expect(page.getByText(`注文 ${orderNo} を元に戻しました。`)).toBeVisible()
  await onlyImported(page)
  await expectCount(page, 20)
})

test('an order with 仮売上 is not deleted, and the way out is shown', async () => {
  const { page } = desk
  await search(page, async () => {
    await page.getByRole('button', { name: /^カード決済状況:/ }).click()
    await page.getByRole('checkbox', { name: '仮売上', exact: true }).check()
    await page.keyboard.press('Escape')
  })
  await page
    .locator('tbody tr')
    .first()
    .getByRole('button', { name: /を削除$/ })
    .click()
  await expect(page.getByRole('dialog')).toContainText('「仮売上」のままなので、削除できません。')
  await page.getByRole('button', { name: '受注編集を開く' }).click()
  await expect(page.getByRole('heading', { name: /受注編集/ })).toBeVisible()
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
})

test('ticks, conditions and page survive a trip to 受注編集; a saved search opens with one click; 購入履歴', async () => {
  const { page } = desk
  await onlyImported(page)
  await page.getByRole('button', { name: 'いまの条件を保存' }).click()
  await page.getByLabel('名前', { exact: true }).fill('取り込んだ受注')
  await page.getByRole('button', { name: '保存する' }).click()
  await page.getByRole('checkbox', { name: 'このページをすべて選択' }).check()
  await page.locator('tbody tr').nth(3).click()
  await expect(page.getByRole('heading', { name: /受注編集/ })).toBeVisible()
  await page.getByRole('button', { name: '検索画面に戻る' }).click()
  await expect(page.getByText('20件を選択中')).toBeVisible()
  await page.getByRole('button', { name: '条件をクリア' }).first().click()
  await expectCount(page, 320)
  await page.getByRole('button', { name: '取り込んだ受注' }).click()
  await expectCount(page, 20)
  await page.getByRole('button', { name: '髙﨑 一郎 様の購入履歴' }).first().click()
  await expect(page.getByText('会員ID', { exact: true }).first()).toBeVisible()
  await expectAccessible(page)
})

test('印刷履歴ダウンロード says that nothing was printed yet; the dialogs pass axe', async () => {
  const { page } = desk
  await page.getByRole('button', { name: '印刷履歴ダウンロード' }).click()
  await expect(page.getByText('まだ印刷の記録がありません。')).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('c')
  await expect(page.getByRole('button', { name: 'ダウンロードする' })).toBeVisible()
  await expectAccessible(page)
})

test('every column there is fits at 1440; at 1024 the table moves in its own box and 注文番号 stays', async () => {
  const { page } = desk
  await page.keyboard.press('Escape')
  await onlyImported(page)
  await page.getByRole('button', { name: '表示項目' }).click()
  await expect(page.getByRole('button', { name: 'この項目で表示する' })).toBeVisible()
  for (const box of await page.getByRole('dialog').getByRole('checkbox').all())
    if (await box.isEnabled()) await box.check()
  await page.getByRole('button', { name: 'この項目で表示する' }).click()
  await expect(page.getByRole('columnheader')).toHaveCount(15)
  const widths = () =>
    page.getByRole('main').evaluate((main) => {
      const box = main.querySelector('.v-table__wrapper')
      return { page: main.scrollWidth - main.clientWidth, box: (box?.scrollWidth ?? 0) - (box?.clientWidth ?? 0) }
    })
  await page.setViewportSize({ width: 1440, height: 900 })
  expect(await widths()).toEqual({ page: 0, box: 0 })
  await page.setViewportSize({ width: 1024, height: 768 })
  const narrow = await widths()
  expect(narrow.page).toBe(0)
  expect(narrow.box).toBeGreaterThan(0)
  const number = page.locator('tbody .orderNo').first()
  await page.locator('.v-table__wrapper').evaluate((box) => box.scrollTo(400, 0))
  await expect(number).toBeInViewport()
  const [left, tick] = [await number.boundingBox(), await page.locator('tbody .tick').first().boundingBox()]
  expect(left?.x).toBeLessThanOrEqual((tick?.x ?? 0) + (tick?.width ?? 0))
  await expectAccessible(page)
})
