import { appendFileSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const MAX_REPORT_LENGTH = 4_000

/**
 * A report a person may copy into a mail: name and stack of the error without control letters, with the home folder,
 * mail addresses and every number of six digits or more masked, because messages of others may quote customer data.
 */
export function crashReport(error: unknown, version: string, home: string = homedir()): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const masked = text
    .replaceAll(home, '~')
    .replace(/[^\P{Cc}\n]/gu, ' ')
    .replace(/[^\s@<>"']+@[^\s@<>"']+/g, '***@***')
    .replace(/\d{6,}/g, (digits) => '#'.repeat(digits.length))
  return `juchu-desk ${version} ${process.platform} ${process.arch}\n${masked}`.slice(0, MAX_REPORT_LENGTH)
}

/** Keeps a report in the data folder's logs; a disk that refuses it must not hide the crash itself. */
export function keepReport(dataDir: string, at: Date, report: string): void {
  try {
    const dir = join(dataDir, 'logs')
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    appendFileSync(join(dir, 'shell-crash.log'), `${at.toISOString()} ${report}\n\n`, { mode: 0o600 })
  } catch {
    // The person still sees the report on the screen.
  }
}
