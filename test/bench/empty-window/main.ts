import 'vuetify/styles/core'
import 'virtual:theme.css'
import { createApp, h } from 'vue'
import { VApp } from 'vuetify/components/VApp'
import { VBtn } from 'vuetify/components/VBtn'
import { vuetify } from '../../../src-renderer/vuetify.ts'

/** The least a page of this kind can be: Vue, Vuetify and one button. What ours is compared with. */
createApp({ render: () => h(VApp, () => h(VBtn, () => '空')) })
  .use(vuetify)
  .mount('#app')
