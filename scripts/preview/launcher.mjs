// Takes Electron's command line: electron [-r module] [--switches] <folder of the application> [--switches].
import inspector from 'node:inspector'
import { parseCommandLine } from './command-line.mjs'
import { hasDisplay } from './display.mjs'
import { runApplication } from './run.mjs'

const args = process.argv.slice(2)
const { appPath, modules, switches } = parseCommandLine(args)

if (appPath === null) {
  process.stderr.write('usage: electron [-r module] [--switches] <folder of the application> [--switches]\n')
  process.exit(2)
}

const [, script] = process.argv
// The program sees Electron's arguments: itself, then all others.
process.argv = [process.argv[0], ...args]

const inspect = switches.get('inspect')
if (inspect !== undefined) inspector.open(Number(inspect.split(':').pop()), '127.0.0.1')

const serve = switches.get('serve')
await runApplication({
  appPath,
  modules,
  switches,
  headless: !hasDisplay() || switches.has('headless'),
  mirrorOnly: switches.has('mirror-only'),
  port: serve === undefined ? null : Number(serve),
  restartPrefix: [script],
  onServing: (url) => process.stderr.write(`${url}\n`),
})
