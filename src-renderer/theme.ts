/** Colours of one theme, by the names Vuetify gives them. */
interface ThemeColours {
  readonly dark: boolean
  readonly colors: Readonly<Record<string, string>>
}

/**
 * The two themes. The build writes them as plain CSS variables on `:root` (`--v-theme-…`), dark under
 * `prefers-color-scheme`, because a style element made at run time would break `style-src 'self'`.
 * Every `on-…` colour reaches 4.5:1 on its ground.
 */
export const themes = {
  light: {
    dark: false,
    colors: {
      background: '#eef1f4',
      'on-background': '#1b2229',
      surface: '#ffffff',
      'on-surface': '#1b2229',
      'surface-bright': '#ffffff',
      'on-surface-bright': '#1b2229',
      'surface-light': '#f4f6f8',
      'on-surface-light': '#1b2229',
      'surface-variant': '#33404c',
      'on-surface-variant': '#ffffff',
      primary: '#2b5a84',
      'on-primary': '#ffffff',
      secondary: '#52687c',
      'on-secondary': '#ffffff',
      error: '#b3261e',
      'on-error': '#ffffff',
      info: '#1f5fa8',
      'on-info': '#ffffff',
      success: '#1d6b3c',
      'on-success': '#ffffff',
      warning: '#8a5300',
      'on-warning': '#ffffff',
    },
  },
  dark: {
    dark: true,
    colors: {
      background: '#12171c',
      'on-background': '#e3e8ed',
      surface: '#1b2229',
      'on-surface': '#e3e8ed',
      'surface-bright': '#2a343e',
      'on-surface-bright': '#e3e8ed',
      'surface-light': '#232c35',
      'on-surface-light': '#e3e8ed',
      'surface-variant': '#c8d1da',
      'on-surface-variant': '#12171c',
      primary: '#8fc1ee',
      'on-primary': '#0b2438',
      secondary: '#aebdcb',
      'on-secondary': '#17222c',
      error: '#ffb4ab',
      'on-error': '#5a0a05',
      info: '#a4c9f5',
      'on-info': '#0b2a4c',
      success: '#8ed6a5',
      'on-success': '#06331a',
      warning: '#f3bd6f',
      'on-warning': '#402600',
    },
  },
} as const satisfies Record<'light' | 'dark', ThemeColours>
