import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Log, LogFields } from '../ports.ts'
import { asText, type Redactor } from './redactor.ts'

const MAX_BYTES = 1_000_000
const KEPT_FILES = 5

/**
 * The program's log: `logs/desk.log` and four older ones, a megabyte each, one masked line per event. Written at once
 * and in order, so that the last line before a crash is there; a full disk never stops the program.
 */
export function createFileLog(dataDir: string, clock: Pick<Clock, 'now'>, redactor: Redactor): Log {
  const dir = join(dataDir, 'logs')
  const file = join(dir, 'desk.log')

  const write = (level: string, event: string, fields: LogFields = {}): void => {
    const rest = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${key}=${JSON.stringify(redactor.mask(asText(value)))}`)
      .join('')
    try {
      mkdirSync(dir, { recursive: true, mode: 0o700 })
      rotate(file)
      appendFileSync(file, `${new Date(clock.now()).toISOString()} ${level} ${event}${rest}\n`, { mode: 0o600 })
    } catch {
      // Nowhere left to say it; settlement has its own journal and does not depend on this file.
    }
  }

  return {
    info: (event, fields) => {
      write('info', event, fields)
    },
    warn: (event, fields) => {
      write('warn', event, fields)
    },
    error: (event, fields) => {
      write('error', event, fields)
    },
  }
}

/** Moves a full file aside: desk.log → desk.1.log → … and drops the oldest. */
function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < MAX_BYTES) return
  const older = (index: number): string => file.replace(/\.log$/, `.${String(index)}.log`)
  rmSync(older(KEPT_FILES - 1), { force: true })
  for (let index = KEPT_FILES - 2; index >= 1; index -= 1) {
    if (statSync(older(index), { throwIfNoEntry: false }) !== undefined) renameSync(older(index), older(index + 1))
  }
  renameSync(file, older(1))
}
