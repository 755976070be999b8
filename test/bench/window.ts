import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { launchDesk } from '../support/launch.ts'
import { rehearsalGateway } from '../support/rehearsal-gateway.ts'
import { ms, quantile, type BenchOptions, type Metric } from './metric.ts'
import { shopFolder } from './start.ts'

const KEYS = 60
const ROWS = 10_000
/** More rows than these in the document make every change of it slow. */
const MOST_ROWS = 60
const FRAME_MS = 1000 / 60

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
  await page.getByRole('checkbox', { name: 'このページをすべて選択' }).check()
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

/** Frames that should have been, and that were not, while a page of the list is scrolled to its end. */
async function scrolled(page: Page) {
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const times: number[] = []
        const step = (at: number) => {
          times.push(at)
          if (times.length < 12) requestAnimationFrame(step)
          else resolve(times)
        }
        requestAnimationFrame(step)
      }),
  )
  for (let turn = 0; turn < 6; turn += 1) await page.mouse.wheel(0, 600)
  const times = await frames
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at))
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME_MS) - 1), 0)
  return { dropped, frames: gaps.length + dropped }
}

/** Ten thousand orders of the list from the first to the last, as far as it shows them page by page. */
async function scrolling({ orders }: BenchOptions) {
  const dataDir = await shopFolder(Math.max(orders, ROWS))
  const desk = await launchDesk({ dataDir, mode: 'test' })
  const { page } = desk
  const rows = page.locator('tbody tr')
  await rows.first().waitFor({ timeout: 120_000 })
  await rows.first().hover()
  let [dropped, frames, most] = [0, 0, 0]
  for (let seen = 0; seen < ROWS;) {
    const here = await rows.count()
    const part = await scrolled(page)
    dropped += part.dropped
    frames += part.frames
    most = Math.max(most, here)
    seen += here
    const place = page.getByText(/^\d+ \/ \d+ ページ$/).first()
    const before = await place.innerText()
    await page.getByRole('button', { name: '次へ' }).first().click()
    while ((await place.innerText()) === before) await page.waitForTimeout(10)
  }
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
  const share = (100 * dropped) / frames
  return {
    value: most > MOST_ROWS ? Math.max(share, 2.01) : share,
    detail: `${share.toFixed(2)} % of ${String(frames)} frames dropped over ${String(ROWS)} rows, at most ${String(most)} rows in the document (≤ ${String(MOST_ROWS)})`,
  }
}

export const windowMetrics: readonly Metric[] = [
  { id: 'P7', title: 'scrolling the list', target: 2, wanted: 'atMost', measure: scrolling },
  { id: 'P18', title: 'typing during a bulk run', target: 1.5, wanted: 'atMost', measure: typing },
]
