import { EventEmitter } from 'node:events'
import { strict } from '../strict.mjs'

/** Electron's `nativeTheme`: the page reports whether its system is dark; `themeSource` overrules it in every window. */
export function createTheme(host) {
  const nativeTheme = new EventEmitter()
  const theme = { source: 'system', dark: false }

  function change(values) {
    const before = { ...theme }
    Object.assign(theme, values)
    if (before.dark !== theme.dark || before.source !== theme.source) nativeTheme.emit('updated', {})
  }

  Object.defineProperties(nativeTheme, {
    shouldUseDarkColors: { get: () => (theme.source === 'system' ? theme.dark : theme.source === 'dark') },
    shouldUseHighContrastColors: { get: () => false },
    themeSource: {
      get: () => theme.source,
      set(source) {
        change({ source })
        for (const page of host.pages()) void page.setColours(source === 'system' ? '' : source)
      },
    },
  })
  return {
    nativeTheme: strict('nativeTheme', nativeTheme),
    get source() {
      return theme.source
    },
    observed(dark) {
      if (theme.source === 'system') change({ dark })
    },
  }
}
