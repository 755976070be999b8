// npm start [-- --serve PORT --data DIR --mode M]
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './find-browser.mjs'
import { programSwitches, runScript, startArguments } from './preview/arguments.mjs'
import { buildIfNeeded } from './preview/build.mjs'
import { hasDisplay } from './preview/display.mjs'
import { findElectron } from './preview/real-electron.mjs'
import { runApplication } from './preview/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const say = (text) => process.stdout.write(`${text}\n`)

/** Hands everything over to the real runtime and ends with it. */
function runElectron(executable, switches) {
  say(`Electron で起動します: ${executable}`)
  const args = [...switches].map(([name, value]) => `--${name}=${value}`)
  const child = spawn(executable, [root, ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

/** What the stand-in can show here: a window, a window nobody sees that is mirrored, or the mirror alone. */
function describe({ browser, display, port }) {
  if (!browser) return 'ブラウザーも見つからないため、画面は配信だけにします。'
  const where = display ? 'ウインドウを開きます' : '画面のない環境なので、見えないウインドウで動かします'
  return `${where} (${browser.path})${port === null ? '。' : '。画面は配信もします。'}`
}

async function runStandIn({ port: wanted, switches }) {
  const browser = await findBrowser()
  const display = hasDisplay()
  const port = wanted ?? (browser && display ? null : 0)
  const line = `Electron の実行環境がないため、代役 (プレビュー) で起動します。${describe({ browser, display, port })}`
  // One line in all: with an address it waits until the window can be seen there.
  if (port === null) say(line)
  await runApplication({
    appPath: root,
    switches,
    headless: !display,
    mirrorOnly: !browser,
    port,
    onServing: (url) => say(`${line} 画面: ${url}`),
  })
}

await runScript(async () => {
  const { port, ...own } = startArguments(process.argv.slice(2))
  const switches = programSwitches(own)
  await buildIfNeeded(root)
  const electron = findElectron(root)
  // Electron itself cannot serve its window: who asks for that gets the stand-in.
  if (electron && port === null) runElectron(electron, switches)
  else await runStandIn({ port, switches })
})
