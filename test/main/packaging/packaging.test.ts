import { execFileSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CoreStart, FromCore, ToCore } from '../../../src-main/core-messages.ts'
import { servedFiles } from '../../../src-main/shell/app-protocol.ts'
import { buildIfNeeded } from '../../../scripts/preview/build.mjs'
import { writeStubRuntime } from './stub-runtime.ts'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const driver = 'node_modules/@photostructure/sqlite'

let folder = ''

/** Runs a tool of node_modules and answers what it prints. */
const tool = (path: string, ...args: string[]): string =>
  execFileSync(process.execPath, [join(repository, 'node_modules', path), ...args], {
    cwd: repository,
    encoding: 'utf8',
  })

beforeAll(async () => {
  await buildIfNeeded(repository.replace(/[\\/]$/, ''))
  folder = mkdtempSync(join(tmpdir(), 'juchu-pack-'))
  writeStubRuntime(join(folder, 'runtime'), repository)
  const overrides = [`-c.electronDist=${join(folder, 'runtime')}`, `-c.directories.output=${join(folder, 'release')}`]
  tool('electron-builder/cli.js', '--linux', 'dir', '--win', 'dir', '--x64', '--publish', 'never', ...overrides)
  tool('@electron/asar/bin/asar.js', 'extract', asar('linux'), join(folder, 'extracted'))
}, 240_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

type System = 'linux' | 'win'
const unpacked = (system: System): string => join(folder, 'release', `${system}-unpacked`)
const asar = (system: System): string => join(unpacked(system), 'resources', 'app.asar')
const program = (system: System): string => join(unpacked(system), system === 'win' ? 'juchu-desk.exe' : 'juchu-desk')

/** Names of all files in the packed program, with forward slashes. */
function packed(system: System): readonly string[] {
  const lines = tool('@electron/asar/bin/asar.js', 'list', asar(system)).split(/\r?\n/)
  return lines.filter((line) => line !== '').map((line) => line.replaceAll('\\', '/').slice(1))
}

/** First bytes of a file. */
function magic(file: string, length: number): Buffer {
  const bytes = Buffer.alloc(length)
  const handle = openSync(file, 'r')
  readSync(handle, bytes, 0, length, 0)
  closeSync(handle)
  return bytes
}

describe.each(['linux', 'win'] as const)('the program packed for %s', (system) => {
  it('holds the build, the driver and nothing else', () => {
    const files = packed(system).filter((name) => /\.[a-z0-9]+$|LICENSE$/.test(name))
    const strangers = files.filter(
      (name) =>
        !/^(dist\/(main|preload|window)\/|node_modules\/(@photostructure\/sqlite|node-gyp-build)\/|package\.json$|LICENSE$)/.test(
          name,
        ),
    )
    expect(strangers).toEqual([])
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/main/main.js',
        'dist/main/core-thread.js',
        'dist/preload/preload.cjs',
        'dist/window/index.html',
      ]),
    )
    expect(files.filter((name) => /\.(ts|vue|map|svg\.ts)$/.test(name))).toEqual([])
  })

  it('holds every file of the window’s manifest', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(repository, 'dist/window/manifest.json'), 'utf8'))
    expect(packed(system)).toEqual(
      expect.arrayContaining([...servedFiles(manifest)].map((name) => `dist/window/${name}`)),
    )
  })

  it('carries the licence texts of what is bundled and of the driver', () => {
    const texts = ['dist/window/third-party.md', 'dist/main/third-party.md', `${driver}/LICENSE`, 'LICENSE']
    expect(packed(system)).toEqual(expect.arrayContaining(texts))
    expect(readFileSync(join(repository, 'dist/window/third-party.md'), 'utf8')).toMatch(/vuetify/i)
    expect(readFileSync(join(repository, 'dist/main/third-party.md'), 'utf8')).toMatch(/knex/i)
  })

  it('has the driver beside the archive, for this system and processor only', () => {
    const prebuilds = join(unpacked(system), 'resources/app.asar.unpacked', driver, 'prebuilds')
    const name = system === 'win' ? 'win32-x64' : 'linux-x64'
    expect(readdirSync(prebuilds)).toEqual([name])
    const [binary, ...others] = readdirSync(join(prebuilds, name))
    expect(others).toEqual([])
    expect(binary).toMatch(/\.glibc\.node$/)
    const start = magic(join(prebuilds, name, binary ?? ''), 4)
    expect(start.toString('latin1')).toMatch(system === 'win' ? /^MZ/ : /^\u007fELF$/)
  })

  it('has its fuses set', () => {
    const report = tool('@electron/fuses/dist/bin.js', 'read', '--app', program(system))
    const states: Record<string, string> = Object.fromEntries(
      [...report.matchAll(/(\w+) is (Enabled|Disabled)/g)].map(([, name = '', state = '']) => [name, state]),
    )
    expect(states).toMatchObject({
      RunAsNode: 'Disabled',
      EnableCookieEncryption: 'Enabled',
      EnableNodeOptionsEnvironmentVariable: 'Disabled',
      EnableNodeCliInspectArguments: 'Disabled',
      EnableEmbeddedAsarIntegrityValidation: 'Enabled',
      OnlyLoadAppFromAsar: 'Enabled',
      LoadBrowserProcessSpecificV8Snapshot: 'Disabled',
      GrantFileProtocolExtraPrivileges: 'Disabled',
    })
  })

  it('is small', () => {
    expect(statSync(asar(system)).size).toBeLessThan(14_000_000)
  })

  it('keeps the languages it speaks', () => {
    expect(readdirSync(join(unpacked(system), 'locales')).sort()).toEqual(['en-US.pak', 'ja.pak'])
  })
})

describe('the packed program', () => {
  it('starts its core with the driver that was packed', async () => {
    const workerData: CoreStart = {
      dataDir: join(folder, 'data'),
      mode: 'rehearsal',
      host: 'preview',
      version: '0.0.0',
    }
    const core = new Worker(pathToFileURL(join(folder, 'extracted/dist/main/core-thread.js')), { workerData })
    const send = (message: ToCore): void => {
      core.postMessage(message)
    }
    // Ended as the shell ends it: a thread that is torn down while a socket is being read takes the whole process along.
    const closed = new Promise<void>((resolve) => {
      core.on('exit', () => {
        resolve()
      })
      core.on('message', ({ kind }: FromCore) => {
        if (kind === 'closed') resolve()
      })
    })
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        core.on('error', reject)
        core.on('message', (message: FromCore) => {
          if (message.kind === 'secret') send({ kind: 'secret', id: message.id, ok: false, text: '' })
          else if (message.kind === 'ready') send({ kind: 'call', id: 1, name: 'startup.state', input: {} })
          else if (message.kind === 'answer') resolve(message.envelope)
        })
      })
      expect(answer).toEqual({ ok: true, value: { state: 'ready' } })
    } finally {
      send({ kind: 'close' })
      await closed
      await core.terminate()
    }
    expect(existsSync(join(folder, 'data'))).toBe(true)
  }, 120_000)

  it('has a preload that needs nothing but the runtime', () => {
    const preload = readFileSync(join(folder, 'extracted/dist/preload/preload.cjs'), 'utf8')
    expect([...preload.matchAll(/\b(?:require|import)\s*\(\s*["']([^"']+)/g)].map(([, name]) => name)).toEqual([
      'electron',
    ])
    expect(preload).not.toMatch(/\bprocess\b|\bBuffer\b|\beval\b|new Function/)
    expect(preload.length).toBeLessThan(5_000)
  })

  it('has a window that knows no word of the gateway’s protocol', () => {
    const assets = join(folder, 'extracted/dist/window/assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(0)
    const words = /ShopPass|AccessPass|SitePass|CardNo|SecurityCode|tshop9/
    const knowing = scripts.filter((name) => words.test(readFileSync(join(assets, name), 'utf8')))
    expect(knowing).toEqual([])
  })

  it('ships no stand-in and no test', () => {
    expect(packed('linux').filter((name) => /preview\/|stand-?in|\.test\.|playwright|vitest/i.test(name))).toEqual([])
  })
})
