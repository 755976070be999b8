import path from 'node:path'
import { createBuilder } from 'vite'
import { beforeAll, describe, expect, it } from 'vitest'

interface Chunk {
  readonly fileName: string
  readonly code: string
  readonly imports: readonly string[]
}

/** The scripts of the core as the program is built, not written to the disk. */
async function coreChunks(): Promise<readonly Chunk[]> {
  const builder = await createBuilder({ configFile: path.resolve('vite.config.ts'), logLevel: 'error' })
  const { main } = builder.environments
  if (main === undefined) throw new Error('the core is not built any more')
  main.config.build.write = false
  const result = await builder.build(main)
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  return outputs.flatMap((one) => (one.type === 'chunk' ? [one] : []))
}

describe('what the core reads before its first line runs', () => {
  let code = ''

  beforeAll(async () => {
    const chunks = await coreChunks()
    const files = new Set(['core-thread.js'])
    for (const file of files)
      for (const next of chunks.find((one) => one.fileName === file)?.imports ?? []) files.add(next)
    code = chunks
      .filter(({ fileName }) => files.has(fileName))
      .map((chunk) => chunk.code)
      .join('\n')
  })

  it('has the one language of SQL it speaks', () => {
    expect(code).toContain('QueryCompiler_SQLite3')
  })

  it.each([
    ['the other databases of knex', /Client_Oracledb|QueryCompiler_PG|QueryCompiler_MSSQL|knex_migrations/],
    ['the mail client', /AUTH CRAM-MD5/],
    ['the practice gateway', /from "node:http".*createServer|createServer\(/],
  ])('does not have %s in it', (_, words) => {
    expect(code).not.toMatch(words)
  })

  it("has the gateway's table of errors as a text", () => {
    expect(code).toMatch(/JSON\.parse\("\{\\"42C0/)
  })
})
