import { enableAutoUnmount, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h, type Component, type VNode } from 'vue'
import { createMemoryHistory, createRouter, RouterView, type Router } from 'vue-router'
import { afterEach } from 'vitest'
import { VAlert } from 'vuetify/components/VAlert'
import { VApp } from 'vuetify/components/VApp'
import { VBtn } from 'vuetify/components/VBtn'
import { VDialog } from 'vuetify/components/VDialog'
import { VMenu } from 'vuetify/components/VMenu'
import { VProgressLinear } from 'vuetify/components/VProgressLinear'
import { VTable } from 'vuetify/components/VTable'
import { vuetify } from '../../src-renderer/vuetify.ts'
import type { FakeDesk } from '../support/fake-bridge.ts'

/** Nothing of one test listens on in the next. */
enableAutoUnmount(afterEach)

/** What the build's plugin imports by itself. */
export const components = { VAlert, VApp, VBtn, VDialog, VMenu, VProgressLinear, VTable }

/** happy-dom has no visual viewport; overlays only listen to it and read its size. */
const viewport = Object.assign(new EventTarget(), { width: 1440, height: 900, offsetLeft: 0, offsetTop: 0, scale: 1 })
Object.defineProperty(globalThis, 'visualViewport', { value: viewport, configurable: true })

/** Nor has it idle time: whatever waits for that comes next. */
Object.defineProperty(globalThis, 'requestIdleCallback', {
  value: (work: () => void) => setTimeout(work),
  writable: true,
})

/** Nor locks between windows: here one window holds whatever it asks for, and a test may hold more. */
export const heldNames = new Set<string>()
const locks = {
  async request(name: string, work: () => Promise<unknown>) {
    heldNames.add(name)
    await work()
    heldNames.delete(name)
  },
  query: () => Promise.resolve({ held: [...heldNames].map((name) => ({ name })) }),
}
Object.defineProperty(navigator, 'locks', { value: locks, configurable: true })

/** The application around what is tested. */
const rootOf = (render: () => VNode) => defineComponent({ render: () => h(VApp, null, render) })

/** Mounts one component that needs no route. */
export function mountAlone(render: () => VNode): VueWrapper {
  return mount(rootOf(render), { attachTo: document.body, global: { plugins: [vuetify], components } })
}

/** Puts the fake desk where the preload would put the bridge, under stores of its own. */
export function useFakeDesk(desk: FakeDesk): void {
  Object.defineProperty(window, 'juchu', { value: desk.bridge, configurable: true })
  setActivePinia(createPinia())
}

/** Names of all screens: the frame links to most of them. */
export const screenNames = [
  'home',
  'status',
  'help',
  'orders',
  'order',
  'order-new',
  'import',
  'reconcile',
  'gateway',
  'shop',
  'data',
  'cards',
  'deadlines',
  'bulk',
  'bulk-preview',
  'bulk-run',
  'mail',
  'mail-settings',
  'mail-templates',
  'shipping',
  'products',
  'member-points',
  'member-import',
] as const

/** Mounts pages by their routes, as the window does, with `path` open. */
export async function mountPages(
  desk: FakeDesk,
  pages: Readonly<Record<string, { readonly path: string; readonly page: Component }>>,
  path: string,
): Promise<{ readonly wrapper: VueWrapper; readonly router: Router }> {
  const pinia = createPinia()
  setActivePinia(pinia)
  Object.defineProperty(window, 'juchu', { value: desk.bridge, configurable: true })
  const elsewhere: Component = { render: () => h('p', 'ほかの画面') }
  const router = createRouter({
    history: createMemoryHistory(),
    routes: screenNames.map((name) => ({
      name,
      path: pages[name]?.path ?? `/elsewhere/${name}/:id?`,
      component: pages[name]?.page ?? elsewhere,
    })),
  })
  await router.push(path)
  const root = rootOf(() => h('main', null, [h(RouterView)]))
  const wrapper = mount(root, {
    attachTo: document.body,
    global: { plugins: [pinia, router, vuetify], components },
  })
  await settle()
  return { wrapper, router }
}

/** Lets every answer of the fake desk arrive and the screen follow. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0))
}

/** A button anywhere in the document (dialogs live outside the page) by its words. */
export function button(words: string): HTMLButtonElement {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === words)
  if (!found) throw new Error(`no button 「${words}」`)
  return found
}
