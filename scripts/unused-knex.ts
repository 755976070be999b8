import type { Plugin } from 'vite'

/** Parts of knex the core never comes to, and the least that may stand in their place. */
const parts: readonly { readonly file: RegExp; readonly code: string }[] = [
  // The client is handed in as a class (`db/driver.ts`), so none is ever looked up by the name of another database.
  {
    file: /\/knex\/lib\/dialects\/index\.js$/,
    code: "exports.getDialectByNameOrAlias = () => { throw new Error('the core hands knex its client') }",
  },
  // The data file has migrations of its own (`db/migrate.ts`) and is filled by the program itself.
  { file: /\/knex\/lib\/migrations\/migrate\/Migrator\.js$/, code: 'exports.Migrator = class {}' },
  { file: /\/knex\/lib\/migrations\/seed\/Seeder\.js$/, code: 'module.exports = class {}' },
]

/**
 * Leaves the languages of other databases, and knex's own migrations, out of the core: Node reads the whole bundle before
 * the first line of it runs. Throws when knex no longer has one of these files.
 */
export function unusedKnexPlugin(): Plugin {
  const met = new Set<RegExp>()
  return {
    name: 'juchu:unused-knex',
    applyToEnvironment: ({ name }) => name === 'main',
    load(id) {
      const part = parts.find(({ file }) => file.test(id.replaceAll('\\', '/')))
      if (part === undefined) return null
      met.add(part.file)
      return part.code
    },
    buildEnd(error) {
      if (error === undefined && met.size < parts.length) throw new Error('knex keeps its parts in other files now')
    },
  }
}
