import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startSandbox } from './server.ts'
import type { SandboxOptions } from './sandbox-options.ts'

const usage = `Usage: sandbox --port N [--now ISO] [--latency MIN-MAX] [--ledger FILE]
               [--shop-id X] [--shop-pass Y] [--site-id X] [--site-pass Y]
               [--tls-key FILE --tls-cert FILE] [--token T] [--requests]
  --now       time to start at; without a zone it is Japan's
  --latency   milliseconds a request takes, such as 200-800
  --ledger    file of the ledger; forgotten at the end when left out
  --tls-key, --tls-cert  PEM files; the sandbox then speaks HTTPS
  --requests  one JSON line per request on the error output
`

/** An argument that makes no sense. */
class UsageError extends Error {}

/** Reads the command line. Throws UsageError with a message for the person at the keyboard. */
function readOptions(args: string[]): SandboxOptions {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '0' },
      now: { type: 'string' },
      latency: { type: 'string' },
      ledger: { type: 'string', default: ':memory:' },
      'shop-id': { type: 'string', default: 'tshop00000001' },
      'shop-pass': { type: 'string', default: 'sandbox01' },
      'site-id': { type: 'string', default: 'tsite00000001' },
      'site-pass': { type: 'string', default: 'sandbox01' },
      'tls-key': { type: 'string' },
      'tls-cert': { type: 'string' },
      token: { type: 'string' },
      requests: { type: 'boolean', default: false },
    },
  })
  const startAt = values.now === undefined ? undefined : readInstant(values.now)
  const startedAt = Date.now()
  const tls = readTls(values['tls-key'], values['tls-cert'])
  return {
    ledgerPath: values.ledger,
    port: readPort(values.port),
    shopId: readKey(values['shop-id'], 13, '--shop-id'),
    shopPass: readKey(values['shop-pass'], 10, '--shop-pass'),
    siteId: readKey(values['site-id'], 13, '--site-id'),
    sitePass: readKey(values['site-pass'], 20, '--site-pass'),
    ...(tls === undefined ? {} : { tls }),
    ...(startAt === undefined ? {} : { now: () => startAt + (Date.now() - startedAt) }),
    ...(values.latency === undefined ? {} : { latencyMs: readLatency(values.latency) }),
    ...(values.token === undefined ? {} : { controlToken: values.token }),
    ...(values.requests ? { onRequest: (record) => process.stderr.write(`${JSON.stringify(record)}\n`) } : {}),
  }
}

function readTls(key: string | undefined, cert: string | undefined): SandboxOptions['tls'] {
  if (key === undefined && cert === undefined) return undefined
  if (key === undefined || cert === undefined) throw new UsageError('--tls-key and --tls-cert belong together')
  return { key: readPem(key, '--tls-key'), cert: readPem(cert, '--tls-cert') }
}

function readPem(file: string, name: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${name} names a file that cannot be read`)
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65_535)) throw new UsageError('--port is a number from 0 to 65535')
  return port
}

/** A time without a zone is Japan's, whatever zone this machine is in. */
function readInstant(text: string): number {
  const withTime = text.includes('T') ? text : `${text}T00:00:00`
  const at = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(withTime) ? withTime : `${withTime}+09:00`)
  if (Number.isNaN(at)) throw new UsageError('--now is a date or a time such as 2026-11-23T14:10')
  return at
}

function readLatency(text: string): [number, number] {
  const found = /^(\d{1,6})-(\d{1,6})$/.exec(text)
  const [least, most] = [Number(found?.[1]), Number(found?.[2])]
  if (!(least <= most)) throw new UsageError('--latency is two numbers of milliseconds such as 200-800')
  return [least, most]
}

function readKey(text: string, most: number, name: string): string {
  if (!new RegExp(`^[A-Za-z0-9]{1,${most}}$`).test(text)) {
    throw new UsageError(`${name} has 1 to ${most} letters and digits`)
  }
  return text
}

/** Runs until it is told to stop; the exit code is 2 for wrong arguments and 1 when the sandbox cannot start. */
async function main(): Promise<void> {
  let options: SandboxOptions
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'wrong arguments'}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  const sandbox = await startSandbox(options)
  const stop = () => void sandbox.close()
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  process.stdout.write(`${JSON.stringify({ url: sandbox.url, controlToken: sandbox.controlToken })}\n`)
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox could not start: ${error instanceof Error ? error.message : 'unknown reason'}\n`)
  process.exitCode = 1
})
