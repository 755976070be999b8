import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { launchDesk } from '../support/launch.ts'
import { builtEmptyWindow } from './chunks.ts'
import { ms, quantile, type BenchOptions, type Metric } from './metric.ts'
import { filledShop } from './shop.ts'

/** A folder as a shop of so many orders leaves it behind when it is closed; the caller removes it. */
export async function shopFolder(orders: number): Promise<string> {
  const { db } = await filledShop(orders)
  const folder = mkdtempSync(join(tmpdir(), 'juchu-bench-'))
  await db.read((connection) => connection.raw('PRAGMA wal_checkpoint(TRUNCATE)'))
  cpSync(db.file, join(folder, basename(db.file)))
  return folder
}

/** Milliseconds until a program of Node prints its line; how it ends does not count, but is waited for. */
async function untilLine(args: readonly string[]): Promise<number> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let answeredAt: number | null = null
  for await (const line of createInterface(child.stdout)) {
    if (line !== 'answered') throw new Error(`the core answered: ${line}`)
    answeredAt ??= performance.now()
  }
  await ended
  if (answeredAt === null) throw new Error('the core did not answer')
  return answeredAt - startedAt
}

/** What the shell does to get its first page: starts the built core in its thread and asks it. */
const askOnce = (core: string, dataDir: string) => `
  const { Worker } = require('node:worker_threads')
  const workerData = { dataDir: ${JSON.stringify(dataDir)}, mode: 'test', host: 'desktop', version: '0' }
  const worker = new Worker(new URL(${JSON.stringify(core)}), { workerData })
  worker.on('message', (message) => {
    if (message.kind === 'secret') worker.postMessage({ kind: 'secret', id: message.id, ok: false, text: '' })
    if (message.kind === 'closed') process.exit()
    if (message.kind !== 'answer') return
    console.log(message.envelope.ok && message.envelope.value.length === 100 ? 'answered' : JSON.stringify(message))
    worker.postMessage({ kind: 'close' })
  })
  const input = { conditions: {}, sort: { key: 'updatedAt', descending: true }, page: 0, pageSize: 100 }
  worker.postMessage({ kind: 'call', id: 1, name: 'orders.page', input })`

async function coreStart({ root, orders }: BenchOptions) {
  const dataDir = await shopFolder(orders)
  const script = join(dataDir, 'ask-once.cjs')
  writeFileSync(script, askOnce(pathToFileURL(join(root, 'dist/main/core-thread.js')).href, dataDir))
  const [ours, base]: [number[], number[]] = [[], []]
  for (let round = 0; round < 9; round += 1) {
    ours.push(await untilLine([script]))
    base.push(await untilLine(['-e', "console.log('answered')"]))
  }
  // The first start finds the file cold.
  const [a, b] = [quantile(ours.slice(1)), quantile(base.slice(1))]
  rmSync(dataDir, { recursive: true, force: true })
  return { value: a / b, detail: `first page of ${String(orders)} orders ${ms(a)} / node -e 0 ${ms(b)}` }
}

/** This very program with the empty page in its window. */
async function emptyProgram(root: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-empty-'))
  for (const part of ['main', 'preload'])
    cpSync(join(root, 'dist', part), join(folder, 'dist', part), { recursive: true })
  const page = await builtEmptyWindow(root)
  cpSync(page, join(folder, 'dist/window'), { recursive: true })
  rmSync(page, { recursive: true, force: true })
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
  return folder
}

/** Milliseconds from loading the page anew to the frame that shows the first `wanted`. */
async function shown(page: Page, wanted: string): Promise<number> {
  await page.reload()
  return page.evaluate(
    (selector) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(selector) === null) requestAnimationFrame(look)
          else requestAnimationFrame((painted) => resolve(painted))
        }
        look()
      }),
    wanted,
  )
}

async function windowStart({ root, orders }: BenchOptions) {
  const [dataDir, emptyData] = [await shopFolder(orders), mkdtempSync(join(tmpdir(), 'juchu-bench-'))]
  const appPath = await emptyProgram(root)
  const desk = await launchDesk({ dataDir, mode: 'test' })
  const empty = await launchDesk({ dataDir: emptyData, appPath, mode: 'test' })
  await desk.page.locator('tbody tr').first().waitFor({ timeout: 120_000 })
  const [ours, base]: [number[], number[]] = [[], []]
  for (let round = 0; round < 8; round += 1) {
    const first = await shown(desk.page, 'tbody tr')
    const second = await shown(empty.page, '.v-btn')
    if (round > 0) {
      ours.push(first)
      base.push(second)
    }
  }
  await desk.close()
  await empty.close()
  for (const folder of [dataDir, emptyData, appPath]) rmSync(folder, { recursive: true, force: true })
  const [a, b] = [quantile(ours), quantile(base)]
  return { value: a / b, detail: `first row of ${String(orders)} orders ${ms(a)} / empty page ${ms(b)}` }
}

export const startMetrics: readonly Metric[] = [
  { id: 'P1', title: 'renderer start', target: 1.6, wanted: 'atMost', measure: windowStart },
  { id: 'P2', title: 'core start', target: 4, wanted: 'atMost', measure: coreStart },
]
