import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Paths of the witness's files in a shop's folder, oldest first. */
export function journalFiles(dataDir: string): string[] {
  return readdirSync(dataDir)
    .filter((name) => /^journal-\d{6}\.jsonl$/.test(name))
    .sort()
    .map((name) => join(dataDir, name))
}

/** Every line of the witness as it was written. */
export function journalLines(dataDir: string): Record<string, unknown>[] {
  return journalFiles(dataDir).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}
