import { parseSync, type Plugin } from 'vite'

/** Where the contract with the window stands. */
const sharedModule = /\/src-shared\/[a-z0-9-]+\.ts$/

/**
 * Lets the window's build leave out what checks inputs: only the core does that, yet each schema is a call whose
 * effects the bundler cannot know. Every top-level value of a module that uses zod is marked as one that is only made when
 * someone wants it, so that neither schemas nor zod itself get into the window.
 */
export function unusedSchemasPlugin(): Plugin {
  return {
    name: 'juchu:unused-schemas',
    enforce: 'post',
    applyToEnvironment: ({ name }) => name === 'client',
    transform(code, id) {
      if (!sharedModule.test(id) || !code.includes('"zod"')) return null
      const spans = parseSync('shared.js', code).program.body.flatMap((statement) => {
        const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
        if (declaration?.type !== 'VariableDeclaration') return []
        return declaration.declarations.flatMap(({ init }) =>
          init?.type === 'CallExpression' || init?.type === 'ObjectExpression' ? [init] : [],
        )
      })
      return { code: spans.reduceRight(madeWhenWanted, code), map: null }
    },
  }
}

function madeWhenWanted(code: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return `${code.slice(0, start)}/* @__PURE__ */ (() => (${code.slice(start, end)}))()${code.slice(end)}`
}
