// A small application for the tests of the stand-in: the shape of the real shell, without the product.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
} from 'electron'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ')

const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }
const served = new Set(['index.html', 'second.html', 'window.js', 'style.css'])
const log = { asked: [], navigations: [], secondInstance: [], menu: 0 }

protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
app.enableSandbox()
const dataDir = app.commandLine.getSwitchValue('data')
if (dataDir) app.setPath('userData', dataDir)

async function answer(request) {
  log.asked.push(request.url)
  const url = new URL(request.url)
  const name = url.pathname.slice(1)
  if (url.host !== 'desk' || !served.has(name)) return new Response('not found', { status: 404 })
  const body = await readFile(join(app.getAppPath(), 'window', name))
  const type = types[name.slice(name.lastIndexOf('.'))]
  return new Response(body, {
    headers: { 'content-type': type, 'content-security-policy': policy, 'x-content-type-options': 'nosniff' },
  })
}

function guard(contents) {
  contents.on('will-navigate', (event) => {
    log.navigations.push(event.url)
    if (!event.url.startsWith('app://desk/')) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    log.navigations.push(`open ${url}`)
    return { action: 'deny' }
  })
}

function openWindow() {
  const window = new BrowserWindow({
    show: false,
    width: 900,
    height: 600,
    webPreferences: { preload: join(app.getAppPath(), 'preload.cjs'), contextIsolation: true, sandbox: true },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL('app://desk/index.html')
  return window
}

const answers = {
  echo: (value) => value,
  fail: () => {
    throw new RangeError('too much')
  },
  log: () => log,
  seal: (text) => safeStorage.encryptString(text).toString('base64'),
  open: (sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
  openExternal: (url) => shell.openExternal(url),
  mode: () => app.commandLine.getSwitchValue('mode'),
  restart: () => {
    app.relaunch({ args: [...process.argv.slice(1), '--mode=test'] })
    setImmediate(() => app.quit())
  },
  environment: () => ({
    marker: process.versions['juchu-preview'],
    packaged: app.isPackaged,
    name: app.getName(),
    version: app.getVersion(),
    dark: nativeTheme.shouldUseDarkColors,
    idle: powerMonitor.getSystemIdleTime(),
  }),
}

function listen(window) {
  ipcMain.handle('toy:call', (event, name, ...args) => {
    const frame = event.senderFrame
    const ours =
      event.sender.id === window.webContents.id && frame.parent === null && frame.url.startsWith('app://desk/')
    if (!ours) throw new Error('refused')
    return answers[name](...args)
  })
  ipcMain.on('toy:shout', (event, text) => {
    event.reply('toy:event', `reply ${text}`)
    window.webContents.send('toy:event', text.toUpperCase())
  })
}

function openMenu() {
  const count = { id: 'count', label: '数える', accelerator: 'CmdOrCtrl+Shift+K', click: () => (log.menu += 1) }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([{ label: 'ファイル', submenu: [count, { role: 'quit', label: '終了' }] }]),
  )
}

function denyAll({ defaultSession }) {
  defaultSession.setPermissionRequestHandler((_contents, _permission, answerIt) => answerIt(false))
  defaultSession.setPermissionCheckHandler(() => false)
}

if (!app.requestSingleInstanceLock()) {
  app.exit(3)
} else {
  app.on('web-contents-created', (_event, contents) => guard(contents))
  app.on('window-all-closed', () => app.quit())
  app.whenReady().then(() => {
    denyAll(session)
    protocol.handle('app', answer)
    openMenu()
    const window = openWindow()
    listen(window)
    app.on('second-instance', (_event, argv) => {
      log.secondInstance.push(argv.slice(1))
      window.focus()
    })
  })
}
