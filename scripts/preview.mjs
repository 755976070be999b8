// npm run preview -- --port N --data DIR [--mode rehearsal|test] [--no-open]
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { previewArguments, programSwitches, runScript } from './preview/arguments.mjs'
import { buildIfNeeded } from './preview/build.mjs'
import { hasDisplay } from './preview/display.mjs'
import { runApplication } from './preview/run.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Keeps standard output for the one line of JSON: whatever the program prints goes to the error stream. */
function reserveOutput() {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = process.stderr.write.bind(process.stderr)
  return write
}

/** Opens an address in the person's own browser. */
function openInBrowser(url) {
  const commands = { win32: ['rundll32', 'url.dll,FileProtocolHandler'], darwin: ['open'] }
  const [command, ...args] = commands[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true })
  child.on('error', () => process.stderr.write('ブラウザーを開けませんでした。表示されたアドレスを開いてください。\n'))
  child.unref()
}

await runScript(async () => {
  const { port, open, ...own } = previewArguments(process.argv.slice(2))
  const print = reserveOutput()
  await buildIfNeeded(root)
  await runApplication({
    appPath: root,
    switches: programSwitches(own),
    mirrorOnly: true,
    port,
    onServing(url) {
      print(`${JSON.stringify({ url })}\n`)
      if (open && hasDisplay()) openInBrowser(url)
    },
  })
})
