import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'

let dataDir: string
let desk: LaunchedDesk

test.beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  // The sample's orders are tied to their trades in the background; three of them are meant to stay unlinked.
  await expect(desk.page.getByText('未連携 3', { exact: true })).toBeVisible()
})

test.afterEach(async () => {
  await desk.app
    .evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
    })
    .catch(() => undefined)
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

const rows = (page: Page) => page.locator('tbody tr')
const outcome = (page: Page, word: string) =>
  page.getByRole('list', { name: '結果ごとの件数と金額' }).getByRole('listitem').filter({ hasText: word })

async function openCards(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'カード決済情報', exact: true }).click()
  await expect(rows(page).first()).toContainText('仮売上')
}

/** 注文番号 of a row of the list. */
async function orderNoAt(page: Page, index: number): Promise<string> {
  return (await rows(page).nth(index).locator('td').nth(2).innerText()).trim()
}

/** What the gateway has in its books for these orders since the desk was opened: their words, in order. */
async function wordsFor(orderNos: readonly string[]): Promise<readonly (readonly string[])[]> {
  const { mutations } = await rehearsalGateway(dataDir).ledger()
  return orderNos.map((no) =>
    mutations
      .filter(({ orderId, jobCd }) => (orderId === no || orderId.startsWith(`${no}-`)) && jobCd !== 'AUTH')
      .map(({ jobCd }) => jobCd),
  )
}

test('the guide, page 7, with the mouse: tick, 実売上, 決済状況変更, preview, run, report, CSV and paper', async () => {
  const { page } = desk
  await openCards(page)
  const before = await rehearsalGateway(dataDir).ledger()
  const orderNos = [await orderNoAt(page, 0), await orderNoAt(page, 1), await orderNoAt(page, 2)]
  await page.getByRole('button', { name: '決済状況変更' }).click()
  await expect(page.getByRole('alert')).toContainText('プルダウンで変更後の状況を選んでください。')
  for (const no of orderNos) await page.getByRole('checkbox', { name: `注文 ${no} を選択` }).check()
  await page.getByRole('combobox', { name: '変更後のカード決済状況' }).selectOption({ label: '実売上' })
  await page.getByRole('button', { name: '決済状況変更' }).click()

  await expect(page.getByRole('heading', { name: '一括処理の確認' })).toBeVisible()
  await expect(page.getByText('選択 3件のうち、対象外 0件')).toBeVisible()
  expect((await rehearsalGateway(dataDir).ledger()).mutations).toHaveLength(before.mutations.length)
  await page.getByRole('checkbox', { name: /対応状況を「入金済み」にする/ }).check()
  await page.getByRole('button', { name: '3件の処理を始める' }).click()

  await expect(page.getByRole('heading', { name: /実売上 3件 － 終了/ })).toBeVisible({ timeout: 20_000 })
  await expect(outcome(page, '成功')).toContainText('3件')
  expect(await wordsFor(orderNos)).toEqual([['SALES'], ['SALES'], ['SALES']])
  const after = await rehearsalGateway(dataDir).ledger()
  expect(after.mutations).toHaveLength(before.mutations.length + 3)

  await page.evaluate(() => {
    const make = URL.createObjectURL.bind(URL)
    URL.createObjectURL = (blob: Blob) => {
      void blob.arrayBuffer().then((bytes) => {
        document.body.dataset['saved'] = String.fromCharCode(...new Uint8Array(bytes))
      })
      return make(blob)
    }
  })
  await page.getByRole('button', { name: 'CSVダウンロード' }).click()
  await expect(page.locator('body')).toHaveAttribute('data-saved', /./)
  const csv = Buffer.from((await page.locator('body').getAttribute('data-saved')) ?? '', 'latin1').toString('utf8')
  expect(csv.startsWith('\uFEFF"注文番号"')).toBe(true)
  expect(csv.trimEnd().split('\r\n')).toHaveLength(4)
  for (const no of orderNos) expect(csv).toMatch(new RegExp(`^"${no}",.*"実売上",\\d+,"成功"`, 'm'))

  await page.evaluate(() => {
    window.print = () => {
      document.title = `printed ${document.querySelectorAll('tbody tr').length}`
    }
  })
  await page.getByRole('button', { name: '印刷' }).click()
  await expect(page).toHaveTitle('printed 3')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: 'メニュー' })).toBeHidden()
  await expect(page.getByRole('heading', { name: /実売上 3件/ })).toBeVisible()
  await page.emulateMedia({ media: 'screen' })

  await openCards(page)
  for (const no of orderNos) await expect(page.getByRole('checkbox', { name: `注文 ${no} を選択` })).toHaveCount(0)
  await page.getByRole('button', { name: /^実売上/ }).click()
  for (const no of orderNos) {
    await expect(rows(page).filter({ has: page.getByRole('cell', { name: no, exact: true }) })).toContainText(
      '入金済み',
    )
  }
})

test('the guide, page 8, with the keyboard alone: 実売上 to 取消・返品・月跨返品, the word of each order', async () => {
  const { page } = desk
  await page.keyboard.press('Control+K')
  await expect(page.getByRole('dialog').locator('input')).toBeFocused()
  await page.keyboard.type('カード決済情報')
  await page.keyboard.press('Enter')
  await expect(rows(page).first()).toContainText('仮売上')
  await tabTo(page, /^実売上/)
  await page.keyboard.press('Enter')
  await expect(rows(page).first()).toContainText('実売上')
  const last = (await rows(page).count()) - 1
  const orderNos = [await orderNoAt(page, 0), await orderNoAt(page, last)]
  await page.keyboard.press('j')
  await page.keyboard.press('Space')
  for (let step = 0; step < last; step += 1) await page.keyboard.press('j')
  await page.keyboard.press('Space')
  await expect(page.getByText('2件 選択中')).toBeVisible()
  await page.keyboard.press('s')

  await expect(page.getByRole('heading', { name: '一括処理の確認' })).toBeFocused()
  const planned = await Promise.all(
    orderNos.map((no) =>
      rows(page)
        .filter({ has: page.getByRole('cell', { name: no, exact: true }) })
        .locator('strong')
        .allInnerTexts(),
    ),
  )
  const start = /件の処理を始める$/
  await tabTo(page, start)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /取消・返品・月跨返品 2件 － 終了/ })).toBeVisible({ timeout: 20_000 })
  const jobs: Readonly<Record<string, string>> = { 取消: 'VOID', 返品: 'RETURN', 月跨返品: 'RETURNX' }
  const expected = planned.map((words) => words.map((word) => jobs[word.trim()] ?? word))
  const sent = (await wordsFor(orderNos)).map((words) => words.filter((word) => word !== 'SALES'))
  expect(sent).toEqual(expected)
  expect(sent.flat().length).toBeGreaterThan(0)
})

test('期限レーダー: j, space and one key lead to the same preview', async () => {
  const { page } = desk
  await page.getByRole('link', { name: '期限レーダー', exact: true }).click()
  await expect(rows(page).first()).toContainText('期限切れ')
  await page.getByRole('button', { name: /^3日以内/ }).click()
  await expect(rows(page).first()).toContainText('本日まで')
  const orderNo = await orderNoAt(page, 1)
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: '一括処理の確認' })).toBeVisible()
  await expect(rows(page).filter({ has: page.getByRole('cell', { name: orderNo, exact: true }) })).toContainText(
    '実売上',
  )
  await page.getByRole('button', { name: '1件の処理を始める' }).click()
  await expect(outcome(page, '成功')).toContainText('1件', { timeout: 20_000 })
  expect(await wordsFor([orderNo])).toEqual([['SALES']])
})

test('a run goes on when its screen is left; quitting asks; after the end of the program it waits for 再開', async () => {
  const { page } = desk
  await openCards(page)
  await rehearsalGateway(dataDir).latency(400, 500)
  const before = (await rehearsalGateway(dataDir).ledger()).mutations.length
  for (const index of [0, 1, 2, 3, 4, 5, 6, 7]) await rows(page).nth(index).click()
  await page.getByRole('combobox', { name: '変更後のカード決済状況' }).selectOption('sales')
  await page.getByRole('button', { name: '決済状況変更' }).click()
  await page.getByRole('button', { name: '8件の処理を始める' }).click()
  await expect(page.getByRole('heading', { name: /実売上 8件 － 実行中/ })).toBeVisible()
  await page.getByRole('link', { name: 'ショップ', exact: true }).click()
  await expect(page.getByRole('link', { name: /一括処理 [1-9]\/8/ })).toBeVisible({ timeout: 20_000 })

  await desk.app.evaluate(({ app, dialog }) => {
    dialog.showMessageBox = (options: unknown) => {
      process.stderr.write(JSON.stringify(options))
      return Promise.resolve({ response: 1, checkboxChecked: false })
    }
    app.quit()
  })
  await expect(page.getByRole('link', { name: /一括処理 [2-9]\/8/ })).toBeVisible({ timeout: 20_000 })
  await desk.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
  })
  await desk.close()

  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  const banner = desk.page.getByRole('alert').filter({ hasText: '前回の一括処理が途中です' })
  await expect(banner).toBeVisible({ timeout: 20_000 })
  await banner.getByRole('link', { name: '内容を見る' }).click()
  await expect(desk.page.getByRole('heading', { name: /中断（受注デスクの終了）/ })).toBeVisible()
  await desk.page.getByRole('button', { name: '再開' }).click()
  await expect(desk.page.getByRole('heading', { name: /実売上 8件 － 終了/ })).toBeVisible({ timeout: 30_000 })
  await expect.poll(async () => (await rehearsalGateway(dataDir).ledger()).mutations.length).toBe(before + 8)
})

/** Tabs until the focused element has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let tabs = 0; tabs < 200; tabs += 1) {
    await page.keyboard.press('Tab')
    const focused = await page.evaluate(() => document.activeElement?.textContent.trim() ?? '')
    if (name.test(focused)) return
  }
  throw new Error(`nothing is called ${String(name)}`)
}
