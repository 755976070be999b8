import type { Plugin } from 'vite'
import { createVuetify } from 'vuetify'
import { themes } from '../src-renderer/theme.ts'

const MODULE = 'virtual:theme.css'

/**
 * The stylesheet Vuetify would write into the page at run time, written at build time instead: the window's content
 * policy (`style-src 'self'`, Trusted Types) allows no style element made by a script. The light theme stands on
 * `:root`; the dark one applies when the system prefers it, and to `.v-theme--light` / `.v-theme--dark` on any element.
 * Throws when Vuetify's output no longer has the shape this relies on.
 */
export function themeCss(): string {
  const css = createVuetify({ theme: { defaultTheme: 'light', themes: structuredClone(themes) } }).theme.styles.value
  const dark = /\.v-theme--dark \{\n([^}]*)\}/.exec(css)?.[1]
  if (dark === undefined || !css.includes(':root'))
    throw new Error('the theme of Vuetify is written in another way now')
  return `${css}
@layer vuetify-utilities {
  @layer theme-base {
    @media (prefers-color-scheme: dark) {
      :root:not(.v-theme--light) {
${dark}      }
    }
  }
}
`
}

/** Makes `import 'virtual:theme.css'` the stylesheet of `src-renderer/theme.ts`. */
export function themeCssPlugin(): Plugin {
  return {
    name: 'juchu-theme-css',
    resolveId: (id) => (id === MODULE ? MODULE : null),
    load: (id) => (id === MODULE ? themeCss() : null),
  }
}
