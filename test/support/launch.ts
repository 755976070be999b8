import { fileURLToPath } from 'node:url'
import { _electron, expect, type ElectronApplication, type Page } from '@playwright/test'
import { findElectron } from '../../scripts/preview/real-electron.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url))
const standIn = fileURLToPath(new URL('../../scripts/preview/bin', import.meta.url))

export interface LaunchOptions {
  /** Folder of the data; the caller makes and removes it. */
  readonly dataDir: string
  readonly mode?: 'rehearsal' | 'test' | 'production'
  /** Further arguments of the program. */
  readonly args?: readonly string[]
  /** Further variables of the environment. */
  readonly env?: Readonly<Record<string, string>>
  /** Screen to begin at: 受注管理, where most specs begin, or the start screen as a person finds it. */
  readonly start?: 'orders' | 'home'
  /** Folder of the program; the repository when absent. */
  readonly appPath?: string
}

export interface LaunchedDesk {
  readonly app: ElectronApplication
  readonly page: Page
  /** Quits the program and waits until its process has ended. */
  close(): Promise<void>
}

/**
 * Chooses what `require('electron')` in the test driver finds: the stand-in, or with JUCHU_ELECTRON=real the real
 * runtime. The driver reads the variable of this process, not the one of the program. Throws when the real runtime is
 * wanted and absent.
 */
function chooseRuntime(): void {
  if (process.env['JUCHU_ELECTRON'] !== 'real') {
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = standIn
  } else if (findElectron(root) === null) {
    throw new Error('JUCHU_ELECTRON=real, but the Electron runtime is not installed')
  }
}

function environment(extra: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  )
  return { ...Object.fromEntries(own), ...extra }
}

/**
 * Starts the program as a person would and waits for its window. All end-to-end specs use this, on the stand-in and
 * on the real runtime alike. Needs the built files in `dist/`.
 */
export async function launchDesk(options: LaunchOptions): Promise<LaunchedDesk> {
  chooseRuntime()
  const mode = options.mode === undefined ? [] : [`--mode=${options.mode}`]
  const app = await _electron.launch({
    args: [options.appPath ?? root, `--data=${options.dataDir}`, ...mode, ...(options.args ?? [])],
    env: environment(options.env ?? {}),
    cwd: root,
  })
  const page = await app.firstWindow()
  // The window exists before its document does.
  await page.waitForURL((url) => url.protocol !== 'about:')
  const isDesk = options.appPath === undefined
  if (isDesk && options.start !== 'home') {
    // Until the first screen is there the router does not listen, and an address set now would be lost.
    await expect(page).toHaveTitle(/ - 受注デスク$/)
    await page.evaluate("location.hash = '#/orders'")
  }
  return { app, page, close: () => app.close() }
}
