import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { dayOf } from '../../src-shared/business-day.ts'
import type { Clock } from '../ports.ts'
import {
  nextLine,
  readChain,
  type WitnessChain,
  type WitnessEnd,
  type WitnessEvent,
  type WitnessLine,
} from './witness-line.ts'

/**
 * The second witness of every money operation (settlement.md R9): `journal-YYYYMM.jsonl` beside the data file, only ever
 * added to, each line durable before the call returns. It outlives the data file: a damaged one, and one that was
 * replaced by an older copy.
 */
export interface Witness {
  /** What was on the disk when it was opened. */
  readonly found: WitnessChain
  end(): WitnessEnd
  /** Adds lines, all durable or none. Throws what the disk says; the next call mends what a failed one left. */
  append(events: readonly WitnessEvent[]): readonly WitnessLine[]
  /** Reads the files anew, as they are now. */
  read(): WitnessChain
  /** Lays the files aside and begins a new chain. */
  renew(): void
}

const NAME = /^journal-\d{6}\.jsonl$/

/**
 * Opens the witness of a shop's folder. A last line that a crash cut off is removed: its operation was not sent, or is
 * written again from the journal.
 */
export function openWitness({ dataDir, clock }: { readonly dataDir: string; readonly clock: Clock }): Witness {
  const found = readFolder(dataDir)
  if (found.broken === null) mend(dataDir, found.tornBytes)
  let { end } = found
  /** A write failed and may have left part of a line: the file ends at this size. */
  let torn: { readonly file: string; readonly size: number } | null = null

  return {
    found,
    end: () => end,
    append(events) {
      const at = clock.now()
      const lines: WitnessLine[] = []
      let [text, next] = ['', end]
      for (const event of events) {
        const made = nextLine(next, at, event)
        text += made.text
        lines.push(made.line)
        next = { length: made.line.seq, hash: made.line.hash }
      }
      if (lines.length === 0) return lines
      if (torn !== null && sizeOf(torn.file) > torn.size) truncateSync(torn.file, torn.size)
      torn = null
      const file = path.join(dataDir, fileName(dataDir, at))
      const size = sizeOf(file)
      try {
        appendDurably(file, text)
      } catch (error) {
        torn = { file, size }
        throw error
      }
      end = next
      return lines
    },
    read: () => readFolder(dataDir),
    renew() {
      const aside = path.join(dataDir, 'aside', `journal-${new Date(clock.now()).toISOString().replace(/[-:.]/g, '')}`)
      mkdirSync(aside, { recursive: true, mode: 0o700 })
      for (const name of names(dataDir)) renameSync(path.join(dataDir, name), path.join(aside, name))
      end = { length: 0, hash: '' }
      torn = null
    },
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** The month in Japan; never before the newest file, so that a clock set back does not tear the chain. */
function fileName(dataDir: string, at: number): string {
  const name = `journal-${dayOf(at).slice(0, 7).replace('-', '')}.jsonl`
  const newest = names(dataDir).at(-1)
  return newest !== undefined && newest > name ? newest : name
}

function names(dataDir: string): readonly string[] {
  return readdirSync(dataDir)
    .filter((name) => NAME.test(name))
    .sort()
}

function readFolder(dataDir: string): WitnessChain {
  return readChain(names(dataDir).map((name) => ({ name, text: readFileSync(path.join(dataDir, name), 'utf8') })))
}

function mend(dataDir: string, tornBytes: number): void {
  const newest = names(dataDir).at(-1)
  if (newest === undefined || tornBytes === 0) return
  const handle = openSync(path.join(dataDir, newest), 'r+')
  try {
    const bytes = readFileSync(handle)
    ftruncateSync(handle, bytes.lastIndexOf(0x0a) + 1)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

function appendDurably(file: string, text: string): void {
  const handle = openSync(file, 'a', 0o600)
  try {
    const bytes = Buffer.from(text, 'utf8')
    const isNew = fstatSync(handle).size === 0
    for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
    fsyncSync(handle)
    if (isNew) {
      chmodSync(file, 0o600)
      flushFolder(path.dirname(file))
    }
  } finally {
    closeSync(handle)
  }
}

/** The name of a new file is durable only when its folder is. Windows has no such call and keeps names itself. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
