import { Worker } from 'node:worker_threads'
import { app, BrowserWindow, ipcMain, Menu, nativeTheme, protocol, safeStorage, session, shell } from 'electron'
import type { EventMessage, Mode } from '../../src-shared/api.ts'
import { EVENT_CHANNEL, type HostRequest, type MailDraft, type MailOpened } from '../../src-shared/bridge.ts'
import type { CoreStart } from '../core-messages.ts'
import { createAppProtocol } from './app-protocol.ts'
import { createCoreHost, type CoreHost } from './core-host.ts'
import { crashReport, keepReport } from './crash.ts'
import { askBeforeQuitting, createBulkWatch } from './quit.ts'
import { askForFolder, askToQuitWhileRunning, offerReload, offerRestart, showFatal } from './dialogs.ts'
import { externalTarget, practiceOriginIn, shopHosts } from './external-links.ts'
import { guardContents, guardSession } from './guards.ts'
import { openIpc } from './ipc.ts'
import { mailTarget } from './mail-draft.ts'
import { menuTemplate } from './menu.ts'
import { createOsSecrets } from './os-secrets.ts'
import { rememberPlace, restartArguments, type StartPlace } from './start-place.ts'
import { windowOptions } from './window-options.ts'
import { bringForward, openDeskWindow } from './window.ts'
import { WINDOW_SCHEME } from './window-origin.ts'

export interface DeskParts {
  readonly place: StartPlace
  /** Folder in which the choice of mode and folders is remembered. */
  readonly home: string
  readonly preview: boolean
  readonly preload: string
  readonly windowDir: string
  readonly coreThread: URL
}

/** Runs the program from the moment it may use its data folder: core, guards, door, window, menu, and the way out. */
export function runDesk(parts: DeskParts): void {
  const watch = createBulkWatch()
  const core = startCore(parts, (event) => {
    watch.hear(event)
    tellWindows(event)
  })
  reportBugs(parts, core)
  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents)
  })
  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  askBeforeQuitting(watch, askToQuitWhileRunning, showWindow)
  closeCoreBeforeTheEnd(core)
  void app.whenReady().then(() => {
    guardSession(session.defaultSession)
    protocol.handle(WINDOW_SCHEME, createAppProtocol(parts.windowDir))
    openIpc(ipcMain, { isOurWindow, call: core.call, host: (request) => answerHost(parts, core, request) })
    Menu.setApplicationMenu(Menu.buildFromTemplate(menu(parts)))
    openWindow()
  })

  function openWindow(): void {
    const window = openDeskWindow(windowOptions(parts.preload, app.isPackaged, nativeTheme.shouldUseDarkColors))
    window.webContents.on('render-process-gone', (_event, details) => {
      if (details.reason !== 'clean-exit') void offerReload(window, details.reason)
    })
  }

  function showWindow(): void {
    const window = BrowserWindow.getAllWindows()[0]
    if (window !== undefined) bringForward(window)
    else if (app.isReady()) openWindow()
  }
}

function startCore(parts: DeskParts, onEvent: (event: EventMessage) => void): CoreHost {
  const { dataDir, mode } = parts.place
  const workerData: CoreStart = {
    dataDir,
    mode,
    host: parts.preview ? 'preview' : 'desktop',
    version: app.getVersion(),
  }
  const secrets = createOsSecrets(safeStorage, { platform: process.platform, preview: parts.preview })
  let crashes = 0
  const core = createCoreHost({
    start: () => new Worker(parts.coreThread, { workerData }),
    secret: async (act, text) => {
      // Before the runtime is ready the key store says that it is not there, on Windows and Linux at least.
      await app.whenReady()
      return secrets(act, text)
    },
    onEvent,
    onCrash: (error) => {
      const report = crashReport(error, app.getVersion())
      keepReport(dataDir, new Date(), report)
      crashes += 1
      // A core that dies twice dies again: the second time it is only reported.
      if (crashes > 1) showFatal('受注デスクの処理が続けて止まりました', report)
      else void app.whenReady().then(async () => (await offerRestart(report)) && core.restart())
    },
  })
  return core
}

function tellWindows(event: EventMessage): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(EVENT_CHANNEL, event)
}

const isOurWindow = (contentsId: number): boolean =>
  BrowserWindow.getAllWindows().some((window) => window.webContents.id === contentsId)

/** Holds the end of the program back until the core has finished its transaction and closed the data file. */
function closeCoreBeforeTheEnd(core: CoreHost): void {
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void core.close().finally(() => {
      closed = true
      app.quit()
    })
  })
}

/** A bug in this process: kept, shown once, and the program ends in order. */
function reportBugs(parts: DeskParts, core: CoreHost): void {
  let reported = false
  const report = (error: unknown): void => {
    if (reported) return
    reported = true
    const text = crashReport(error, app.getVersion())
    keepReport(parts.place.dataDir, new Date(), text)
    showFatal('受注デスクに不具合が起きたため終了します', text)
    void core.close().finally(() => {
      app.exit(1)
    })
  }
  process.on('uncaughtException', report)
  process.on('unhandledRejection', report)
}

async function answerHost(parts: DeskParts, core: CoreHost, request: HostRequest): Promise<boolean | MailOpened> {
  switch (request.act) {
    case 'choose-data-folder':
      return chooseDataFolder(parts)
    case 'open-external':
      return openPage(parts, core, request.url)
    case 'write-mail':
      return writeMail(request)
    case 'reveal-data-folder':
      return (await shell.openPath(parts.place.dataDir)) === ''
  }
}

/** Opens a web address that is allowed; false when it is not. */
async function openPage({ place }: DeskParts, core: CoreHost, url: string): Promise<boolean> {
  const settings = await core.call('settings.shop', {})
  const hosts = shopHosts(settings.ok ? settings.value : null)
  const target = externalTarget(url, hosts, place.mode === 'rehearsal' ? await practiceOrigin(core) : null)
  return target !== null && (await openOutside(target))
}

async function practiceOrigin(core: CoreHost): Promise<string | null> {
  const answer = await core.call('desk.practice-gateway', {})
  return answer.ok ? practiceOriginIn(answer.value) : null
}

async function writeMail({ to, subject, body }: MailDraft): Promise<MailOpened> {
  const target = mailTarget({ to, subject, body }, process.platform)
  return target !== null && (await openOutside(target.url)) ? target.opened : 'no'
}

/** The only place that opens an address outside the program. False when the system has nothing to open it with. */
async function openOutside(target: string): Promise<boolean> {
  return shell.openExternal(target).then(
    () => true,
    () => false,
  )
}

async function chooseDataFolder({ place, home }: DeskParts): Promise<boolean> {
  const folder = await askForFolder()
  if (folder === null) return false
  if (!place.fixed) rememberPlace(home, { mode: place.mode, folder })
  restart(place.fixed ? [`--data=${folder}`, `--mode=${place.mode}`] : [])
  return true
}

function restart(switches: readonly string[]): void {
  app.relaunch({ args: restartArguments(process.argv.slice(1), switches) })
  app.quit()
}

function menu({ place, home, preview }: DeskParts): ReturnType<typeof menuTemplate> {
  const modes: readonly Mode[] = preview ? ['rehearsal', 'test'] : ['rehearsal', 'test', 'production']
  return menuTemplate(
    { platform: process.platform, mode: place.mode, modes: place.fixed ? [] : modes, development: !app.isPackaged },
    {
      revealDataFolder: () => void shell.openPath(place.dataDir),
      switchMode: (mode) => {
        rememberPlace(home, { mode })
        restart([])
      },
    },
  )
}
