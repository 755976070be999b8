import { afterEach, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { order: { path: '/orders/:id', page: OrderEditPage } }
const { money } = sampleOrder(55)
const cart = { ...money, subtotalYen: 9000, totalYen: 9525, paymentTotalYen: 9525, addedPoints: 90 }

afterEach(() => {
  document.body.replaceChildren()
})

async function open(stored = sampleOrder(55, { source: 'ec2', lines: [], money: cart, cartSums: cart })) {
  const desk = createFakeDesk({}, [stored])
  const { wrapper } = await mountPages(desk, pages, '/orders/55')
  const pick = async () => {
    const picker = wrapper.find('[placeholder^="商品コード"]')
    await picker.setValue('123456')
    await settle()
    await picker.trigger('keydown', { key: 'Enter' })
    await settle()
  }
  const rows = () => [...document.querySelectorAll('[role="dialog"] tbody tr')].map((row) => row.textContent)
  return { desk, wrapper, pick, rows }
}

it('says what the first goods do to the cart’s sums before they come in, and leaves them out on やめる', async () => {
  const { wrapper, pick, rows } = await open()
  await pick()
  expect(rows()).toContain('お支払い合計9,525円5,775円')
  expect(rows()).toContain('加算ポイント90 pt52 pt')
  button('やめる').click()
  await settle()
  expect(wrapper.findAll('[aria-label$="数量"]')).toEqual([])
  expect(wrapper.text()).toMatch(/お支払い合計\s*9,525円/)
})

it('goes back to the cart’s sums before and after they are stored', async () => {
  const { wrapper, pick, desk } = await open()
  await pick()
  button('商品を入れる').click()
  await settle()
  expect(wrapper.text()).toMatch(/お支払い合計\s*5,775円/)
  // More goods need no second question.
  await pick()
  expect(document.querySelector('[role="dialog"] table')).toBeNull()
  button('カートの合計に戻す').click()
  await settle()
  expect(wrapper.text()).toMatch(/お支払い合計\s*9,525円/)
  expect(desk.inputs('orders.change')).toEqual([])
})

it('goes back to the cart’s sums again and again, whatever was typed in between', async () => {
  const { wrapper, pick } = await open()
  const shipping = () => wrapper.find<HTMLInputElement>('[aria-label="送料"]')
  const before = shipping().element.value
  for (const typed of ['9999', '8888']) {
    await pick()
    button('商品を入れる').click()
    await settle()
    button('カートの合計に戻す').click()
    await settle()
    expect(shipping().element.value).toBe(before)
    expect(wrapper.text()).toMatch(/お支払い合計\s*9,525円/)
    await shipping().setValue(typed)
  }
})

it('goes back after they were stored: the goods are sent away, and nothing is wrong with that', async () => {
  const { desk } = await open(sampleOrder(55, { source: 'ec2', cartSums: cart }))
  button('カートの合計に戻す').click()
  await settle()
  button('この内容で登録する').click()
  await settle()
  expect(desk.inputs('orders.change')[0]?.changes).toEqual({ lines: [] })
})
