import path from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { unusedSchemasPlugin } from '../../../scripts/unused-schemas.ts'

const shared = path.resolve('src-shared')
const ENTRY = 'virtual:entry'

/** The code of a page that does just this. */
async function built(code: string): Promise<string> {
  const entry = {
    name: 'entry',
    resolveId: (id: string) => (id === ENTRY ? id : null),
    load: (id: string) => (id === ENTRY ? code : null),
  }
  const result = await build({
    configFile: false,
    logLevel: 'error',
    plugins: [entry, unusedSchemasPlugin()],
    build: { write: false, minify: false, rolldownOptions: { input: ENTRY } },
  })
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []))
  return outputs.map((chunk) => (chunk.type === 'chunk' ? chunk.code : '')).join('\n')
}

test('a page that only knows the words of the contract has no zod in it', async () => {
  const code = await built(`
    import { formatDay } from '${shared}/business-day.ts'
    import { statusOfBulk } from '${shared}/bulk.ts'
    import { orderSortKeys } from '${shared}/order-search.ts'
    import { builtInTemplates } from '${shared}/mail-names.ts'
    console.log(formatDay('2026-11-23'), statusOfBulk, orderSortKeys, builtInTemplates)`)
  expect(code).toContain('replaceAll("-", "/")')
  expect(code).not.toMatch(/ZodString|safeParse/)
})

test('a page that checks an input still can', async () => {
  const code = await built(`
    import { businessDaySchema } from '${shared}/business-day.ts'
    console.log(businessDaySchema.safeParse('2026-11-23').success)`)
  expect(code).toMatch(/ZodString/)
})
