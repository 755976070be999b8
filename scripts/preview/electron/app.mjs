import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { usualFolders } from '../folders.mjs'
import { takeInstanceLock } from '../single-instance.mjs'
import { strict } from '../strict.mjs'

function createCommandLine(switches) {
  return strict('app.commandLine', {
    appendSwitch: (name, value = '') => void switches.set(name, String(value)),
    hasSwitch: (name) => switches.has(name),
    getSwitchValue: (name) => switches.get(name) ?? '',
    removeSwitch: (name) => void switches.delete(name),
  })
}

function createPaths(host) {
  const folders = usualFolders(host.manifest.name)
  const data = host.switches.get('data')
  if (data) folders.userData = resolve(data)
  return {
    getPath(name) {
      const folder = folders[name]
      if (!folder) throw new Error(`Failed to get '${name}' path`)
      if (name === 'userData') mkdirSync(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    setPath(name, folder) {
      if (!folders[name]) throw new Error(`Failed to set '${name}' path`)
      folders[name] = folder
    },
    getAppPath: () => host.appPath,
  }
}

function createIdentity(host) {
  let name = host.manifest.productName ?? host.manifest.name
  return {
    isPackaged: false,
    getVersion: () => host.manifest.version,
    getName: () => name,
    setName: (wanted) => void (name = wanted),
    getLocale: () => 'ja',
    setAppUserModelId() {},
    setAboutPanelOptions() {},
  }
}

/** Electron's `app`. Its `ready` comes when the application's main file has been evaluated. */
export function createApp(host) {
  const app = new EventEmitter()
  let ready = false
  const readiness = new Promise((resolve) => {
    host.becomeReady = () => {
      ready = true
      app.emit('ready', {}, {})
      resolve(undefined)
    }
  })
  const onSecond = (argv, cwd, data) => app.emit('second-instance', {}, argv, cwd, data)
  Object.assign(app, createPaths(host), createIdentity(host), {
    commandLine: createCommandLine(host.switches),
    isReady: () => ready,
    whenReady: () => readiness,
    enableSandbox() {
      if (ready) throw new Error('app.enableSandbox() can only be called before app is ready')
    },
    requestSingleInstanceLock: (data) => takeInstanceLock(host, onSecond, data),
    hasSingleInstanceLock: () => Boolean(host.instanceLock),
    releaseSingleInstanceLock: () => host.instanceLock?.release(),
    focus: () => host.windows.values().next().value?.focus(),
    quit: () => host.lifecycle.quit(),
    exit: (code) => void host.lifecycle.exit(code),
    relaunch: (options) => host.lifecycle.relaunch(options),
  })
  host.isReady = () => ready
  return strict('app', app)
}
