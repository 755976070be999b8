import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { build } from 'vite'
import type { Mutation, Trade } from '../../../src-main/sandbox/trade.ts'
import { control, GOOD_CARD, openSandbox, post, SHOP, SHOP_FIELDS } from './sandbox-bench.ts'

/** What the command line prints when it is ready. */
interface Ready {
  readonly url: string
  readonly controlToken: string
}
interface Running extends Ready {
  readonly child: ChildProcessWithoutNullStreams
  /** Everything it wrote so far, on both outputs. */
  readonly written: () => string
}

const root = fileURLToPath(new URL('../../../', import.meta.url))
// Below node_modules, so that the built file finds the database driver.
const built = mkdtempSync(join(root, 'node_modules/.sandbox-cli-'))
const folder = mkdtempSync(join(tmpdir(), 'sandbox-cli-'))
const children = new Set<ChildProcessWithoutNullStreams>()

beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: {
      ssr: true,
      outDir: built,
      rolldownOptions: {
        input: { sandbox: join(root, 'src-main/sandbox/cli.ts') },
        output: { entryFileNames: '[name].js' },
      },
    },
  })
}, 120_000)

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  for (const place of [built, folder]) rmSync(place, { recursive: true, force: true })
})

function run(args: readonly string[]): { child: ChildProcessWithoutNullStreams; written: () => string } {
  const child = spawn(process.execPath, [join(built, 'sandbox.js'), ...args])
  children.add(child)
  let text = ''
  for (const output of [child.stdout, child.stderr]) output.on('data', (part: Buffer) => (text += part.toString()))
  return { child, written: () => text }
}

async function start(...args: readonly string[]): Promise<Running> {
  const { child, written } = run(['--shop-id', SHOP.shopId, '--shop-pass', SHOP.shopPass, ...args])
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  return { child, written, ...(JSON.parse(line) as Ready) }
}

async function exitOf(child: ChildProcessWithoutNullStreams): Promise<[number | null, string | null]> {
  if (child.exitCode !== null || child.signalCode !== null) return [child.exitCode, child.signalCode]
  return (await once(child, 'exit')) as [number | null, string | null]
}

async function readLedger(sandbox: Ready): Promise<{ now: number; trades: Trade[]; mutations: Mutation[] }> {
  const { value } = await control(sandbox, 'GET', 'ledger')
  return value as { now: number; trades: Trade[]; mutations: Mutation[] }
}

describe('the command line', () => {
  it.each([
    [['--port', 'x'], '--port'],
    [['--port', '65536'], '--port'],
    [['--now', 'noon'], '--now'],
    [['--latency', '9-1'], '--latency'],
    [['--shop-id', 'a b'], '--shop-id'],
    [['--nothing'], '--nothing'],
  ])('%j is a wrong call: a message, exit 2', async (args, named) => {
    const { child, written } = run(args)
    expect(await exitOf(child)).toEqual([2, null])
    expect(written()).toContain(named)
    expect(written()).toContain('Usage')
  })

  it('starts at the given time in Japan, keeps running, and ends cleanly when told to', async () => {
    const running = await start('--now', '2026-11-23', '--token', 'open')
    expect(running.controlToken).toBe('open')
    const { now } = await readLedger(running)
    expect(now).toBeGreaterThanOrEqual(Date.parse('2026-11-23T00:00:00+09:00'))
    expect(now).toBeLessThan(Date.parse('2026-11-23T01:00:00+09:00'))
    running.child.kill('SIGTERM')
    expect(await exitOf(running.child)).toEqual([0, null])
  })

  it('says so when the port is taken, exit 1', async () => {
    const running = await start()
    const { child, written } = run(['--port', new URL(running.url).port])
    expect(await exitOf(child)).toEqual([1, null])
    expect(written()).toContain('could not start')
    running.child.kill('SIGINT')
    expect(await exitOf(running.child)).toEqual([0, null])
  })

  it('writes no pass and no card number anywhere', async () => {
    const running = await start('--requests')
    const keys = await post(running, 'EntryTran', `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&Amount=100`)
    await post(running, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}`)
    await post(running, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=VOID&CardNo=4111111111111111`)
    running.child.kill('SIGTERM')
    await exitOf(running.child)
    expect(running.written().match(/"outcome":"ok"/g)).toHaveLength(3)
    for (const secret of [SHOP.shopPass, keys.split('AccessPass=')[1] ?? 'missing', '41111']) {
      expect(running.written()).not.toContain(secret)
    }
  })
})

describe('killed between applying and answering', () => {
  it('has the change in its ledger, and only once', async () => {
    const ledgerPath = join(folder, 'killed.sqlite')
    const running = await start('--ledger', ledgerPath)
    const keys = await post(running, 'EntryTran', `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&Amount=100`)
    await post(running, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}`)
    await control(running, 'POST', 'faults', { kind: 'delay', ms: 600_000, when: 'after' })
    const asked = post(running, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=SALES&Amount=100`)
    const broken = expect(asked).rejects.toThrow()
    await expect.poll(async () => (await readLedger(running)).mutations.length, { timeout: 20_000 }).toBe(3)
    running.child.kill('SIGKILL')
    expect(await exitOf(running.child)).toEqual([null, 'SIGKILL'])
    await broken

    const sandbox = await openSandbox({ ledgerPath })
    expect(sandbox.ledger.trade('a-1')?.status).toBe('SALES')
    expect(sandbox.ledger.mutations().map((one) => one.jobCd)).toEqual(['AUTH', 'AUTH', 'SALES'])
    const again = await post(sandbox, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=SALES&Amount=100`)
    expect(again).toBe('ErrCode=E11&ErrInfo=E11010003')
    expect(sandbox.ledger.mutations()).toHaveLength(3)
  })

  it('loses nothing that was answered, whenever the kill comes', { timeout: 120_000 }, async () => {
    const ledgerPath = join(folder, 'storm.sqlite')
    const answered: string[] = []
    for (let round = 0; round < 5; round += 1) {
      const running = await start('--ledger', ledgerPath)
      const asked = Array.from({ length: 40 }, async (_none, index) => {
        const orderId = `r${round}-${index}`
        const answer = await post(running, 'EntryTran', `${SHOP_FIELDS}&OrderID=${orderId}&JobCd=AUTH&Amount=100`)
        if (answer.startsWith('AccessID=')) answered.push(orderId)
        if (answered.length > round * 10 + 5) running.child.kill('SIGKILL')
      })
      await Promise.allSettled(asked)
      running.child.kill('SIGKILL')
      await exitOf(running.child)
    }
    const sandbox = await openSandbox({ ledgerPath })
    expect(answered.length).toBeGreaterThan(20)
    for (const orderId of answered) expect(sandbox.ledger.trade(orderId), orderId).toBeDefined()
    const registered = sandbox.ledger.mutations().map((one) => one.orderId)
    expect(new Set(registered).size).toBe(registered.length)
    expect(registered.length).toBe(sandbox.ledger.trades().length)
  })
})
