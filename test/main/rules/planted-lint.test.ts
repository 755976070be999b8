import { fileURLToPath } from 'node:url'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../../', import.meta.url))
const eslint = new ESLint({ cwd: repository })

/** Names of the rules that refuse `text` when it stands in the existing file `path`. */
async function refusedBy(path: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: `${repository}${path}` })
  return result?.messages.filter((message) => message.severity === 2).map((message) => message.ruleId) ?? []
}

const branches = Array.from({ length: 13 }, (_, index) => `  if (n === ${String(index)}) return ${String(index)}`).join(
  '\n',
)
const lines = (count: number): string =>
  Array.from({ length: count }, (_, index) => `  n += ${String(index)}`).join('\n')

const core = 'src-main/ports.ts'
const shell = 'src-main/shell/window.ts'
const test = 'test/main/rules/planted-lint.test.ts'

const cases: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['max-lines', core, `export let n = 0\n${'n += 1\n'.repeat(301)}`],
  ['max-lines-per-function', core, `export function long(n: number): number {\n${lines(61)}\n  return n\n}\n`],
  ['complexity', core, `export function knot(n: number): number {\n${branches}\n  return 0\n}\n`],
  ['no-console', core, `console.log('order')\n`],
  ['no-restricted-imports', core, `import { app } from 'electron'\napp.quit()\n`],
  ['@typescript-eslint/no-explicit-any', core, `export const order: any = 1\n`],
  ['@typescript-eslint/ban-ts-comment', core, `// @ts-ignore\nexport const yen: number = 1\n`],
  [
    '@typescript-eslint/consistent-type-imports',
    core,
    `import { Mode } from '../src-shared/api.ts'\nexport type M = Mode\n`,
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    core,
    `export function f(mode: 'a' | 'b'): void {\n  switch (mode) {\n    case 'a':\n      break\n  }\n}\n`,
  ],
  ['@typescript-eslint/no-floating-promises', core, `export function f(): void {\n  Promise.resolve(1)\n}\n`],
  ['@typescript-eslint/no-explicit-any', shell, `export const order: any = 1\n`],
  ['@typescript-eslint/no-explicit-any', test, `export const order: any = 1\n`],
  ['max-lines', test, `export let n = 0\n${'n += 1\n'.repeat(301)}`],
  ['max-lines-per-function', 'scripts/start.mjs', `export function long(n) {\n${lines(61)}\n  return n\n}\n`],
]

describe('lint', () => {
  it.each(cases)(
    '%s refuses its planted violation in %s',
    async (rule, path, text) => {
      expect(await refusedBy(path, text)).toContain(rule)
    },
    120_000,
  )

  it('refuses raw HTML, unlabelled fields and global styles in components', async () => {
    const text = [
      '<script setup lang="ts">',
      "const note = '<b>x</b>'",
      '</script>',
      '',
      '<template>',
      '  <div v-html="note" />',
      '  <img src="a.png" />',
      '</template>',
      '',
      '<style>',
      'p { margin: 0 }',
      '</style>',
      '',
    ].join('\n')
    const rules = await refusedBy('src-renderer/App.vue', text)
    expect(rules).toEqual(
      expect.arrayContaining(['vue/no-v-html', 'vuejs-accessibility/alt-text', 'vue/enforce-style-attribute']),
    )
  }, 120_000)

  it('cannot be switched off by a comment', async () => {
    expect(await refusedBy(core, `/* eslint-disable */\nconsole.log('order')\n`)).toContain('no-console')
  }, 120_000)

  it('lets the shell write to the console and import the runtime', async () => {
    expect(await refusedBy(shell, `import { app } from 'electron'\nconsole.log(app.getName())\n`)).toEqual([])
  }, 120_000)
})
