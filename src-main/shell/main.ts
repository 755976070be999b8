import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, protocol } from 'electron'
import { showFatal } from './dialogs.ts'
import { runDesk } from './desk.ts'
import { startPlace, type StartPlace } from './start-place.ts'
import { WINDOW_SCHEME } from './window-origin.ts'

/** The stand-in for the Electron runtime marks itself so; it must never reach the production gateway. */
const preview = process.versions['juchu-preview'] !== undefined

// Both must happen before the runtime is ready, hence before anything in this file waits.
protocol.registerSchemesAsPrivileged([{ scheme: WINDOW_SCHEME, privileges: { standard: true, secure: true } }])
app.enableSandbox()
app.setAppUserModelId('jp.juchu-desk.desk')

const home = app.getPath('userData')
const place = readPlace()

if (place === null) app.exit(2)
else start(place)

/** Takes the window's own profile into the data folder, makes sure nobody else uses that folder, and runs the desk. */
function start(at: StartPlace): void {
  keepProfileIn(join(at.dataDir, 'window'))
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  runDesk({
    place: at,
    home,
    preview,
    preload: fileURLToPath(new URL('../preload/preload.cjs', import.meta.url)),
    windowDir: fileURLToPath(new URL('../window/', import.meta.url)),
    coreThread: new URL('./core-thread.js', import.meta.url),
  })
}

/** Place of this start; null, and said why, when the command line asks for something that cannot be. */
function readPlace(): StartPlace | null {
  const switches = { data: app.commandLine.getSwitchValue('data'), mode: app.commandLine.getSwitchValue('mode') }
  try {
    const found = startPlace(home, switches)
    if (!preview || found.mode !== 'production') return found
    refuse('プレビューでは本番モードを使えません。')
  } catch {
    refuse(`--mode=${switches.mode} は使えません。rehearsal, test, production のどれかを指定してください。`)
  }
  return null
}

function refuse(reason: string): void {
  console.error(reason)
  showFatal('受注デスクを開始できません', reason)
}

/** The folder may be unusable; the core then says so on the screen of a failed start, so the window must still open. */
function keepProfileIn(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    app.setPath('userData', dir)
  } catch {
    console.error('the data folder cannot be written; the window keeps its profile in the usual place')
  }
}
