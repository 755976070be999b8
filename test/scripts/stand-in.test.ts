import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LaunchedDesk } from '../support/launch.ts'
import { launchToy, newFolder, noBrowser, removeFolders } from './toy.ts'

interface Toy {
  call(name: string, ...args: unknown[]): Promise<unknown>
  callUnknown(): Promise<unknown>
  add(a: number, b: number): number
  shout(text: string): void
  onEvent(listener: (message: string) => void): () => void
}
declare const toy: Toy

interface ToyLog {
  readonly asked: string[]
  readonly navigations: string[]
  readonly menu: number
}

describe.skipIf(noBrowser)('the stand-in with a Chromium of its own', () => {
  const dataDir = newFolder()
  let desk: LaunchedDesk

  beforeAll(async () => {
    desk = await launchToy(dataDir)
  })
  afterAll(async () => {
    await desk.close()
    removeFolders()
  })

  const log = async (): Promise<ToyLog> => (await desk.page.evaluate(() => toy.call('log'))) as ToyLog

  it('carries calls, their values and their errors between window and main process', async () => {
    const answers = await desk.page.evaluate(async () => {
      const value = {
        数: 3,
        none: undefined,
        at: new Date(5),
        big: 12n,
        bytes: new Uint8Array([1, 255]),
        deep: [[null, { $: 1 }]],
      }
      const back = (await toy.call('echo', value)) as typeof value
      return {
        same: back.数 === 3 && 'none' in back && back.at.getTime() === 5 && back.big === 12n && back.bytes[1] === 255,
        deep: JSON.stringify(back.deep),
        failed: await toy.call('fail').catch(String),
        unknown: await toy.callUnknown().catch(String),
        sum: toy.add(1, 2),
      }
    })
    expect(answers).toEqual({
      same: true,
      deep: '[[null,{"$":1}]]',
      failed: "Error: Error invoking remote method 'toy:call': RangeError: too much",
      unknown: "Error: Error invoking remote method 'toy:unknown': Error: No handler registered for 'toy:unknown'",
      sum: 3,
    })
  })

  it('delivers events until the listener is taken back', async () => {
    const heard = await desk.page.evaluate(async () => {
      const messages: string[] = []
      const stop = toy.onEvent((message) => messages.push(message))
      toy.shout('one')
      await toy.call('echo', 1)
      stop()
      toy.shout('two')
      await toy.call('echo', 2)
      return messages
    })
    expect(heard).toEqual(['reply one', 'ONE'])
  })

  it('shows the page nothing but the exposed object, frozen', async () => {
    const seen = await desk.page.evaluate(() => ({
      globals: ['require', 'process', 'module', 'receiveFromMain', 'electron'].filter((name) => name in window),
      bindings: Object.getOwnPropertyNames(window).filter((name) => name.startsWith('toMain')),
      names: Object.keys(toy),
      frozen: Object.isFrozen(toy),
    }))
    const names = ['call', 'callUnknown', 'shout', 'add', 'onEvent']
    expect(seen).toEqual({ globals: [], bindings: [], names, frozen: true })
  })

  it('lets Chromium enforce the policy the program sent', async () => {
    const result = await desk.page.evaluate(async () => {
      const marks = window as unknown as { ran?: boolean }
      const script = document.createElement('script')
      const attempts = [
        () => (script.textContent = 'window.ran = true'),
        () => (document.body.innerHTML += '<img src=x>'),
        () => {
          document.body.setAttribute('onclick', 'window.ran = true')
          document.body.click()
        },
      ].map((attempt) => {
        try {
          attempt()
          return 'done'
        } catch (error) {
          return (error as Error).name
        }
      })
      const fetched = await fetch('/index.html').then(
        () => 'answered',
        (error: unknown) => (error as Error).name,
      )
      return { attempts, fetched, ran: marks.ran === true }
    })
    expect(result.attempts).toEqual(['TypeError', 'TypeError', 'TypeError'])
    expect(result.fetched).toBe('TypeError')
    expect(result.ran).toBe(false)
    const violations = () => desk.page.evaluate(() => (window as unknown as { violations: string[] }).violations)
    await expect.poll(violations).toEqual(expect.arrayContaining(['connect-src', 'require-trusted-types-for']))
    expect(await desk.page.evaluate(() => getComputedStyle(document.querySelector('h1') as Element).color)).toBe(
      'rgb(1, 2, 3)',
    )
  })

  it('asks the guard before every navigation and new window, and keeps the page', async () => {
    await desk.page.evaluate(() => {
      location.href = 'https://evil.example/'
    })
    await desk.page.evaluate(() => {
      location.href = 'about:blank'
    })
    const opened = await desk.page.evaluate(() => window.open('https://evil.example/new'))
    const link = `const a = document.createElement('a'); a.href = 'https://evil.example/link'; a.target = '_blank'; document.body.append(a); a.click()`
    await desk.app.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      link,
    )
    await expect.poll(async () => (await log()).navigations.length).toBe(4)
    expect((await log()).navigations).toEqual([
      'https://evil.example/',
      'about:blank',
      'open https://evil.example/new',
      'open https://evil.example/link',
    ])
    expect(opened).toBe(null)
    expect(await desk.page.title()).toBe('おためし')
    expect(desk.app.windows()).toHaveLength(1)
  })

  it('refuses permissions the session refuses', async () => {
    const states = await desk.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'clipboard-read'] as PermissionName[]
      return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
    })
    expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
  })

  it('hands each address to protocol.handle as it stands, so that no traversal is hidden from it', async () => {
    const paths = ['/../../package.json', '/..%2f..%2fmain.js', '/%2e%2e/main.js', '/missing.js', '//etc/passwd']
    const loaded = await desk.page.evaluate(
      (wanted) =>
        Promise.all(
          wanted.map(
            (path) =>
              new Promise<boolean>((resolve) => {
                const image = new Image()
                image.onload = () => {
                  resolve(true)
                }
                image.onerror = () => {
                  resolve(false)
                }
                image.src = `${location.origin}${path}`
              }),
          ),
        ),
      paths,
    )
    expect(loaded).toEqual(paths.map(() => false))
    const { asked } = await log()
    expect(asked).toContain('app://desk/..%2f..%2fmain.js')
    expect(asked).toContain('app://desk/package.json')
    expect(asked.every((url) => url.startsWith('app://desk/'))).toBe(true)
  })

  it('prints the window as a PDF', async () => {
    const text = await desk.app.evaluate(async ({ BrowserWindow }) => {
      const pdf = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({
        pageSize: 'A4',
        printBackground: true,
      })
      return pdf?.toString('latin1') ?? ''
    })
    expect(text.slice(0, 5)).toBe('%PDF-')
    expect(text).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/)
  })

  it('seals with a key only the owner of the data can read', async () => {
    const sealed = (await desk.page.evaluate(() => toy.call('seal', '合言葉'))) as string
    expect(Buffer.from(sealed, 'base64').toString('utf8')).not.toContain('合言葉')
    expect(await desk.page.evaluate((text) => toy.call('open', text), sealed)).toBe('合言葉')
    expect(readdirSync(dataDir)).toEqual(['preview-key'])
    expect(statSync(join(dataDir, 'preview-key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dataDir, 'preview-key'))).toHaveLength(32)
    const broken = Buffer.from(sealed, 'base64')
    broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1
    const answer = await desk.page.evaluate((text) => toy.call('open', text).catch(String), broken.toString('base64'))
    expect(answer).toContain('Error invoking remote method')
  })

  it('obeys accelerators, the theme of the system and the zoom', async () => {
    await desk.page.keyboard.press('Control+Shift+K')
    await expect.poll(async () => (await log()).menu).toBe(1)
    await desk.page.emulateMedia({ colorScheme: 'dark' })
    await expect.poll(() => desk.app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
    await desk.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1.5)
    })
    await expect.poll(() => desk.page.evaluate(() => document.documentElement.style.zoom)).toBe('1.5')
  })

  it('runs the preload again in a reloaded page', async () => {
    await desk.page.reload()
    await desk.page.click('#ask')
    await expect.poll(() => desk.page.textContent('#answer')).toBe('{"数":3}')
  })

  it('lets the driver see windows, replace dialogs and take pictures', async () => {
    const window = await desk.app.browserWindow(desk.page)
    expect(await window.evaluate((each: { getTitle(): string }) => each.getTitle())).toBe('おためし')
    await desk.app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: '/chosen' })
    })
    expect(await desk.app.evaluate(async ({ dialog }) => (await dialog.showSaveDialog({})).filePath)).toBe('/chosen')
    const picture = await desk.page.screenshot()
    expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG')
  })

  it('marks the process, and names every part of Electron it lacks', async () => {
    const environment = await desk.page.evaluate(() => toy.call('environment'))
    expect(environment).toMatchObject({ marker: '1', packaged: false, name: 'おためし', version: '1.2.3', idle: 0 })
    const missing = desk.app.evaluate(({ Tray }) => typeof Tray)
    await expect(missing).rejects.toThrow('does not implement electron.Tray')
    const method = desk.app.evaluate(({ app }) => app.getGPUInfo('basic'))
    await expect(method).rejects.toThrow('does not implement app.getGPUInfo')
  })

  it('refuses windows whose page would have more rights', async () => {
    const messages = await desk.app.evaluate(({ BrowserWindow }) => {
      const asked = [
        { contextIsolation: false },
        { sandbox: false },
        { nodeIntegration: true },
        { webviewTag: true },
        { webSecurity: false },
      ]
      return asked.map((webPreferences) => {
        try {
          return String(new BrowserWindow({ webPreferences }).id)
        } catch (error) {
          return (error as Error).message
        }
      })
    })
    expect(messages).toEqual([
      'The stand-in refuses webPreferences.contextIsolation: false',
      'The stand-in refuses webPreferences.sandbox: false',
      'The stand-in refuses webPreferences.nodeIntegration: true',
      'The stand-in refuses webPreferences.webviewTag: true',
      'The stand-in refuses webPreferences.webSecurity: false',
    ])
  })
})
