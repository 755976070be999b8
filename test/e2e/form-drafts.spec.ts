import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

/** The program ends as in a power cut, and is started again. */
async function crash(): Promise<void> {
  const ended = new Promise((resolve) => desk.app.process().once('exit', resolve))
  desk.app.process().kill('SIGKILL')
  await ended
  await desk.app.close().catch(() => undefined)
  desk = await launchDesk({ dataDir, mode: 'rehearsal', start: 'home' })
}

/** What an earlier time left in the form that is open. */
function kept() {
  return desk.page.getByRole('region', { name: '前回の入力' })
}

test('what was typed and not registered survives the end of the program', async () => {
  const { page } = desk
  await page.getByRole('link', { name: '受注登録' }).click()
  await page.getByLabel('注文者 姓').fill('停電')
  await page.getByRole('button', { name: '空の行を追加' }).click()
  await page.getByLabel('1行目 商品名').fill('湯呑')
  await page.getByLabel('1行目 単価', { exact: true }).fill('1200')
  await page.getByRole('combobox', { name: 'お支払方法' }).selectOption('代金引換')
  await sleep(2_000)
  // What tells other windows that this one is still writing; the system lets go of it when the window dies.
  const held = await page.evaluate(async () => (await navigator.locks.query()).held?.map(({ name }) => name))
  expect(held).toEqual([expect.stringMatching(/^draft [0-9a-f-]{36}$/)])
  await crash()
  const left = desk.page.getByRole('region', { name: '登録していない入力' })
  await expect(left).toContainText('前回の入力が残っています')
  await expectAccessible(desk.page)
  await shoot(desk.page, 'left-drafts')
  await left.getByRole('link', { name: '受注登録' }).click()
  const offered = kept()
  await expect(offered).toBeVisible()
  await expectAccessible(desk.page)
  await shoot(desk.page, 'kept-draft')
  await offered.getByRole('button', { name: /戻す/ }).focus()
  await desk.page.keyboard.press('Enter')
  await expect(desk.page.getByLabel('注文者 姓')).toHaveValue('停電')
  await desk.page.keyboard.press('Control+s')
  await expect(desk.page.getByRole('heading', { name: '受注編集 注文 T-000001' })).toBeVisible()
  await desk.page.getByRole('link', { name: '受注登録' }).click()
  await expect(desk.page.getByLabel('注文者 姓')).toHaveValue('')
  await expect(offered).toBeHidden()
})

test('a change of an order is offered where it belongs, and 捨てる forgets it', async () => {
  await desk.page.getByRole('link', { name: '受注管理', exact: true }).click()
  await desk.page.getByRole('link', { name: /編集/ }).first().click()
  await desk.page.getByRole('textbox', { name: 'メモ' }).fill('書きかけのメモ')
  const heading = await desk.page.getByRole('heading', { level: 1 }).innerText()
  await sleep(2_000)
  await crash()
  await desk.page.getByRole('region', { name: '登録していない入力' }).getByRole('link').click()
  await expect(desk.page.getByRole('heading', { level: 1 })).toHaveText(heading)
  await kept().getByRole('button', { name: /戻す/ }).click()
  await expect(desk.page.getByRole('textbox', { name: 'メモ' })).toHaveValue('書きかけのメモ')
  await sleep(1_500)
  await crash()
  await desk.page.getByRole('region', { name: '登録していない入力' }).getByRole('link').click()
  await kept()
    .getByRole('button', { name: /捨てる/ })
    .click()
  await expect(kept()).toBeHidden()
  await expect(desk.page.getByRole('textbox', { name: 'メモ' })).not.toHaveValue('書きかけのメモ')
  await desk.page.getByRole('link', { name: '管理メイン' }).click()
  await expect(desk.page.getByRole('region', { name: '登録していない入力' })).toHaveCount(0)
})
