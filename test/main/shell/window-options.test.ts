import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { windowOptions, windowPreferences } from '../../../src-main/shell/window-options.ts'

const shell = fileURLToPath(new URL('../../../src-main/shell/', import.meta.url))
const sources = readdirSync(shell).map((name) => ({ name, text: readFileSync(join(shell, name), 'utf8') }))

describe('a window’s rights', () => {
  it('are these and no others', () => {
    expect(windowPreferences('/preload.cjs', true)).toEqual({
      preload: '/preload.cjs',
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: false,
    })
  })

  it('open the developer tools in development only', () => {
    expect(windowPreferences('/preload.cjs', false).devTools).toBe(true)
  })

  it('are the same for every window, light or dark', () => {
    const dark = windowOptions('/preload.cjs', true, true)
    const light = windowOptions('/preload.cjs', true, false)
    expect(dark.webPreferences).toEqual(windowPreferences('/preload.cjs', true))
    expect(light.webPreferences).toEqual(dark.webPreferences)
    expect(light.backgroundColor).not.toBe(dark.backgroundColor)
  })

  it('are written in one place, and windows made in one place', () => {
    const holding = (pattern: RegExp): string[] =>
      sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name)
    expect(holding(/contextIsolation/)).toEqual(['window-options.ts'])
    expect(holding(/new BrowserWindow\(/)).toEqual(['window.ts'])
    expect(holding(/shell\.openExternal\(/)).toEqual(['desk.ts'])
    expect(holding(/crashReporter|loadFile\(|file:\/\/\//)).toEqual([])
  })
})

describe('the entry of the program', () => {
  const main = readFileSync(join(shell, 'main.ts'), 'utf8')

  it('registers its scheme and switches the sandbox on before anything waits', () => {
    const ready = Math.min(
      ...['whenReady', 'await ', '.then('].map((word) => main.indexOf(word)).filter((at) => at >= 0),
      Infinity,
    )
    for (const call of ['registerSchemesAsPrivileged(', 'enableSandbox()']) {
      expect(main.indexOf(call)).toBeGreaterThan(0)
      expect(main.indexOf(call)).toBeLessThan(ready)
    }
  })

  it('gives its scheme no more than an origin', () => {
    expect(main).toContain('privileges: { standard: true, secure: true }')
  })
})
