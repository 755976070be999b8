import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBrowser } from '../../scripts/find-browser.mjs'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'

export const toyPath = fileURLToPath(new URL('../support/toy-shell', import.meta.url))
const launcher = fileURLToPath(new URL('../../scripts/preview/launcher.mjs', import.meta.url))

/** The browser of these tests; without one they are skipped, which is said aloud, or fail where CI is set. */
export const browser = await findBrowser()
export const noBrowser = browser === null
if (noBrowser) {
  const reason = 'SKIPPED: the tests of the stand-in need a Chromium and found none (name one in JUCHU_BROWSER)'
  if (process.env['CI']) throw new Error(reason)
  process.stderr.write(`${reason}\n`)
}

const folders: string[] = []

/** A new folder for data, removed by `removeFolders`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'juchu-toy-'))
  folders.push(folder)
  return folder
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}

/** Starts the toy as a test driver would. */
export function launchToy(dataDir = newFolder(), args: readonly string[] = []): Promise<LaunchedDesk> {
  return launchDesk({ dataDir, args, appPath: toyPath })
}

export interface Run {
  readonly child: ChildProcess
  /** Everything printed so far, both streams. */
  text(): string
  /** Waits until something printed matches; throws with all that was printed when the program ends before. */
  printed(pattern: RegExp): Promise<string>
  readonly ended: Promise<number | null>
}

/** Runs Node on a script and watches what it prints. */
export function runNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'pipe' })
  let printedText = ''
  const watchers = new Set<() => void>()
  const onText = (chunk: Buffer): void => {
    printedText += chunk.toString('utf8')
    for (const watcher of watchers) watcher()
  }
  child.stdout.on('data', onText)
  child.stderr.on('data', onText)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const printed = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(printedText)
        if (found) resolve(found[1] ?? found[0])
      }
      watchers.add(look)
      void ended.then(() => {
        reject(new Error(`ended without printing ${String(pattern)}:\n${printedText}`))
      })
      look()
    })
  return { child, text: () => printedText, printed, ended }
}

/** Starts the toy through the launcher, without a test driver. */
export function runToy(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  return runNode([launcher, toyPath, ...args], env)
}

interface ProcessLine {
  readonly pid: number
  readonly parent: number
  readonly group: number
}

/** Processes that run; one that has ended and waits to be counted by its parent does not. */
function processes(): ProcessLine[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' })
  return text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state = '']) => !state.startsWith('Z'))
    .map((fields) => fields.map(Number))
    .map(([pid = 0, parent = 0, group = 0]) => ({ pid, parent, group }))
}

/** Groups of processes the given process started in groups of their own: its Chromium. */
export function browserGroups(pid: number): number[] {
  return processes()
    .filter((line) => line.parent === pid && line.group === line.pid)
    .map((line) => line.group)
}

/** How many processes of these groups are alive. */
export const countAlive = (groups: readonly number[]): number =>
  processes().filter((line) => groups.includes(line.group)).length
