import { parseArgs } from 'node:util'

const modes = ['rehearsal', 'test', 'production']

/** A mistake in the command line: shown without a stack, ends with code 2. */
export class UsageError extends Error {}

function checkPort(text, name) {
  if (text === undefined) return null
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new UsageError(`--${name} は 0 から 65535 の数で指定してください: ${text}`)
  return port
}

function checkMode(mode, allowed) {
  if (mode !== undefined && !allowed.includes(mode)) {
    throw new UsageError(`--mode は ${allowed.join(' / ')} のどれかです: ${mode}`)
  }
}

function parse(args, options) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(error.message)
  }
}

/** Command line of `npm start`: --serve PORT, --data DIR, --mode M. */
export function startArguments(args) {
  const values = parse(args, { serve: { type: 'string' }, data: { type: 'string' }, mode: { type: 'string' } })
  checkMode(values.mode, modes)
  return { port: checkPort(values.serve, 'serve'), data: values.data, mode: values.mode }
}

/** Command line of `npm run preview`: --port N, --data DIR, --mode rehearsal|test, --no-open. */
export function previewArguments(args) {
  const values = parse(args, {
    port: { type: 'string', default: '0' },
    data: { type: 'string' },
    mode: { type: 'string' },
    'no-open': { type: 'boolean', default: false },
  })
  checkMode(values.mode, ['rehearsal', 'test'])
  return { port: checkPort(values.port, 'port'), data: values.data, mode: values.mode, open: !values['no-open'] }
}

/** The program's own switches, as its command line has them. */
export function programSwitches({ data, mode }) {
  return new Map(Object.entries({ data, mode }).filter(([, value]) => value !== undefined))
}

/** Runs a script's main function; mistakes of the caller and missing parts are one line each. */
export async function runScript(main) {
  try {
    await main()
  } catch (error) {
    process.stderr.write(`${error instanceof UsageError ? error.message : error.stack}\n`)
    process.exit(error instanceof UsageError ? 2 : 1)
  }
}
