import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserFlags } from './flags.mjs'
import { connectPipe } from './pipe.mjs'

const profilePrefix = 'juchu-preview-'

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The browser's last processes may still be writing for a moment. */
const removeProfile = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })

/** Removes the profiles of runs that were killed before they could. */
function removeLeftProfiles() {
  for (const name of readdirSync(tmpdir())) {
    const [, pid] = /^juchu-preview-(\d+)-/.exec(name) ?? []
    if (pid && !isAlive(Number(pid))) removeProfile(join(tmpdir(), name))
  }
}

/** Ends the browser and all its processes at once; also those that would outlive it for a moment. */
function kill(child) {
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It had ended already.
  }
}

/** Lets through the one line a test driver waits for; the rest is Chromium talking to itself. */
function forwardAddress(stream) {
  stream.setEncoding('utf8')
  stream.on('data', (text) => {
    for (const line of text.split('\n')) {
      if (line.startsWith('DevTools listening on ') || process.env.JUCHU_PREVIEW_VERBOSE)
        process.stderr.write(`${line}\n`)
    }
  })
}

/**
 * Starts a Chromium of our own, with a profile of its own that goes when it ends. The browser ends by
 * itself when this process dies, because its pipe does.
 * @param {{path: string, headless: boolean, switches: Map<string, string>}} wanted
 */
export async function startBrowser({ path, headless, switches }) {
  removeLeftProfiles()
  const profile = mkdtempSync(join(tmpdir(), `${profilePrefix}${process.pid}-`))
  const child = spawn(path, browserFlags({ headless, profile, switches }), {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  })
  forwardAddress(child.stderr)
  const gone = new Promise((resolve) => {
    child.once('exit', resolve)
    child.once('error', resolve)
  }).then(() => {
    kill(child)
    removeProfile(profile)
  })
  const atExit = () => {
    kill(child)
    removeProfile(profile)
  }
  process.once('exit', atExit)

  const { session } = connectPipe(child.stdio[3], child.stdio[4])
  const root = session()
  await root.call('Target.setDiscoverTargets', { discover: true })

  async function close() {
    const tooSlow = setTimeout(() => kill(child), 3000)
    root.call('Browser.close').catch(() => {})
    await gone
    clearTimeout(tooSlow)
    process.removeListener('exit', atExit)
  }

  return { root, session, gone, close, headless }
}
