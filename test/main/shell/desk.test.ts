import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Bridge } from '../../../src-shared/bridge.ts'
import { findBrowser } from '../../../scripts/find-browser.mjs'
import { launchDesk, type LaunchedDesk } from '../../support/launch.ts'
import { writeToyDesk } from './toy-desk.ts'

declare const juchu: Bridge

const browser = await findBrowser()
if (browser === null) {
  process.stderr.write(
    '*** NO BROWSER: the shell is not tried in a window. Install Chromium or set JUCHU_BROWSER. ***\n',
  )
  if (process.env['CI'] !== undefined) throw new Error('CI needs a browser')
}

let folder = ''
let program = ''
let dataDir = ''
let desk: LaunchedDesk

const diary = (): string[] => readFileSync(join(dataDir, 'diary.log'), 'utf8').trim().split('\n')
const call = (name: string, input: unknown): Promise<unknown> =>
  desk.page.evaluate(([name, input]) => juchu.call(name, input), [name, input] as const)

/** Starts the program once more, by its command line, and waits for its end. */
function startAgain(...switches: string[]): { status: number | null; output: string } {
  const standIn = fileURLToPath(new URL('../../../scripts/preview/launcher.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [standIn, program, ...switches], {
    encoding: 'utf8',
    timeout: 30_000,
  })
  return { status, output: stdout + stderr }
}

describe.skipIf(browser === null)('the shell, with a toy core and a toy window', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'juchu-shell-'))
    program = join(folder, 'program')
    await writeToyDesk(program)
    dataDir = join(folder, 'data')
    desk = await launchDesk({ appPath: program, dataDir, mode: 'test' })
    await desk.page.getByText('ready').waitFor()
  }, 120_000)

  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows the window its six functions and nothing else', async () => {
    const seen = await desk.page.evaluate(() => [
      Object.keys(juchu).sort(),
      ['require', 'process', 'Buffer', 'module', 'ipcRenderer', 'electron'].filter((name) => name in globalThis),
    ])
    expect(seen).toEqual([['call', 'chooseDataFolder', 'onEvent', 'openExternal', 'revealDataFolder', 'writeMail'], []])
  })

  it('carries calls to the core and back, and refuses what is malformed or too large', async () => {
    expect(await call('orders.open', { id: 1 })).toEqual({ ok: true, value: { name: 'orders.open', input: { id: 1 } } })
    expect(await call('x'.repeat(61), {})).toMatchObject({ failure: { code: 'call.invalid' } })
    expect(await desk.page.evaluate(() => juchu.call('orders.open', new Date(0)))).toMatchObject({
      failure: { code: 'call.invalid' },
    })
    expect(await call('orders.open', 'x'.repeat(1_000_000))).toMatchObject({ failure: { code: 'call.too-large' } })
    expect(diary()).toEqual(['start test preview'])
  })

  it('seals and opens secrets for the core, and passes its events on until they are no longer wanted', async () => {
    const events = desk.page.evaluate(async () => {
      const seen: { payload: { ok: boolean; text: string } }[] = []
      const next = (): Promise<void> =>
        new Promise((resolve) => {
          const stop = juchu.onEvent((event) => {
            seen.push(event as (typeof seen)[number])
            stop()
            resolve()
          })
        })
      const sealed = next()
      await juchu.call('toy.secret', { act: 'seal', text: 'pass' })
      await sealed
      const opened = next()
      await juchu.call('toy.secret', { act: 'open', text: seen[0]?.payload.text })
      await opened
      return seen.map(({ payload }) => payload)
    })
    const [sealed, opened, ...others] = await events
    expect(sealed?.ok).toBe(true)
    expect(sealed?.text).not.toContain('pass')
    expect(opened).toEqual({ ok: true, text: 'pass' })
    expect(others).toEqual([])
  })

  it('opens addresses of the list and of the shop only', async () => {
    const opened = (url: string): Promise<{ opened: boolean }> =>
      desk.page.evaluate((url) => juchu.openExternal(url), url)
    expect(await opened('https://www.gmo-pg.com/')).toEqual({ opened: true })
    expect(await opened('https://shop.example.jp/products')).toEqual({ opened: true })
    expect(await opened('https://evil.example/')).toEqual({ opened: false })
    expect(await opened('file:///etc/passwd')).toEqual({ opened: false })
  })

  it('opens drafts in the mail program, and nothing that is no draft', async () => {
    const opened = (draft: { to: string; subject: string; body: string }) =>
      desk.page.evaluate((draft) => juchu.writeMail(draft), draft)
    expect(await opened({ to: 'a@example.jp', subject: '件名', body: '本文' })).toEqual({ opened: 'whole' })
    expect(await opened({ to: 'a@example.jp?bcc=b@example.jp,c', subject: '', body: '' })).toEqual({ opened: 'no' })
  })

  it('keeps the page where it is and without the network', async () => {
    const before = desk.page.url()
    const tried = await desk.page.evaluate(async () => {
      const popup = window.open('https://evil.example/')
      const fetched = await fetch('https://evil.example/').then(
        () => 'fetched',
        () => 'blocked',
      )
      location.href = 'https://evil.example/'
      return { popup: popup === null, fetched, title: document.title }
    })
    // The title would be `inline`, had the page's inline script run.
    expect(tried).toEqual({ popup: true, fetched: 'blocked', title: 'toy' })
    expect(await call('orders.open', { id: 2 })).toMatchObject({ ok: true })
    expect(desk.page.url()).toBe(before)
  })

  it('answers for a core that died, and starts it again when the person wants that', async () => {
    await desk.app.evaluate(({ dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false })
    })
    const stopped = desk.page.evaluate(
      () =>
        new Promise((resolve) => {
          juchu.onEvent(resolve)
        }),
    )
    expect(await call('toy.crash', {})).toMatchObject({ ok: false, failure: { code: 'core.unavailable' } })
    expect(await stopped).toMatchObject({ name: 'core.stopped' })
    await expect.poll(() => call('orders.open', { id: 3 }), { timeout: 10_000 }).toMatchObject({ ok: true })
    expect(diary()).toEqual(['start test preview', 'start test preview'])
    expect(readFileSync(join(dataDir, 'logs/shell-crash.log'), 'utf8')).toContain('the toy core dies')
  })

  it('refuses the production mode in the preview, and a mode that does not exist', () => {
    for (const mode of ['production', 'live']) {
      const { status, output } = startAgain(`--data=${join(folder, 'other')}`, `--mode=${mode}`)
      expect(status).toBe(2)
      expect(output).toMatch(mode === 'live' ? /--mode=live/ : /本番モード/)
    }
  })

  it('lets the core close before it ends, and only one of it use a data folder', async () => {
    const before = diary()
    expect(startAgain(`--data=${dataDir}`, '--mode=test').status).toBe(0)
    expect(diary()).toEqual(before)
    await desk.app.evaluate(({ app }) => {
      app.quit()
    })
    await expect.poll(diary, { timeout: 10_000 }).toEqual([...before, 'close'])
  })
})
