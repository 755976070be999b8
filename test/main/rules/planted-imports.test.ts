import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** One violation per rule: a file that must be refused, and what it imports. */
const planted: Readonly<Record<string, { readonly from: string; readonly imports: string }>> = {
  'no-cycles': { from: 'src-shared/ring-a.ts', imports: './ring-b.ts' },
  'shared-stands-alone': { from: 'src-shared/leans.ts', imports: '../src-main/ports.ts' },
  'shared-is-pure': { from: 'src-shared/reads.ts', imports: 'node:fs' },
  'window-never-imports-main': { from: 'src-renderer/reach.ts', imports: '../src-main/ports.ts' },
  'main-never-imports-window': { from: 'src-main/orders/paint.ts', imports: '../../src-renderer/api.ts' },
  'window-has-no-node': { from: 'src-renderer/disk.ts', imports: 'node:fs' },
  'electron-only-in-shell': { from: 'src-main/orders/runtime.ts', imports: 'electron' },
  'shell-knows-little-of-core': { from: 'src-main/shell/deep.ts', imports: '../orders/order-service.ts' },
  'nobody-imports-shell': { from: 'src-main/orders/host.ts', imports: '../shell/window.ts' },
  'knex-only-in-tables': { from: 'src-main/orders/queries.ts', imports: 'knex' },
  'driver-only-in-db': { from: 'src-main/orders/file.ts', imports: '@photostructure/sqlite' },
  'table-only-in-own-subject': { from: 'src-main/customers/peek.ts', imports: '../orders/order-table.ts' },
  'table-not-at-the-door': { from: 'src-main/handlers.ts', imports: './orders/order-table.ts' },
  'tables-know-no-services': { from: 'src-main/orders/clever-table.ts', imports: './order-service.ts' },
  'orders-know-no-settlement': { from: 'src-main/orders/charge.ts', imports: '../settlement/settlement-service.ts' },
  'orders-are-written-through-two-doors': { from: 'src-main/orders/side-door.ts', imports: './order-write.ts' },
  'gateway-only-in-settlement': { from: 'src-main/customers/pay.ts', imports: '../gmo/client.ts' },
  'gateway-is-a-leaf': { from: 'src-main/gmo/shop.ts', imports: '../orders/order-service.ts' },
  'sandbox-is-another-company': { from: 'src-main/sandbox/friend.ts', imports: '../gmo/client.ts' },
  'sandbox-only-in-rehearsal': { from: 'src-main/orders/practice.ts', imports: '../sandbox/server.ts' },
  'pages-call-through-stores': { from: 'src-renderer/pages/Direct.vue', imports: '../api.ts' },
  'parts-take-props': { from: 'src-renderer/parts/Greedy.vue', imports: '../stores/desk.ts' },
  'stores-know-no-screens': { from: 'src-renderer/stores/screen.ts', imports: '../parts/Plain.vue' },
  'no-dev-packages-at-run-time': { from: 'src-main/orders/tooling.ts', imports: 'vitest' },
  'product-never-imports-tests': { from: 'src-main/orders/tested.ts', imports: '../../test/support/clock.ts' },
  'no-drawer-folders': { from: 'src-main/orders/drawer.ts', imports: '../utils/misc.ts' },
  'no-index-files': { from: 'src-main/orders/barrel.ts', imports: '../products/index.ts' },
  'nothing-unresolved': { from: 'src-main/orders/lost.ts', imports: './nowhere.ts' },
}

/** What the program may do: none of these may be refused by any rule. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src-main/shell/main.ts': ['electron', '../core-messages.ts', '../../src-shared/yen.ts'],
  'src-main/orders/order-service.ts': ['./order-table.ts', '../customers/customer-service.ts'],
  'src-main/orders/order-table.ts': ['knex'],
  'src-main/orders/desk-write.ts': ['./order-write.ts'],
  'src-main/db/open.ts': ['@photostructure/sqlite', 'node:fs'],
  'src-main/settlement/settlement-service.ts': ['../orders/order-service.ts', '../gmo/client.ts'],
  'src-main/reports/daily.ts': ['../orders/order-table.ts'],
  'src-main/app.ts': ['./orders/order-table.ts', './gmo/client.ts', './orders/order-service.ts'],
  'src-main/rehearsal/rehearsal.ts': ['../sandbox/server.ts'],
  'src-renderer/pages/Orders.vue': ['../stores/desk.ts', '../parts/Plain.vue', 'vue'],
  'src-renderer/stores/desk.ts': ['../api.ts', 'pinia'],
  'src-shared/yen.ts': ['zod'],
  'test/main/any.test.ts': ['vitest', '../../src-main/app.ts'],
}

/** Files that are only imported. */
const plain = [
  'src-main/ports.ts',
  'src-main/core-messages.ts',
  'src-main/shell/window.ts',
  'src-main/gmo/client.ts',
  'src-main/sandbox/server.ts',
  'src-main/customers/customer-service.ts',
  'src-main/orders/order-write.ts',
  'src-main/utils/misc.ts',
  'src-main/products/index.ts',
  'src-renderer/api.ts',
  'src-renderer/parts/Plain.vue',
  'test/support/clock.ts',
]

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

let folder = ''
let violations: readonly Violation[] = []

function plant(path: string, imports: readonly string[]): void {
  const file = join(folder, path)
  const lines = [...imports.map((name) => `import '${name}'`), 'export {}', '']
  const text = path.endsWith('.vue') ? `<script setup lang="ts">\n${lines.join('\n')}</script>\n` : lines.join('\n')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text.replace('export {}\n</script>', '</script>'))
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-rules-'))
  for (const name of ['package.json', 'tsconfig.base.json', '.dependency-cruiser.cjs']) {
    cpSync(join(repository, name), join(folder, name))
  }
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const path of plain) plant(path, [])
  for (const [path, imports] of Object.entries(allowed)) plant(path, imports)
  for (const { from, imports } of Object.values(planted)) plant(from, [imports])
  plant('src-shared/ring-b.ts', ['./ring-a.ts'])
  violations = cruise(folder)
}, 60_000)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Runs dependency-cruiser over the planted tree. */
function cruise(cwd: string): readonly Violation[] {
  const cli = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [cli, '--output-type', 'json', 'src-main', 'src-renderer', 'src-shared', 'test']
  const json = execFileSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 64_000_000 })
  return (JSON.parse(json) as { summary: { violations: readonly Violation[] } }).summary.violations
}

describe('import rules', () => {
  it('have a planted violation each', () => {
    const rules = createRequire(import.meta.url)(join(repository, '.dependency-cruiser.cjs')) as {
      forbidden: readonly { name: string; severity: string }[]
    }
    expect(rules.forbidden.map((rule) => rule.name).sort()).toEqual(Object.keys(planted).sort())
    expect(rules.forbidden.every((rule) => rule.severity === 'error')).toBe(true)
  })

  it.each(Object.entries(planted))('%s refuses its planted violation', (rule, { from }) => {
    expect(violations.filter((violation) => violation.from === from).map((violation) => violation.rule.name)).toContain(
      rule,
    )
  })

  it('let everything through that the program needs', () => {
    expect(violations.filter((violation) => Object.hasOwn(allowed, violation.from))).toEqual([])
  })
})
