import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
// Loaded when first shown; here so that a slow machine does not decide over the test.
import '../../src-renderer/pages/NoticeList.vue'
import App from '../../src-renderer/App.vue'
import { vuetify } from '../../src-renderer/vuetify.ts'
import type { Startup } from '../../src-shared/api.ts'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { components, screenNames, settle } from './mount-window.ts'

afterEach(() => {
  document.body.replaceChildren()
})

const screen = (words: string) => defineComponent({ render: () => words })
const shown = () => document.body.textContent

/** Starts the window as it starts: the router takes its first step while the application is mounted. */
async function start(first: () => Promise<ReturnType<typeof screen>>, state: () => Promise<Startup>): Promise<Router> {
  const pinia = createPinia()
  const desk = createFakeDesk({ 'startup.state': state })
  Object.defineProperty(window, 'juchu', { value: desk.bridge, configurable: true })
  const routes = screenNames.map((name) => ({
    name,
    path: name === 'home' ? '/' : `/${name}`,
    component: name === 'home' ? first : screen('ほかの画面'),
  }))
  const router = createRouter({ history: createMemoryHistory(), routes })
  mount(App, { attachTo: document.body, global: { plugins: [pinia, router, vuetify], components } })
  await settle()
  return router
}

describe('the start of the window', () => {
  it('shows the frame together with the first screen', async () => {
    let load: () => void = () => undefined
    const first = new Promise<ReturnType<typeof screen>>((resolve) => {
      load = () => resolve(screen('最初の画面'))
    })
    await start(
      () => first,
      () => Promise.resolve({ state: 'ready' }),
    )
    expect(shown()).toContain('受注デスクを開いています…')
    load()
    await settle()
    expect(shown()).toContain('最初の画面')
    expect(document.querySelector('[role="alert"]')).toBeNull()
  })

  it('shows the frame and says so when the file of the first screen cannot be loaded', async () => {
    let answer: () => void = () => undefined
    const state = new Promise<Startup>((resolve) => {
      answer = () => resolve({ state: 'ready' })
    })
    const router = await start(
      () => Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
      () => state,
    )
    // The first step has failed before the core answers.
    answer()
    await settle()
    expect(shown()).not.toContain('受注デスクを開いています…')
    expect(document.querySelector('nav[aria-label="メニュー"]')).not.toBeNull()
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('プログラムの不具合で')
    await router.push({ name: 'orders' })
    await settle()
    expect(shown()).toContain('ほかの画面')
  })
})
