import 'vuetify/styles/core'
import 'virtual:theme.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/controls.css'
import './styles/states.css'
import './styles/print.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { failureOf } from './api.ts'
import App from './App.vue'
import { router } from './router.ts'
import { useNotices } from './stores/notices.ts'
import { vuetify } from './vuetify.ts'

const app = createApp(App)
app.use(createPinia()).use(router).use(vuetify)

/** Nothing that goes wrong stays invisible: what no screen handled becomes a notice with a report to copy. */
app.config.errorHandler = (error) => {
  useNotices().report(failureOf(error))
}
window.addEventListener('unhandledrejection', (event) => {
  useNotices().report(failureOf(event.reason))
})

app.mount('#app')

/**
 * The bundled font comes in dozens of files, and text drawn meanwhile is laid out anew with each. The first screen is
 * drawn in the system's own font and does not wait for them.
 */
function loadFont(): void {
  void import('@fontsource-variable/noto-sans-jp')
}
void router
  .isReady()
  // Without its first screen the window needs its font all the same; the frame has reported that failure.
  .catch(() => undefined)
  .then(() => requestIdleCallback(loadFont, { timeout: 3_000 }))
