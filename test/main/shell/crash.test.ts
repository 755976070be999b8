import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { crashReport, keepReport } from '../../../src-main/shell/crash.ts'

describe('a report of a crash', () => {
  const error = new Error(
    'order of taro@example.com, 4111111111111111, tel 0312345678 at /home/taro/desk\u001b[31m\u0007',
  )
  error.stack = `Error: ${error.message}\n    at save (/home/taro/desk/main.js:120:7)`
  const report = crashReport(error, '0.1.0', '/home/taro')

  it('keeps what helps', () => {
    expect(report).toMatch(/^juchu-desk 0\.1\.0 /)
    expect(report).toContain('at save (~/desk/main.js:120:7)')
  })

  it('carries no mail address, no long number, no home folder and no control letter', () => {
    for (const secret of ['taro', 'example.com', '4111111111111111', '0312345678', '\u001b', '\u0007']) {
      expect(report).not.toContain(secret)
    }
  })

  it('is short, whatever was thrown', () => {
    expect(crashReport('x'.repeat(10_000), '0.1.0').length).toBe(4_000)
    expect(crashReport(undefined, '0.1.0')).toContain('undefined')
  })

  it('is kept in the logs, and a folder that cannot be written is no second crash', () => {
    const folder = mkdtempSync(join(tmpdir(), 'juchu-crash-'))
    keepReport(folder, new Date(0), 'first')
    keepReport(folder, new Date(1), 'second')
    const log = join(folder, 'logs', 'shell-crash.log')
    expect(readFileSync(log, 'utf8')).toBe('1970-01-01T00:00:00.000Z first\n\n1970-01-01T00:00:00.001Z second\n\n')
    expect(() => {
      keepReport(log, new Date(0), 'nowhere')
    }).not.toThrow()
    rmSync(folder, { recursive: true, force: true })
  })
})
