import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { tour } from '../../scripts/tour.mjs'
import { expectAccessible } from '../support/accessibility.ts'
import { filesBelow } from '../support/files.ts'
import { launchDesk, type LaunchedDesk } from '../support/launch.ts'

/** Dialogs that no walk through a running desk reaches, and the spec that looks at them with axe. */
const elsewhere: Readonly<Record<string, string>> = {
  StartupFailed: 'startup.spec.ts',
  AdoptDialog: 'reconcile.spec.ts',
  MissingTradeDialog: 'reconcile.spec.ts',
  FirstGoodsDialog: 'order-form-help.spec.ts',
}

let dataDir: string
let desk: LaunchedDesk

test.beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'juchu-e2e-'))
  desk = await launchDesk({ dataDir, mode: 'rehearsal', start: 'home' })
})

test.afterAll(async () => {
  await desk.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

test('every screen and dialog is free of accessibility problems, light and dark', async () => {
  test.setTimeout(300_000)
  const { page } = desk
  page.setDefaultTimeout(15_000)
  // The smallest window that everything has to fit into without scrolling sideways.
  await page.setViewportSize({ width: 1024, height: 768 })
  const visited = new Set<string>()
  for (const { name, route, go } of tour as readonly Stop[]) {
    await test.step(name, async () => {
      await go(page)
      expect(await routeOf(desk), name).toBe(route)
      visited.add(route)
      expect.soft(await page.evaluate(overhang), `${name} is wider than its window`).toEqual([])
      for (const [colorScheme, strictness] of [
        ['light', 'all'],
        ['dark', 'contrast'],
      ] as const) {
        await page.emulateMedia({ colorScheme })
        const problem = await expectAccessible(page, strictness, `${name} ${colorScheme}`).then(
          () => null,
          (error: unknown) => String(error),
        )
        // The walk goes on: one run finds them all.
        expect.soft(problem).toBeNull()
      }
    })
  }
  // A screen that nobody took into the walk fails here.
  expect([...visited].sort()).toEqual((await routesOf(desk)).sort())
})

test('no dialog is left out of the walk', () => {
  const files = filesBelow(fileURLToPath(new URL('../../src-renderer', import.meta.url)))
  const dialogs = files
    .filter(({ file, text }) => file.endsWith('.vue') && /<DeskDialog\b/.test(text))
    .map(({ file }) => file.replace(/^.*[\\/]|\.vue$/g, ''))
  expect(dialogs.length).toBeGreaterThan(15)
  const shown = new Set<unknown>(tour.map(({ part }) => part))
  expect(dialogs.filter((name) => !shown.has(name) && !(name in elsewhere))).toEqual([])
  // One that is gone, or that the walk shows, leaves the list.
  expect(
    Object.keys(elsewhere).filter((name) => shown.has(name) || !files.some(({ file }) => file.endsWith(`${name}.vue`))),
  ).toEqual([])
  for (const spec of Object.values(elsewhere))
    expect(readFileSync(new URL(spec, import.meta.url), 'utf8')).toContain('expectAccessible(')
})

/** What the window or its main part would have to be scrolled sideways for. */
function overhang(): readonly string[] {
  return [...document.querySelectorAll('html, main, [role=dialog]')]
    .filter((box) => box.scrollWidth > box.clientWidth + 1)
    .map((box) => `${box.tagName}: ${String(box.scrollWidth)} in ${String(box.clientWidth)}`)
}

/** Names of all routes with a screen, as the running window has them. */
function routesOf({ page }: LaunchedDesk): Promise<string[]> {
  return page.evaluate(() => {
    const mounted = Reflect.get(document.querySelector('#app') ?? {}, '__vue_app__') as MountedApp
    const { $router } = mounted.config.globalProperties
    return $router.getRoutes().flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
  })
}

function routeOf({ page }: LaunchedDesk): Promise<unknown> {
  return page.evaluate(() => {
    const mounted = Reflect.get(document.querySelector('#app') ?? {}, '__vue_app__') as MountedApp
    return mounted.config.globalProperties.$router.currentRoute.value.name
  })
}

/** One picture of the walk: how to get there from the one before, and which route that is. */
interface Stop {
  readonly name: string
  readonly route: string
  readonly go: (page: Page) => Promise<unknown>
}

interface MountedApp {
  readonly config: {
    readonly globalProperties: {
      readonly $router: {
        readonly getRoutes: () => readonly { readonly name: unknown }[]
        readonly currentRoute: { readonly value: { readonly name: unknown } }
      }
    }
  }
}
