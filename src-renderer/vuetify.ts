import { createVuetify } from 'vuetify'
import { aliases, mdi } from 'vuetify/iconsets/mdi-svg'
import { ja } from 'vuetify/locale'

/**
 * Vuetify with its theme writer switched off (the colours are in the built CSS, see `theme.ts`), Japanese words of its
 * own, icons as SVG paths, and the dense look as every component's default.
 */
export const vuetify = createVuetify({
  theme: false,
  icons: { defaultSet: 'mdi', aliases, sets: { mdi } },
  locale: { locale: 'ja', fallback: 'ja', messages: { ja } },
  date: { locale: { ja: 'ja-JP' } },
  defaults: {
    global: { density: 'compact', ripple: false },
    VBtn: { variant: 'outlined', rounded: 'sm' },
    VAlert: { variant: 'tonal', rounded: 'sm' },
    VDialog: { scrollable: true },
  },
})
