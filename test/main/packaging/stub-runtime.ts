import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Marks the place of the fuses inside a runtime's executable; after it: version, length, one state per fuse. */
const fuses = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('1'.repeat(9)),
])

/** The parts of pe-library and resedit (both come with electron-builder) used below. */
interface PeLibrary {
  readonly NtExecutable: { createEmpty(is32Bit: boolean, isDll: boolean): Executable }
  readonly NtExecutableResource: { from(executable: Executable): Resources }
}
interface Executable {
  generate(): ArrayBuffer
}
interface Resources {
  readonly entries: unknown[]
  outputResource(executable: Executable): void
}
interface ResEdit {
  readonly Resource: {
    readonly VersionInfo: { create(info: unknown): { outputToResourceEntries(entries: unknown[]): void } }
  }
}

/**
 * Writes a folder electron-builder takes for an unpacked runtime, for Linux and for Windows at once: the files it looks
 * for, and executables that hold nothing but the fuses. So packing is proven without downloading 100 MB.
 */
export function writeStubRuntime(folder: string, repository: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  const electron = JSON.parse(readFileSync(join(repository, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string
  }
  writeFileSync(join(folder, 'version'), electron.version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, name), 'stub')
  for (const language of ['ja', 'en-US', 'fr']) writeFileSync(join(folder, 'locales', `${language}.pak`), 'stub')
  writeFileSync(join(folder, 'electron'), Buffer.concat([Buffer.from('\u007fELF'), fuses]), { mode: 0o755 })
  writeFileSync(join(folder, 'electron.exe'), Buffer.concat([windowsProgram(repository, electron.version), fuses]))
}

/** A Windows program without code, with the version resource electron-builder rewrites. */
function windowsProgram(repository: string, version: string): Buffer {
  const builder = createRequire(join(repository, 'node_modules/app-builder-lib/package.json'))
  const pe = builder('pe-library') as PeLibrary
  const { Resource } = builder('resedit') as ResEdit
  const executable = pe.NtExecutable.createEmpty(false, false)
  const resources = pe.NtExecutableResource.from(executable)
  const strings = [{ lang: 1033, codepage: 1200, values: { FileVersion: version, ProductName: 'stub' } }]
  Resource.VersionInfo.create({ lang: 1033, fixedInfo: {}, strings }).outputToResourceEntries(resources.entries)
  resources.outputResource(executable)
  return Buffer.from(executable.generate())
}
