import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CONTENT_SECURITY_POLICY, createAppProtocol, servedFiles } from '../../../src-main/shell/app-protocol.ts'

let folder = ''
let answer: (request: Request) => Promise<Response>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-window-'))
  const dir = join(folder, 'window')
  mkdirSync(join(dir, 'assets'), { recursive: true })
  const manifest = {
    'index.html': { file: 'assets/index.js', css: ['assets/index.css'], assets: ['assets/font.woff2'] },
    'lost.ts': { file: 'assets/lost.js' },
    'data.bin': { file: 'assets/data.bin' },
  }
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest))
  for (const name of ['index.html', 'assets/index.js', 'assets/index.css', 'assets/font.woff2', 'assets/data.bin']) {
    writeFileSync(join(dir, name), `content of ${name}`)
  }
  writeFileSync(join(dir, 'assets/unlisted.js'), 'not in the manifest')
  writeFileSync(join(folder, 'secret.txt'), 'outside')
  answer = createAppProtocol(dir)
})

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A request as the runtime hands it over; `Request` itself would refuse or rewrite some addresses. */
const ask = (url: string, method = 'GET'): Promise<Response> => answer({ url, method } as Request)

describe('the window’s own scheme', () => {
  it.each([
    ['app://desk/index.html', 'text/html; charset=utf-8'],
    ['app://desk/', 'text/html; charset=utf-8'],
    ['app://desk', 'text/html; charset=utf-8'],
    ['app://desk/index.html?x=1#/orders', 'text/html; charset=utf-8'],
    ['app://desk/assets/index.js', 'text/javascript; charset=utf-8'],
    ['app://desk/assets/index.css', 'text/css; charset=utf-8'],
    ['app://desk/assets/font.woff2', 'font/woff2'],
  ])('serves %s as %s', async (url, type) => {
    const response = await ask(url)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(await response.text()).toMatch(/^content of /)
  })

  it.each([
    'app://desk/manifest.json',
    'app://desk/assets/unlisted.js',
    'app://desk/assets/lost.js',
    'app://desk/assets/data.bin',
    'app://desk/assets/',
    'app://desk/assets',
    'app://desk/../secret.txt',
    'app://desk/assets/../../secret.txt',
    'app://desk/%2e%2e/secret.txt',
    'app://desk/..%2fsecret.txt',
    'app://desk/..%5csecret.txt',
    'app://desk/assets/..%2f..%2fsecret.txt',
    'app://desk/%252e%252e%252fsecret.txt',
    'app://desk//etc/passwd',
    'app://desk/\\..\\secret.txt',
    'app://desk/index.html%00.js',
    'app://desk/./%2e%2e/%2e%2e/etc/passwd',
    'app://desk/C:/Windows/win.ini',
    'app://desk/INDEX.HTML',
    'app://desk/index.html/',
    'app://desk/assets/index.js::$DATA',
    'app://other/index.html',
    'app://desk:80/index.html',
    'app://user@desk/index.html',
    'http://desk/index.html',
    'file:///etc/passwd',
  ])('answers 404 to %s', async (url) => {
    const response = await ask(url)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe('not found')
  })

  it.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('answers 404 to %s', async (method) => {
    expect((await ask('app://desk/index.html', method)).status).toBe(404)
  })

  it('sends the content policy and forbids guessing of types, also with a 404', async () => {
    for (const url of ['app://desk/index.html', 'app://desk/nothing']) {
      const { headers } = await ask(url)
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    }
  })

  it('has the agreed content policy, letter by letter', () => {
    expect(CONTENT_SECURITY_POLICY).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types vue",
    )
  })

  it('takes its list from a Vite manifest and nothing else', () => {
    expect([...servedFiles({ a: { file: 'a.js', css: ['a.css'] } })]).toEqual(['index.html', 'a.js', 'a.css'])
    expect(() => servedFiles(['index.html'])).toThrow()
    expect(() => servedFiles({ a: { css: [] } })).toThrow()
  })
})
