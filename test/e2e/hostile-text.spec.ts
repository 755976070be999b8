import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { all, ec2File, ec2Order, ec2Texts, ec4File, ec4Texts, textAt, textsOf } from '../support/hostile-orders.ts'
import { hostileTexts } from '../support/hostile-texts.ts'
import { foldedText, watchOver, type HostileWatch } from '../support/hostile-watch.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount, search } from '../support/window.ts'

const count = hostileTexts.length

test.describe.configure({ mode: 'serial' })

let dataDir: string
let desk: LaunchedDesk
let watch: HostileWatch

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'test' })
  desk.page.setDefaultTimeout(8_000)
  watch = await watchOver(desk.page)
})

test.afterAll(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test.afterEach(async () => {
  await watch.expectHarmless('at the end')
})

async function takeIn(page: Page, name: string, bytes: Buffer, result: string): Promise<void> {
  await page.getByRole('link', { name: '受注取込' }).click()
  const another = page.getByRole('button', { name: '続けて取り込む' })
  if (await another.isVisible()) await another.click()
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: bytes })
  const apply = page.getByRole('button', { name: 'この内容で取り込む' })
  await expect(apply).toBeVisible()
  await watch.expectHarmless(`preview of ${name}`)
  await apply.click()
  await expect(page.getByRole('status').filter({ hasText: result })).toBeVisible()
}

const menu = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'メニュー' }).getByRole('link', { name, exact: true }).click()

/** Opens an order by its number, through the palette. */
async function openOrder(page: Page, orderNo: string): Promise<void> {
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.getByRole('combobox').fill(orderNo)
  await palette.getByRole('option', { name: new RegExp(`注文 ${orderNo}`) }).click()
  await expect(page.getByRole('heading', { name: `受注編集 注文 ${orderNo}` })).toBeVisible()
}

test('files with a hostile text in every field come in, and the preview shows it as text', async () => {
  expect(new Set(hostileTexts).size).toBe(count)
  expect(count).toBeGreaterThanOrEqual(60)
  const { page } = desk
  await menu(page, '受注取込')
  const name = `<img src=x onerror=canary()>.csv`
  await page.locator('input[type=file]').setInputFiles({
    ...{ name, mimeType: 'text/csv' },
    buffer: ec2File([
      ec2Order(0),
      ec2Order(1, { 小計: '<svg onload=canary()>', '<b>': '' }),
      ec2Order(2, { 住所1: 'a\u0000<i>' }),
    ]),
  })
  await expect(page.getByRole('heading', { name })).toBeVisible()
  await watch.expectShown([textAt(7), textAt(14), '<svg onload=canary()>', '□<i>'], 'preview with problems')
  await page.getByRole('button', { name: 'やめる' }).click()
  await takeIn(page, 'ec2.csv', ec2File(all.map((order) => ec2Order(order))), `新規 ${String(count)}件`)
  await takeIn(page, 'ec4.csv', ec4File(all), `新規 ${String(count)}件`)
  // The same orders later, with other texts: that is what 履歴 will show.
  const later = [0, 1].map((order) =>
    ec2Order(order, { ...textsOf(order + 3, ec2Texts), 更新日時: '2026-11-20 10:00:00' }),
  )
  await takeIn(page, 'later.csv', ec2File(later), '変更 2件')
})

test('the list, a search, a saved search and the files name them as they are', async () => {
  const { page } = desk
  await menu(page, '受注管理')
  await expectCount(page, 2 * count)
  // The usual columns fit, whatever stands in them; with every column there is one may scroll.
  const overhang = await page.getByRole('main').evaluate((main) =>
    main.scrollWidth <= main.clientWidth + 1
      ? []
      : [...main.querySelectorAll('*')]
          .filter((one) => one.getBoundingClientRect().right > main.getBoundingClientRect().right)
          .map((one) => `${one.tagName}.${one.className}: ${one.textContent.slice(0, 40)}`)
          .slice(0, 12),
  )
  expect(overhang).toEqual([])
  await page.getByRole('button', { name: '表示項目' }).click()
  for (const box of await page.getByRole('dialog').getByRole('checkbox').all())
    if (await box.isEnabled()) await box.check()
  await page.getByRole('button', { name: 'この項目で表示する' }).click()
  const names = new Set<string>()
  const pager = page.getByRole('navigation', { name: 'ページ送り（下）' })
  for (let at = 1; ; at += 1) {
    await expect(pager).toContainText(`${String(at)} / `)
    const screen = await watch.shown()
    for (const text of hostileTexts) if (screen.includes(foldedText(text))) names.add(text)
    await watch.expectHarmless(`list, page ${String(at)}`)
    const next = pager.getByRole('button', { name: '次へ' })
    if (await next.isDisabled()) break
    await next.click()
  }
  expect(hostileTexts.filter((text) => !names.has(text))).toEqual([])

  for (const text of [textAt(7), "%' OR '1'='1", '__proto__', "{{constructor.constructor('canary()')()}}"]) {
    await search(page, () => page.getByLabel('顧客名', { exact: true }).fill(text))
    await watch.expectShown([text], `searched for ${text}`)
  }
  const name = '<svg onload=canary()>{{1}}'
  await page.getByRole('button', { name: 'いまの条件を保存' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(name)
  await page.getByRole('dialog').getByRole('button', { name: '保存する' }).click()
  await page.getByRole('button', { name: '名前の変更・削除' }).click()
  await watch.expectShown([name], 'saved searches')
  await page.getByRole('button', { name: '閉じる' }).click()
  await search(page, () => Promise.resolve())
  await page.getByRole('button', { name: 'CSVダウンロード' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'ダウンロードする' }).click()
  await expect(dialog.getByText(/そのままでは出せない内容が/)).toBeVisible()
  await watch.expectHarmless('losses of a file')
  await dialog.getByRole('button', { name: 'やめる' }).click()
  await dialog.getByRole('button', { name: 'やめる' }).click()
})

test('受注編集, 履歴 and the palette show every text of an order', async () => {
  const { page } = desk
  for (const order of [0, 1, 2, 3, 4, 5, 6]) {
    await openOrder(page, String(1000 + order))
    const now = order < 2 ? textsOf(order + 3, ec2Texts) : textsOf(order, ec2Texts)
    await watch.expectShown(Object.values(now), `order ${String(1000 + order)}`)
    // What the second file changed stands in 履歴 with what was there before.
    if (order < 2) await watch.expectShown([textAt(order + 7), textAt(order + 14)], 'history')
  }
  for (const order of [0, 1, 2]) {
    await openOrder(page, String(3000 + order))
    await watch.expectShown(Object.values(textsOf(order, ec4Texts)), `order ${String(3000 + order)}`)
    const open = page.getByRole('main').getByRole('button', { name: /変更$/ })
    while ((await open.count()) > 0) await open.first().click()
    await watch.expectShown(Object.values(textsOf(order, ec4Texts)), `fields of order ${String(3000 + order)}`)
  }
  for (const text of ['<svg onload=canary()>', textAt(7).slice(0, 30), '{{constructor']) {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').getByRole('combobox').fill(text)
    await watch.expectShown([`「${text}」`], `palette with ${text}`)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
  }
})

test('メール通知 puts them into mails as they are, and reads no placeholder in them', async () => {
  const { page } = desk
  await openOrder(page, '1003')
  await page.getByRole('main').getByRole('link', { name: 'メール通知' }).click()
  await expect(page.getByLabel('本文')).toHaveValue(/1003/)
  const texts = textsOf(3, ec2Texts)
  await watch.expectShown([texts['お名前(姓)'] ?? '', texts['お名前(名)'] ?? ''], 'mail')
  const literal = hostileTexts.indexOf('{{注文番号}}{{お支払い合計}}')
  const orderNo = String(1000 + ((literal - 7 + count) % count))
  await openOrder(page, orderNo)
  await page.getByRole('main').getByRole('link', { name: 'メール通知' }).click()
  await expect(page.getByLabel('本文')).toHaveValue(/\{\{注文番号\}\}\{\{お支払い合計\}\}/)
  await menu(page, '受注管理')
  await page.getByRole('button', { name: '全て選択' }).click()
  await page.getByRole('button', { name: '選択した受注に通知' }).click()
  await expect(page.getByText(`/ ${String(2 * count)}件`)).toBeVisible()
  for (let at = 0; at < 12; at += 1) {
    await page.getByRole('button', { name: '次 →' }).click()
    await expect(page.getByText(`${String(at + 2)} / ${String(2 * count)}件`)).toBeVisible()
  }
  await watch.expectHarmless('many mails')
})

test('受注登録 takes them as they were typed', async () => {
  const { page } = desk
  await menu(page, '受注登録')
  const short = hostileTexts.filter((text) => text.length <= 50 && text === text.trim() && !/[\p{Cc}]/u.test(text))
  const fields = ['姓', '名', '会社名', '住所1', '住所2', 'TEL'].map((name) =>
    page.getByLabel(`注文者 ${name}`, { exact: true }),
  )
  await page.getByRole('button', { name: '空の行を追加' }).click()
  const goods = ['商品コード', '商品名', '規格1', '規格2'].map((name) => page.getByLabel(`1行目 ${name}`))
  const long = ['備考欄コメント', 'メモ'].map((name) => page.getByRole('textbox', { name }).first())
  const typed: string[] = []
  for (const [index, field] of [...fields, ...goods, ...long].entries()) {
    const text = (field === fields[5] ? '\'"><b onx=1>' : short[index * 5]) ?? ''
    typed.push(text)
    await field.fill(text)
  }
  await page.getByLabel('1行目 単価', { exact: true }).fill('100')
  await page.getByRole('combobox', { name: 'お支払方法' }).selectOption({ index: 1 })
  await watch.expectHarmless('form')
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('heading', { name: '受注編集 注文 T-000001' })).toBeVisible()
  await watch.expectShown(typed, 'registered order')
})

test('the other screens stay harmless with such orders, a hostile shop name, template and layout', async () => {
  const { page } = desk
  const name = `<img src=x onerror=canary()>\${canary()}`
  await menu(page, 'ショップ')
  await page.getByLabel('ショップ名').fill(name)
  await page.getByRole('button', { name: 'この内容で登録する' }).click()
  await expect(page.getByRole('status').filter({ hasText: '登録しました' })).toBeVisible()
  await watch.expectShown([name], 'shop')
  await menu(page, 'メールテンプレート')
  await page.getByRole('button', { name: '取り寄せのご連絡' }).click()
  await page.getByLabel('件名').fill(`${name}{{注文番号}}`)
  await watch.expectShown([name], 'templates')
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText('テンプレートを登録しました。')).toBeVisible()
  await menu(page, 'ステータス管理')
  for (const status of [/^新規受付/, /^入金済み/]) {
    await page.getByRole('button', { name: status }).click()
    await watch.expectHarmless('ステータス管理')
  }
  await page.getByRole('button', { name: /^新規受付/ }).click()
  await watch.expectShown([textAt(7 + 6), textAt(14 + 6)], 'ステータス管理')
  const links = page.getByRole('navigation', { name: 'メニュー' }).getByRole('link')
  for (const title of await links.allTextContents()) {
    await menu(page, title.trim())
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.mouse.move(400, 300)
    await watch.expectHarmless(title.trim())
  }
})

test('what watches over these screens does notice', async () => {
  const { page } = desk
  const notices = () =>
    watch.expectHarmless('').then(
      () => false,
      () => true,
    )
  expect(await notices()).toBe(false)
  await page.evaluate(() => {
    const element = document.createElement('b')
    element.id = 'hostile'
    document.body.append(element)
  })
  expect(await notices()).toBe(true)
  await page.evaluate(() => document.querySelector('#hostile')?.remove())
  expect(await notices()).toBe(false)
  const refused = await page.evaluate((html) => {
    try {
      document.body.insertAdjacentHTML('beforeend', html)
      return 'went in'
    } catch (error) {
      return (error as Error).name
    }
  }, textAt(7))
  expect(refused).toBe('TypeError')
  expect(await notices()).toBe(true)
  await watch.forget()
})
