import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { Bridge } from '../../src-shared/bridge.ts'
import { filesBelow } from '../support/files.ts'
import { launchDesk } from '../support/launch.ts'

const shopPass = 'CANARYpw7'

test('a pass that is typed in goes to the encrypted store and is never seen again', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  const desk = await launchDesk({ dataDir, mode: 'test' })
  const { page } = desk
  try {
    await page.getByRole('link', { name: '決済（GMO）' }).click()
    await page.getByLabel('ショップID').fill('tshop00000077')
    await page.getByLabel(/パスワード/).fill(shopPass)
    await page.getByRole('button', { name: 'この内容で登録する' }).click()
    await expect(page.getByText('設定を登録しました')).toBeVisible()
    await page.reload()
    await page.getByRole('link', { name: '決済（GMO）' }).click()
    await expect(page.getByText('登録済み').first()).toBeVisible()

    // Everything the window can be told, asked by the page itself over its own bridge.
    const replies = await page.evaluate(async () => {
      const bridge = (window as unknown as { juchu: Bridge }).juchu
      const ask = ['desk.state', 'settings.gateway', 'settings.shop', 'settlement.attention', 'startup.state']
      return JSON.stringify(await Promise.all(ask.map((name) => bridge.call(name, {}))))
    })
    expect(replies).toContain('tshop00000077')
    expect(replies).not.toContain(shopPass)
    expect(await page.content()).not.toContain(shopPass)
    const kept = await page.evaluate(async () => [...Object.keys(localStorage), ...(await indexedDB.databases())])
    expect(kept).toEqual([])
  } finally {
    await desk.close()
  }
  expect(readFileSync(join(dataDir, 'secrets.json'), 'utf8')).not.toBe('{}')
  const leaks = filesBelow(dataDir).filter(({ text }) => text.includes(shopPass) || text.includes(btoa(shopPass)))
  expect(leaks.map(({ file }) => file)).toEqual([])
  rmSync(dataDir, { recursive: true, force: true })
})
