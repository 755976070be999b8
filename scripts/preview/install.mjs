import * as nodeModule from 'node:module'
import { resolve } from './resolve-hook.mjs'

const names = new Set(['electron', 'electron/main'])

/** `require('electron')`: for test drivers, which load the module that way into the same process. */
function hookRequire(electron) {
  const { Module } = nodeModule
  const load = Module._load
  Module._load = (request, ...rest) => (names.has(request) ? electron : load.call(Module, request, ...rest))
}

/** `import 'electron'`: in the same thread where Node can, else by a hook of its own thread. */
function hookImport() {
  if (nodeModule.registerHooks) nodeModule.registerHooks({ resolve })
  else nodeModule.register('./resolve-hook.mjs', import.meta.url)
}

/** What tells the program that it runs on the stand-in: it then refuses the production gateway. */
function markProcess() {
  const versions = { ...process.versions, 'juchu-preview': '1' }
  Object.defineProperty(process, 'versions', { value: Object.freeze(versions), configurable: true, enumerable: true })
}

/** Makes `electron` the given object for this process, for `import` and `require`. */
export function installElectron(electron) {
  globalThis[Symbol.for('juchu-preview.electron')] = electron
  markProcess()
  hookRequire(electron)
  hookImport()
}
