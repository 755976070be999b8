import { once } from 'node:events'
import { request } from 'node:http'
import { chromium, type Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { mirrorPolicy, withBridge } from '../../scripts/preview/mirror/document.mjs'
import { browser, newFolder, noBrowser, removeFolders, runToy, type Run } from './toy.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** One GET with exactly these headers. */
function get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body })
      })
    })
    sent.on('error', reject).end()
  })
}

/** The status of a WebSocket handshake: 101 when it was accepted. */
function handshake(url: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers })
    socket.on('open', () => {
      socket.close()
      resolve(101)
    })
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0)
    })
    socket.on('error', () => undefined)
  })
}

describe('the mirror without any browser on the machine', () => {
  let run: Run
  let url: string
  let origin: string
  let cookie: string

  beforeAll(async () => {
    run = runToy([`--data=${newFolder()}`, '--serve=0', '--mirror-only'], { JUCHU_BROWSER: 'none' })
    url = await run.printed(/http:\/\/\S+/)
    origin = new URL(url).origin
    const opened = await get(url)
    cookie = String(opened.headers['set-cookie']).split(';')[0] ?? ''
  })
  afterAll(async () => {
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    removeFolders()
  })

  it('leads from the printed address to the window and keeps the key out of scripts', async () => {
    const opened = await get(url)
    expect(opened.status).toBe(302)
    expect(opened.headers['location']).toBe('/index.html')
    expect(String(opened.headers['set-cookie'])).toMatch(/; HttpOnly; SameSite=Lax; Path=\/$/)
  })

  it('serves what the window itself gets, with the bridge first and one change to the policy', async () => {
    const page = await get(`${origin}/index.html`, { cookie })
    const policy = String(page.headers['content-security-policy'])
    expect(page.status).toBe(200)
    expect(page.body.indexOf('/__preview/bridge.js')).toBeLessThan(page.body.indexOf('/window.js'))
    expect(policy).toContain(`connect-src ${origin.replace('http', 'ws')}`)
    expect(policy).not.toContain("connect-src 'none'")
    expect(policy).toContain("require-trusted-types-for 'script'")
    expect((await get(`${origin}/window.js`, { cookie })).headers['content-type']).toBe('text/javascript')
    for (const path of ['/main.js', '/../main.js', '/..%2fmain.js', '/%2e%2e/preload.cjs', '/missing.js']) {
      expect((await get(`${origin}${path}`, { cookie })).status).toBe(404)
    }
  })

  it.each([
    ['without the key', {}],
    ['with a wrong key', { cookie: 'juchu-preview-1=x' }],
    ['under a foreign name', { cookie: 'KEY', host: 'evil.example' }],
    ['under localhost, which is another site', { cookie: 'KEY', host: 'localhost' }],
    ['for a foreign page', { cookie: 'KEY', origin: 'https://evil.example' }],
    ['for a script of a foreign page', { cookie: 'KEY', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('refuses requests %s', async (_name, headers) => {
    const real = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value === 'KEY' ? cookie : value]),
    )
    expect((await get(`${origin}/index.html`, real)).status).toBe(403)
    expect((await get(`${origin}/__preview/bridge.js`, real)).status).toBe(403)
  })

  it('refuses a wrong key in the address', async () => {
    expect((await get(`${url}0`)).status).toBe(403)
    expect((await get(`${url.slice(0, -1)}${url.endsWith('0') ? '1' : '0'}`)).status).toBe(403)
    expect((await get(url, { host: 'evil.example' })).status).toBe(403)
  })

  it('connects sockets of its own page only', async () => {
    const socket = `${origin.replace('http', 'ws')}/__preview/ipc`
    expect(await handshake(socket, { cookie, origin })).toBe(101)
    expect(await handshake(socket, { cookie, origin: 'https://evil.example' })).toBe(403)
    expect(await handshake(socket, { cookie, origin: origin.replace('127.0.0.1', 'localhost') })).toBe(403)
    expect(await handshake(socket, { cookie })).toBe(403)
    expect(await handshake(socket, { origin })).toBe(403)
    expect(await handshake(socket, { cookie, origin, host: 'evil.example' })).toBe(403)
    expect(await handshake(socket.replace('ipc', 'other'), { cookie, origin })).toBe(403)
  })

  it('carries calls over the socket', async () => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/__preview/ipc`, { headers: { cookie, origin } })
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'invoke', id: 7, channel: 'toy:call', args: ['echo', 'はい'] }))
    const [data] = (await once(socket, 'message')) as [Buffer]
    expect(JSON.parse(data.toString('utf8'))).toEqual({ type: 'reply', id: 7, ok: true, value: 'はい' })
    socket.close()
  })
})

describe.skipIf(noBrowser)('the mirror in a browser of the person', () => {
  let run: Run
  let url: string
  let visitor: Browser

  beforeAll(async () => {
    run = runToy([`--data=${newFolder()}`, '--serve=0', '--mirror-only'])
    url = await run.printed(/http:\/\/\S+/)
    visitor = await chromium.launch({ executablePath: browser?.path ?? '' })
  })
  afterAll(async () => {
    await visitor.close()
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    removeFolders()
  })

  it('works in several tabs, which all hear the events', async () => {
    const context = await visitor.newContext()
    const [first, second] = [await context.newPage(), await context.newPage()]
    for (const page of [first, second]) await page.goto(url)
    await first.click('#ask')
    await expect.poll(() => first.textContent('#answer')).toBe('{"数":3}')
    await first.evaluate('toy.shout("hey")')
    await expect.poll(() => first.locator('#events li').allTextContents()).toEqual(['reply hey', 'HEY'])
    await expect.poll(() => second.locator('#events li').allTextContents()).toEqual(['HEY'])
    expect(await first.evaluate('window.violations')).toEqual([])
    await context.close()
  })

  it('shows nothing to a page of another site in the same browser', async () => {
    const context = await visitor.newContext()
    const page = await context.newPage()
    await page.goto(url)
    const other = await context.newPage()
    await other.goto(`data:text/html,<script src="${new URL(url).origin}/__preview/bridge.js"></script><p>x`)
    expect(await other.evaluate('typeof toy')).toBe('undefined')
    await context.close()
  })
})

describe('the mirrored document', () => {
  it('changes the policy in one place and puts the bridge first', () => {
    expect(mirrorPolicy("default-src 'none'; connect-src 'none';script-src 'self'", 'ws://127.0.0.1:1')).toBe(
      "default-src 'none'; script-src 'self'; connect-src ws://127.0.0.1:1",
    )
    expect(withBridge('<html><head lang="ja"><title>x</title></head></html>')).toBe(
      '<html><head lang="ja"><script src="/__preview/bridge.js"></script><title>x</title></head></html>',
    )
    expect(withBridge('<p>x')).toBe('<script src="/__preview/bridge.js"></script><p>x')
  })
})
