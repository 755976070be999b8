import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'
import { expectCount } from '../support/window.ts'

let dataDir: string
let desk: LaunchedDesk

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal' })
})

test.afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('the guide, page 5, with the keyboard alone: find, open, 実売上 and 入金済み, next order, back', async () => {
  const { page } = desk
  await expectCount(page, 300)
  // The guide's order of page 4: テスト テスト, 2,990 yen, 仮売上.
  await page.keyboard.press('f')
  await tabTo(page, '購入金額 下限')
  await page.keyboard.type('2990')
  await page.keyboard.press('Tab')
  await page.keyboard.type('2990')
  await tabTo(page, '顧客名', 'Shift+Tab')
  await page.keyboard.type('テスト')
  await page.keyboard.press('Enter')
  await expectCount(page, 1)

  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByText('（現在状況:仮売上）')).toBeVisible()
  await tabTo(page, 'カード決済状況変更')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('2,990円')
  await expect(dialog.getByRole('button', { name: 'やめる' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('成功')
  await expect(dialog.getByRole('button', { name: '閉じる' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page.getByText('（現在状況:実売上）')).toBeVisible()

  await page.keyboard.press('Alt+PageDown')
  await expect(page.getByText('一覧の最後の受注です')).toBeVisible()
  await page.keyboard.press('Alt+Home')
  await expect(page.getByRole('row').nth(1)).toContainText('実売上')
  await expect(page.getByRole('row').nth(1)).toContainText('入金済み')
  const { mutations } = await rehearsalGateway(dataDir).ledger()
  expect(mutations.map(({ jobCd }) => jobCd)).toEqual(['SALES'])
})

test('the palette opens an order by its number', async () => {
  const { page } = desk
  const orderNo = (await page.getByRole('row').nth(1).locator('td').nth(2).textContent())?.trim() ?? ''
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox', { name: '注文番号・顧客名・画面・操作' })).toBeFocused()
  await page.keyboard.type(orderNo)
  await expect(page.getByRole('option').filter({ hasText: orderNo }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: /受注編集/ })).toContainText(orderNo)
})

/** Presses Tab until the control with this name has the focus, as someone without a mouse does. */
async function tabTo(page: Page, name: string, key = 'Tab'): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press(key)
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      const label = element?.id ? document.querySelector(`label[for="${element.id}"]`)?.textContent : null
      return element?.getAttribute('aria-label') ?? label?.trim() ?? ''
    })
    if (focused === name) return
  }
  throw new Error(`Tab never reaches ${name}`)
}
