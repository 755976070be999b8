import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createHost } from './host.mjs'
import { installElectron } from './install.mjs'
import { startMirror } from './mirror/server.mjs'

/** The stand-in is for the source tree: a packaged program has the real runtime, its fuses and its sandbox. */
function refusePackaged(appPath) {
  if (process.versions.electron || /\.asar([\\/]|$)/.test(appPath)) {
    throw new Error('The stand-in for Electron does not run a packaged program.')
  }
}

function readManifest(appPath) {
  const file = join(appPath, 'package.json')
  if (!existsSync(file)) throw new Error(`Cannot find the application: ${file} is missing.`)
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * Ctrl-C and SIGTERM end the program as its own menu would. A later one does not wait for it any more; one within the
 * same second is the same wish (a terminal and `timeout` send it to the group and to the process).
 */
function endOnSignals(host) {
  let asked = null
  const end = () => {
    if (asked === null) host.lifecycle.quit()
    else if (Date.now() - asked > 1000) process.exit(1)
    asked ??= Date.now()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
}

/** Tells the mirror's address as soon as it shows the window. */
function tellAddress(host, onServing) {
  host.app.on('browser-window-created', (_event, window) => {
    if (window === host.mainWindow()) window.once('ready-to-show', () => onServing?.(host.mirror.url))
  })
}

/** Port and key of the run this one goes on with, or null. */
const resumed = () => JSON.parse(process.env.JUCHU_PREVIEW_RESUME ?? 'null')

/**
 * Runs an application's main file on the stand-in.
 * @param {object} options
 * @param {string} options.appPath the application's folder, with its package.json
 * @param {Map<string, string>} [options.switches] command line of the application
 * @param {string[]} [options.modules] CommonJS files to load before it
 * @param {boolean} [options.headless] whether its Chromium shows no window
 * @param {boolean} [options.mirrorOnly] whether the first window needs no Chromium of ours
 * @param {number | null} [options.port] port of the mirror, 0 for a free one, null for no mirror
 * @param {string[]} [options.restartPrefix] what Node needs before the program's arguments to start the same again
 * @param {(url: string) => void} [options.onServing] told the mirror's address
 */
export async function runApplication(options) {
  const { modules = [], switches = new Map(), headless = true, mirrorOnly = false, port = null } = options
  const appPath = resolve(options.appPath)
  refusePackaged(appPath)
  const manifest = readManifest(appPath)
  const { restartPrefix = [] } = options
  const host = createHost({ appPath, manifest, switches, headless, mirrorOnly, restartPrefix })
  installElectron(host.electron)
  endOnSignals(host)

  const require = createRequire(join(appPath, 'package.json'))
  for (const module of modules) require(resolve(module))
  // A test driver asks for the browser's address before it lets the program start.
  if (switches.has('remote-debugging-port')) await host.browser()
  if (port !== null) {
    const before = resumed()
    host.mirror = await startMirror(host, { port, ...before })
    // Whoever was told the address needs no second telling.
    if (before === null) tellAddress(host, options.onServing)
  }
  await import(pathToFileURL(resolve(appPath, manifest.main)).href)
  host.becomeReady()
  return host
}
