import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { filesBelow } from '../support/files.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'
import { expectCount } from '../support/window.ts'

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
  await expectCount(desk.page, 300)
})

test.afterAll(async () => {
  await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

test('W3: normal work breaks no rule of the content policy', async () => {
  const { page } = desk
  const menu = page.getByRole('navigation', { name: 'メニュー' }).getByRole('link')
  expect(await menu.count()).toBeGreaterThan(15)
  for (const link of await menu.all()) {
    await link.click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
  await openOrder(page)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  expect(complaints).toEqual([])
})

test('W3: a script that gets into the page does nothing', async () => {
  const { page } = desk
  const ran = await page.evaluate(async () => {
    const tries: (() => unknown)[] = [
      () => {
        document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.ran = 1">')
      },
      () => {
        const script = document.createElement('script')
        script.textContent = 'window.ran = 3'
        document.body.append(script)
      },
      () => {
        document.body.setAttribute('onclick', 'window.ran = 4')
      },
      () => fetch('https://example.com/'),
    ]
    const answers = await Promise.all(
      tries.map(async (attempt) => {
        try {
          await attempt()
          return 'went through'
        } catch (error) {
          return (error as Error).name
        }
      }),
    )
    document.body.click()
    return { answers, ran: Reflect.get(window, 'ran') as unknown }
  })
  expect(ran.ran).toBeUndefined()
  expect(ran.answers[3]).not.toBe('went through')
  expect(complaints.length).toBeGreaterThan(0)
})

test('W7: the page sees named functions only', async () => {
  const seen = await desk.page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(window, 'juchu') as object).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
  }))
  expect(seen.bridge).toEqual(['call', 'chooseDataFolder', 'onEvent', 'openExternal', 'revealDataFolder', 'writeMail'])
  expect(seen.node).toEqual([])
})

test('C2: the window’s code does not even know the names of the gateway’s secrets', () => {
  const built = filesBelow(fileURLToPath(new URL('../../dist/window', import.meta.url)))
  expect(built.length).toBeGreaterThan(100)
  const knows = built.filter(({ text }) => /(shop|access|site)_?pass|CardNo|SecurityCode/i.test(text))
  expect(knows.map(({ file }) => file)).toEqual([])
})

async function openOrder(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: '受注管理', exact: true }).click()
  await page.locator('tbody tr').first().click()
  await expect(page.getByRole('heading', { name: /受注編集/ })).toBeVisible()
}
