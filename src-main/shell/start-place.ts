import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import type { Mode } from '../../src-shared/api.ts'

/** Where the program runs: data folder and mode, and whether the command line fixed the folder. */
export interface StartPlace {
  readonly dataDir: string
  readonly mode: Mode
  /** True with `--data`: such a start neither reads nor changes what the program remembers. */
  readonly fixed: boolean
}

export interface StartSwitches {
  /** Value of `--data`, empty when absent. */
  readonly data: string
  /** Value of `--mode`, empty when absent. */
  readonly mode: string
}

const modeSchema = z.enum(['rehearsal', 'test', 'production'])

/** What is remembered between starts: the mode chosen last, and folders chosen in place of the usual ones. */
const memorySchema = z.object({
  mode: modeSchema.optional(),
  folders: z.partialRecord(modeSchema, z.string()).optional(),
})
type Memory = z.infer<typeof memorySchema>

const memoryFile = (home: string): string => join(home, 'start.json')

/** What was remembered under `home`; nothing when the file is absent or unreadable. */
function remembered(home: string): Memory {
  try {
    const memory = memorySchema.safeParse(JSON.parse(readFileSync(memoryFile(home), 'utf8')))
    return memory.success ? memory.data : {}
  } catch {
    return {}
  }
}

/**
 * Decides where this start works. Each mode has a folder of its own under `home`, so that practice orders can never sit
 * beside real ones. Without a word from anybody the mode is `rehearsal`. Throws on an unknown `--mode`.
 */
export function startPlace(home: string, switches: StartSwitches): StartPlace {
  const memory = switches.data === '' ? remembered(home) : {}
  const mode = switches.mode === '' ? (memory.mode ?? 'rehearsal') : modeSchema.parse(switches.mode)
  if (switches.data !== '') return { dataDir: resolve(switches.data), mode, fixed: true }
  return { dataDir: memory.folders?.[mode] ?? join(home, mode), mode, fixed: false }
}

/** Remembers the mode, or the folder for a mode, for the next start. */
export function rememberPlace(home: string, change: { readonly mode: Mode; readonly folder?: string }): void {
  const memory = remembered(home)
  const folders = change.folder === undefined ? memory.folders : { ...memory.folders, [change.mode]: change.folder }
  const next: Memory = folders === undefined ? { mode: change.mode } : { mode: change.mode, folders }
  const file = memoryFile(home)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(next, null, 2)}\n`)
}

/** Command line for a restart at another place: the arguments of now without the two switches, plus `switches`. */
export function restartArguments(argv: readonly string[], switches: readonly string[]): string[] {
  const kept = argv.filter((argument, index) => {
    const before = argv[index - 1] ?? ''
    return !/^--(data|mode)(=|$)/.test(argument) && !/^--(data|mode)$/.test(before)
  })
  return [...kept, ...switches]
}
