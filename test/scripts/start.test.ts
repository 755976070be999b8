import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { newFolder, removeFolders, runNode, toyPath, type Run } from './toy.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A program of its own around the toy, with the real scripts and a build that copies three files. */
const viteConfig = `
import { cpSync } from 'node:fs'
export default {
  build: { outDir: 'dist/window', rolldownOptions: { input: 'window/window.js' } },
  plugins: [
    {
      name: 'copy',
      writeBundle() {
        if (process.env.BROKEN_BUILD) throw new Error('broken on purpose')
        cpSync('main.js', 'dist/main/main.js')
        cpSync('preload.cjs', 'dist/preload/preload.cjs')
        cpSync('window/index.html', 'dist/window/index.html')
      },
    },
  ],
}
`

let program: string
const running: Run[] = []

beforeAll(() => {
  program = newFolder()
  cpSync(toyPath, program, { recursive: true })
  for (const name of ['preview', 'start.mjs', 'preview.mjs', 'find-browser.mjs']) {
    cpSync(join(repository, 'scripts', name), join(program, 'scripts', name), { recursive: true })
  }
  symlinkSync(join(repository, 'node_modules'), join(program, 'node_modules'), 'junction')
  writeFileSync(join(program, 'vite.config.ts'), viteConfig)
})
afterEach(async () => {
  for (const run of running.splice(0)) {
    run.child.kill('SIGTERM')
    await run.ended
  }
})
afterAll(removeFolders)

/** Runs one of the program's scripts on a machine without a browser and without a display. */
function script(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const bare = { JUCHU_BROWSER: 'none', DISPLAY: '', WAYLAND_DISPLAY: '', ...env }
  const run = runNode([join(program, 'scripts', name), ...args], bare)
  running.push(run)
  return run
}

/** Asks the toy something over the mirror's socket. */
async function ask(url: string, question: string): Promise<unknown> {
  const opened = await fetch(url, { redirect: 'manual' })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { origin, host } = new URL(url)
  const socket = new WebSocket(`ws://${host}/__preview/ipc`, { headers: { cookie, origin } })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('open', () => {
      socket.send(JSON.stringify({ type: 'invoke', id: 1, channel: 'toy:call', args: [question] }))
    })
    socket.on('message', (data: Buffer) => {
      resolve((JSON.parse(data.toString('utf8')) as { value: unknown }).value)
      socket.close()
    })
  })
}

describe('npm run preview', () => {
  it('builds, prints exactly one line of JSON when the window can be seen, and ends on SIGTERM', async () => {
    const data = newFolder()
    const args = [join(program, 'scripts', 'preview.mjs'), '--port', '0', '--data', data, '--no-open']
    const child = spawn(process.execPath, args, {
      env: { ...process.env, JUCHU_BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    child.stdout.setEncoding('utf8')
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: string) => {
        output += text
        if (output.includes('\n')) resolve()
      })
    })
    const { url } = JSON.parse(output) as { url: string }
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\//)
    expect(await ask(url, 'environment')).toMatchObject({ marker: '1', name: 'おためし' })
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(output).toBe(`${JSON.stringify({ url })}\n`)
  })

  it('builds only when a source has changed, and says so', async () => {
    const first = script('preview.mjs', ['--no-open'])
    await first.printed(/"url"/)
    const stamp = join(program, 'dist', '.build-stamp')
    const before = statSync(stamp).mtimeMs
    const second = script('preview.mjs', ['--no-open', `--data=${newFolder()}`])
    await second.printed(/"url"/)
    expect(second.text()).not.toContain('ビルド')
    expect(statSync(stamp).mtimeMs).toBe(before)
    writeFileSync(join(program, 'package-lock.json'), '{}')
    const third = script('preview.mjs', ['--no-open', `--data=${newFolder()}`])
    await third.printed(/"url"/)
    expect(third.text()).toContain('ビルドしています')
  })

  it('leaves no stamp when a build fails, and says that it failed', async () => {
    writeFileSync(join(program, 'package-lock.json'), '{ "changed": true }')
    const failed = script('preview.mjs', ['--no-open'], { BROKEN_BUILD: '1' })
    expect(await failed.ended).toBe(1)
    expect(failed.text()).toContain('ビルドに失敗しました')
    expect(existsSync(join(program, 'dist', '.build-stamp'))).toBe(false)
  })

  it('takes the port it is given and says when that is taken', async () => {
    const first = script('preview.mjs', ['--no-open', `--data=${newFolder()}`])
    const port = await first.printed(/127\.0\.0\.1:(\d+)/)
    const second = script('preview.mjs', ['--no-open', `--data=${newFolder()}`, '--port', port])
    expect(await second.ended).toBe(2)
    expect(second.text()).toContain(`ポート ${port} は`)
  })

  it.each([
    [['--port', '65536'], '--port'],
    [['--port', '80x'], '--port'],
    [['--mode', 'production'], '--mode'],
    [['--unknown'], '--unknown'],
    [['stray'], 'stray'],
  ])('refuses %j with code 2 and without a stack', async (args, named) => {
    const run = script('preview.mjs', args)
    expect(await run.ended).toBe(2)
    expect(run.text()).toContain(named)
    expect(run.text().trim().split('\n')).toHaveLength(1)
  })

  it('is found at the same address after the program restarted itself', async () => {
    const run = script('preview.mjs', ['--no-open', `--data=${newFolder()}`, '--mode=rehearsal'])
    const url = await run.printed(/"url":"([^"]+)"/)
    expect(await ask(url, 'mode')).toBe('rehearsal')
    await ask(url, 'restart')
    await expect.poll(() => ask(url, 'mode').catch(String), { timeout: 20_000 }).toBe('test')
    expect(run.text().match(/"url"/g)).toHaveLength(1)
    run.child.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    await expect(fetch(url)).rejects.toThrow()
  })
})

describe('npm start', () => {
  it('says in one line what it runs on and why, and serves where nothing can be shown', async () => {
    const run = script('start.mjs', [`--data=${newFolder()}`])
    const url = await run.printed(/画面: (http\S+)/)
    expect(run.text()).toMatch(
      /Electron の実行環境がないため、代役 \(プレビュー\) で起動します。ブラウザーも見つからない/,
    )
    expect(await ask(url, 'environment')).toMatchObject({ marker: '1', packaged: false })
    run.child.kill('SIGINT')
    expect(await run.ended).toBe(0)
  })

  it('refuses a mistaken command line', async () => {
    const run = script('start.mjs', ['--serve', 'abc'])
    expect(await run.ended).toBe(2)
  })
})

describe('the scripts', () => {
  it('know the command lines the package names', () => {
    const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    expect(scripts['start']).toBe('node scripts/start.mjs')
    expect(scripts['preview']).toBe('node scripts/preview.mjs')
  })
})
