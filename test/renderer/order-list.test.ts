import { afterEach, describe, expect, it, vi } from 'vitest'
import OrderListPage from '../../src-renderer/pages/OrderListPage.vue'
import { useOrderList } from '../../src-renderer/stores/order-list.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { rowOf } from '../support/fake-rows.ts'
import { sampleOrder, sampleShop } from '../support/sample-orders.ts'
import { button, mountPages, settle, useFakeDesk } from './mount-window.ts'

const pages = { orders: { path: '/orders', page: OrderListPage } }

afterEach(() => {
  document.body.replaceChildren()
})

describe('受注管理', () => {
  it('opens with the newest orders and their exact count', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/orders')
    expect(desk.inputs('orders.page')[0]).toEqual({
      conditions: {},
      sort: { key: 'updatedAt', descending: true },
      page: 0,
      pageSize: 50,
    })
    expect(wrapper.find('#result-title').text()).toBe('検索結果一覧 95件')
    expect(wrapper.findAll('tbody tr')).toHaveLength(50)
  })

  it('draws the rows a screen holds first, and the rest of the page when there is time', async () => {
    const waiting: IdleRequestCallback[] = []
    const idle = vi.spyOn(globalThis, 'requestIdleCallback').mockImplementation((work) => waiting.push(work))
    const { wrapper } = await mountPages(createFakeDesk(), pages, '/orders')
    expect(wrapper.findAll('tbody tr')).toHaveLength(16)
    for (const work of waiting) work({ didTimeout: false, timeRemaining: () => 10 })
    await settle()
    expect(wrapper.findAll('tbody tr')).toHaveLength(50)
    idle.mockRestore()
  })

  it('takes up the reading that began on the way to it, and reads anew at the next visit', async () => {
    const desk = createFakeDesk()
    useFakeDesk(desk)
    const list = useOrderList()
    list.begin()
    await list.start()
    expect(desk.inputs('orders.page')).toHaveLength(1)
    await list.start()
    expect(desk.inputs('orders.page')).toHaveLength(2)
  })

  it('asks again when what began on the way to it was refused', async () => {
    let closed = true
    const answer = () => {
      if (closed) throw new FakeRefusal('core.unavailable')
      return [rowOf(sampleOrder(1))]
    }
    useFakeDesk(createFakeDesk({ 'orders.page': answer }))
    const list = useOrderList()
    list.begin()
    await settle()
    expect(list.failure).not.toBeNull()
    closed = false
    await list.start()
    expect([list.failure, list.rows?.length]).toEqual([null, 1])
  })

  it('searches with what was typed, folds the form into chips, and keeps it over a trip to the edit screen', async () => {
    const desk = createFakeDesk()
    const { wrapper, router } = await mountPages(desk, pages, '/orders')
    await wrapper.find('input[aria-label="注文番号 始まり"]').setValue('55')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('orders.page').at(-1)?.conditions).toEqual({ orderNoFrom: '55' })
    expect(wrapper.find('form').exists()).toBe(false)
    await wrapper.find('tbody tr').trigger('click')
    await settle()
    expect(router.currentRoute.value.params['id']).toBe('55')
    await router.push('/orders')
    await settle()
    expect(wrapper.text()).toContain('注文番号 55～')
    expect(desk.inputs('orders.page').at(-1)?.conditions).toEqual({ orderNoFrom: '55' })
    expect(document.activeElement?.getAttribute('data-id')).toBe('55')
  })

  it('does not ask while a range is inverted, and says so at the field', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/orders')
    const asked = desk.inputs('orders.page').length
    await wrapper.find('input[aria-label="受注日 始まり"]').setValue('2026/11/23')
    await wrapper.find('input[aria-label="受注日 終わり"]').setValue('2026/11/01')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('orders.page')).toHaveLength(asked)
    expect(wrapper.text()).toContain('終わりの日が始まりの日より前になっています。')
  })

  it('moves by row with the keyboard and opens with Enter', async () => {
    const desk = createFakeDesk()
    const { wrapper, router } = await mountPages(desk, pages, '/orders')
    for (const key of ['j', 'j', 'k', 'j']) {
      window.dispatchEvent(new KeyboardEvent('keydown', { key }))
      await settle()
    }
    expect(document.activeElement?.getAttribute('data-id')).toBe('94')
    await wrapper.find('[data-id="94"]').trigger('keydown', { key: 'Enter' })
    await settle()
    expect(router.currentRoute.value.params['id']).toBe('94')
  })

  it('leaves letters alone while a field has the focus', async () => {
    const { wrapper } = await mountPages(createFakeDesk(), pages, '/orders')
    const field = wrapper.find<HTMLInputElement>('#search-name').element
    field.focus()
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    await settle()
    expect(document.activeElement).toBe(field)
  })

  it('reads again when orders changed, and shows a failure with a way to try again', async () => {
    let broken = false
    const orders = sampleShop()
    const answer = () => {
      if (broken) throw new FakeRefusal('core.unavailable')
      return orders.slice(0, 3).map(rowOf)
    }
    const desk = createFakeDesk({ 'orders.page': answer }, orders)
    const { wrapper } = await mountPages(desk, pages, '/orders')
    broken = true
    desk.emit('orders.changed', { ids: [] })
    await settle()
    expect(wrapper.text()).toContain('受注デスクの本体が応答していません。')
    expect(wrapper.findAll('tbody tr')).toHaveLength(3)
    broken = false
    button('もう一度試す').click()
    await settle()
    expect(wrapper.text()).not.toContain('応答していません')
  })
})

describe('the list store', () => {
  it('an older answer never replaces a newer one', async () => {
    const waiting: (() => void)[] = []
    const desk = createFakeDesk({
      'orders.page': ({ page }) =>
        new Promise((resolve) => {
          waiting.push(() => resolve([rowOf(sampleOrder(page + 1))]))
        }),
      'orders.count': () => 500,
    })
    useFakeDesk(desk)
    const list = useOrderList()
    const first = list.refresh()
    list.count = 500
    const second = list.goTo(3)
    await settle()
    waiting[1]?.()
    await second
    waiting[0]?.()
    await first
    expect(list.rows?.[0]?.id).toBe(4)
  })

  it('finds the next order over the edge of the page', async () => {
    const desk = createFakeDesk()
    useFakeDesk(desk)
    const list = useOrderList()
    await list.resize(10)
    await list.refresh()
    expect(await list.neighbour(86, 1)).toBe(85)
    expect(list.page).toBe(1)
    expect(await list.neighbour(85, -1)).toBe(86)
    expect(await list.neighbour(95, -1)).toBeNull()
  })
})
