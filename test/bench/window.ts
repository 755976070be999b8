import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'
import { ms, quantile, type Metric } from './metric.ts'

const KEYS = 60

/** Milliseconds from a key to the frame that shows it, in a field of the search form. */
async function keyToPaint(page: Page): Promise<number> {
  const field = page.getByLabel('顧客名', { exact: true })
  await field.fill('')
  await field.focus()
  await page.evaluate(() => {
    const times: number[] = []
    Reflect.set(window, 'keyTimes', times)
    document.addEventListener('keydown', ({ timeStamp }) => {
      requestAnimationFrame(() => {
        // The frame after the next: the letter has been painted by then.
        requestAnimationFrame((painted) => times.push(painted - timeStamp))
      })
    })
  })
  for (let index = 0; index < KEYS; index += 1) await page.keyboard.press('a', { delay: 30 })
  await page.waitForTimeout(200)
  const times = await page.evaluate(() => Reflect.get(window, 'keyTimes') as number[])
  return quantile(times, 0.95)
}

/** Typing while a bulk run goes on, against typing while nothing does. */
async function typing() {
  const dataDir = mkdtempSync(join(tmpdir(), 'juchu-bench-'))
  const desk = await launchDesk({ dataDir, mode: 'rehearsal' })
  const { page } = desk
  await page.getByText('未連携 3', { exact: true }).waitFor({ timeout: 120_000 })
  const openForm = async () => {
    await page.getByRole('link', { name: '受注管理', exact: true }).click()
    const folded = page.getByRole('button', { name: '検索条件を開く' })
    if (await folded.isVisible()) await folded.click()
  }
  await openForm()
  await keyToPaint(page)
  const idle = await keyToPaint(page)

  await rehearsalGateway(dataDir).slow(300, 1500)
  await page.getByRole('link', { name: 'カード決済情報', exact: true }).click()
  await page.getByRole('button', { name: /全て選択/ }).click()
  await page.getByRole('combobox', { name: '変更後のカード決済状況' }).selectOption({ label: '実売上' })
  await page.getByRole('button', { name: '決済状況変更' }).click()
  await page.getByRole('button', { name: /件の処理を始める/ }).click()
  await page.getByRole('heading', { name: /実行中/ }).waitFor()
  await openForm()
  const busy = await keyToPaint(page)
  await desk.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
  })
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
  return { value: busy / idle, detail: `p95 key to paint ${ms(busy)} during a run / ${ms(idle)} idle` }
}

export const windowMetrics: readonly Metric[] = [
  { id: 'P18', title: 'typing during a bulk run', target: 1.5, wanted: 'atMost', measure: typing },
]
