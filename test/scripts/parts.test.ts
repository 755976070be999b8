import { deepStrictEqual } from 'node:assert'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findBrowser } from '../../scripts/find-browser.mjs'
import { originOf, toAppUrl, toBrowserUrl } from '../../scripts/preview/address.mjs'
import { sourceHash } from '../../scripts/preview/build.mjs'
import { printOptions } from '../../scripts/preview/chromium/print.mjs'
import { decode, encode } from '../../scripts/preview/codec.mjs'
import { parseCommandLine } from '../../scripts/preview/command-line.mjs'
import { isPressed } from '../../scripts/preview/electron/accelerator.mjs'
import { findElectron } from '../../scripts/preview/real-electron.mjs'
import { runApplication } from '../../scripts/preview/run.mjs'
import { newFolder, removeFolders } from './toy.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  removeFolders()
})

describe('values between window and main process', () => {
  const leaf = fc.oneof(
    fc.string(),
    fc.double(),
    fc.bigInt(),
    fc.boolean(),
    fc.constantFrom(null, undefined, -0, NaN),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array(),
  )
  const keys = fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor', 'v'))
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree')),
      fc.dictionary(keys, tie('tree'), { noNullPrototype: true }),
    ),
  }))

  it('come out as they went in, through JSON', () => {
    fc.assert(
      fc.property(tree, (value) => {
        deepStrictEqual(decode(JSON.parse(JSON.stringify(encode(value)))), structuredClone(value))
      }),
    )
  })

  it('keep errors, and refuse what cannot be copied', () => {
    const back = decode(encode(new TypeError('x'))) as Error
    expect([back.name, back.message]).toEqual(['TypeError', 'x'])
    const circle: { self?: unknown } = {}
    circle.self = circle
    for (const value of [() => 1, Symbol('x'), new Map(), Promise.resolve(), { deep: [() => 1] }, circle]) {
      expect(() => {
        encode(value)
      }).toThrow('could not be cloned')
    }
    expect(Object.getPrototypeOf(decode(JSON.parse('{"__proto__": {"bad": 1}}')))).toBe(Object.prototype)
  })
})

describe('addresses', () => {
  const schemes = new Map([['app', {}]])

  it.each(['app://desk/index.html', 'app://desk/a%2f..%2fb?x=1#/orders/5', 'app://desk/'])(
    '%s goes there and back',
    (url) => {
      expect(toBrowserUrl(url, schemes)).toMatch(/^https:\/\/desk\.app\.invalid\//)
      expect(toAppUrl(toBrowserUrl(url, schemes), schemes)).toBe(url)
    },
  )

  it('leave others alone', () => {
    for (const url of ['https://example.test/', 'about:blank', 'other://desk/', 'no address']) {
      expect(toBrowserUrl(url, schemes)).toBe(url)
      expect(toAppUrl(url, schemes)).toBe(url)
    }
    expect(toAppUrl('https://desk.other.invalid/', schemes)).toBe('https://desk.other.invalid/')
    expect(originOf('app://desk/x')).toBe('app://desk')
    expect(originOf('about:blank')).toBe('null')
  })
})

describe('command line and keys', () => {
  it('is read as Electron reads it', () => {
    const read = parseCommandLine(['-r', '/x.js', '--no-sandbox', '--inspect=0', '.', '--data=/a b', '--', '--after'])
    expect(read.appPath).toBe('.')
    expect(read.modules).toEqual(['/x.js'])
    expect([...read.switches]).toEqual([
      ['no-sandbox', ''],
      ['inspect', '0'],
      ['data', '/a b'],
    ])
  })

  it.each([
    ['Ctrl+S', { key: 's', code: 'KeyS', ctrlKey: true }, true],
    ['Ctrl+S', { key: 'っ', code: 'KeyS', ctrlKey: true }, true],
    ['Ctrl+S', { key: 'S', code: 'KeyS', ctrlKey: true, shiftKey: true }, false],
    ['Ctrl+Plus', { key: '+', code: 'Semicolon', ctrlKey: true, shiftKey: true }, true],
    ['F5', { key: 'F5', code: 'F5' }, true],
    ['F5', { key: 'F5', code: 'F5', altKey: true }, false],
  ])('%s and %j', (accelerator, event, expected) => {
    const keys = { ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...event }
    expect(isPressed(accelerator, keys)).toBe(expected)
  })
})

describe('paper', () => {
  it('is measured in inches and checked', () => {
    expect(printOptions({ pageSize: 'A4', landscape: true, margins: { top: 0.5 } })).toMatchObject({
      paperWidth: 8.27,
      paperHeight: 11.7,
      landscape: true,
      marginTop: 0.5,
    })
    expect(printOptions({ pageSize: { width: 3, height: 4 } })).toMatchObject({ paperWidth: 3, paperHeight: 4 })
    expect(() => printOptions({ pageSize: 'B5' })).toThrow('Invalid pageSize')
  })
})

describe('what is found on the machine', () => {
  it('takes the browser that is named, and never another in its place', async () => {
    const file = join(newFolder(), 'browser')
    vi.stubEnv('JUCHU_BROWSER', file)
    await expect(findBrowser()).rejects.toThrow('JUCHU_BROWSER')
    writeFileSync(file, '#!/bin/sh\n')
    chmodSync(file, 0o755)
    expect(await findBrowser()).toEqual({ path: file, source: 'JUCHU_BROWSER' })
    vi.stubEnv('JUCHU_BROWSER', 'none')
    expect(await findBrowser()).toBe(null)
  })

  it('takes Electron only when its executable is there', () => {
    const root = newFolder()
    const folder = join(root, 'node_modules', 'electron')
    mkdirSync(join(folder, 'dist'), { recursive: true })
    expect(findElectron(root)).toBe(null)
    writeFileSync(join(folder, 'path.txt'), 'electron')
    expect(findElectron(root)).toBe(null)
    writeFileSync(join(folder, 'dist', 'electron'), '')
    expect(findElectron(root)).toBe(join(folder, 'dist', 'electron'))
  })

  it('sees every change of a source and none of other files', () => {
    const root = newFolder()
    mkdirSync(join(root, 'src-main', 'deep'), { recursive: true })
    const hashes = [sourceHash(root)]
    const write = (name: string, text: string): void => {
      writeFileSync(join(root, name), text)
      hashes.push(sourceHash(root))
    }
    write('src-main/deep/a.ts', 'one')
    write('src-main/deep/a.ts', 'two')
    write('package.json', '{}')
    expect(new Set(hashes).size).toBe(4)
    write('README.md', 'text')
    expect(hashes.at(-1)).toBe(hashes.at(-2))
  })
})

describe('what the stand-in refuses to run', () => {
  it('is a packaged program, and a folder without one', async () => {
    const folder = newFolder()
    await expect(runApplication({ appPath: join(folder, 'app.asar') })).rejects.toThrow('packaged')
    await expect(runApplication({ appPath: folder })).rejects.toThrow('package.json is missing')
    expect(existsSync(join(folder, 'dist'))).toBe(false)
  })
})
