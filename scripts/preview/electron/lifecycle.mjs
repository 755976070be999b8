import { spawn } from 'node:child_process'
import { preventable } from '../strict.mjs'

/**
 * Starts the program anew, with `args` in the place of all arguments after the executable, and stays as its parent, so that
 * whoever waits for this process waits for the new one. A mirror is found again at the same address.
 */
function startAgain(host, args) {
  const command = [...host.restartPrefix, ...(args ?? process.argv.slice(1))]
  const env = { ...process.env, JUCHU_PREVIEW_RESUME: JSON.stringify(host.mirror?.identity() ?? null) }
  const child = spawn(process.execPath, command, { stdio: 'inherit', env })
  for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal).on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

async function closeEverything(host) {
  for (const window of [...host.windows]) window.destroy()
  host.instanceLock?.release()
  await host.mirror?.close()
  await host.closeBrowser()
}

/**
 * app.quit, app.exit and app.relaunch, in Electron's order: before-quit, the windows' close (each may refuse),
 * will-quit, quit, end of the process.
 */
export function createLifecycle(host) {
  let again = null
  let ending = false

  async function exit(code = 0) {
    if (ending) return
    ending = true
    host.quitting = true
    host.app.emit('quit', {}, code)
    await closeEverything(host)
    process.exit(again ? await startAgain(host, again.args) : code)
  }

  function allowed(name) {
    const event = preventable()
    host.app.emit(name, event)
    return !event.defaultPrevented
  }

  function quit() {
    if (host.quitting || !allowed('before-quit')) return
    host.quitting = true
    for (const window of [...host.windows]) window.close()
    if (host.windows.size > 0 || !allowed('will-quit')) {
      host.quitting = false
      return
    }
    void exit(0)
  }

  return {
    quit,
    exit,
    relaunch: (options = {}) => void (again = options),
    /** Called by each window as it goes. */
    windowClosed() {
      if (host.windows.size > 0 || host.quitting) return
      if (host.app.listenerCount('window-all-closed') === 0) quit()
      else host.app.emit('window-all-closed')
    },
  }
}
