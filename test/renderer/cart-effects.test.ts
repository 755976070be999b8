import { afterEach, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import type { StockChoice } from '../../src-shared/order-effects.ts'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { noEffects } from '../support/fake-effects.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { order: { path: '/orders/:id', page: OrderEditPage } }
const stock = [{ productCode: 'A-1', name: '湯呑/青', change: 2, stock: 8, after: 10, most: null }]

afterEach(() => {
  document.body.replaceChildren()
})

const text = () => document.querySelector('[aria-labelledby="effects-title"]')?.textContent ?? ''
const tick = () => document.querySelector<HTMLInputElement>('[aria-labelledby="effects-title"] label.tick input')

/** What is typed is asked about after a moment. */
async function typed(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200))
  await settle()
}

it('of an order that a file cancelled offers to leave the stock as it is, and after a tick to move it', async () => {
  const left = (choice: StockChoice = 'keep'): EffectPreview => ({
    ...{ ...noEffects, stock: choice === 'follow' ? stock : [], choice, gap: 'left' },
    asked: { question: 'giveBack', preset: 'keep' },
  })
  const desk = createFakeDesk({ 'orders.preview-change': ({ stock: choice }) => left(choice) }, [sampleOrder(55)])
  await mountPages(desk, pages, '/orders/55')
  await typed()
  expect(text()).toContain('在庫をどうするかがまだ決まっていません。')
  expect(text()).not.toContain('この登録で、在庫とポイントは動きません。')
  expect(text()).not.toContain('動かして合わせる')
  button('動かさずに合わせる').click()
  await settle()
  tick()?.click()
  await typed()
  button('動かして合わせる').click()
  await settle()
  expect(desk.inputs('orders.even')).toMatchObject([
    { how: 'accept', stock: 'keep' },
    { how: 'move', stock: 'follow' },
  ])
})
