import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { order: { path: '/orders/:id', page: OrderEditPage } }

afterEach(() => {
  document.body.replaceChildren()
})

describe('受注編集', () => {
  it('shows goods and sums in the guide’s words', async () => {
    const { wrapper } = await mountPages(createFakeDesk({}, [sampleOrder(55)]), pages, '/orders/55')
    const rows = wrapper.findAll('table.grid tr').map((row) => row.text().replace(/\s+/g, ''))
    expect(rows).toContain('123456商品A/（なし）/（なし）5,250円（税込）18%5,250円')
    expect(rows).toContain('送料525円')
    expect(rows).toContain('お支払い合計5,775円')
    expect(rows).toContain('加算ポイント52pt')
  })

  it('says so where an EC-CUBE 2 file has no lines', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55, { source: 'ec2', lines: [] })])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    expect(wrapper.text()).toContain('商品の明細が含まれないため')
  })

  it('stores what was typed with the version it was seen at', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('aside select').setValue('shipped')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([{ id: 55, seen: 1, changes: { status: 'shipped' } }])
    expect(wrapper.text()).toContain('受注を登録しました。')
  })

  it('someone saved meanwhile: both values side by side, either can be kept', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('textarea').setValue('わたしのメモ')
    desk.orders[0] = sampleOrder(55, { version: 4, note: 'ほかの人のメモ', status: 'paid' })
    button('この内容で登録する').click()
    await settle()
    const dialog = document.querySelector('.dialog')
    expect(dialog?.textContent).toMatch(/わたしのメモ.*ほかの人のメモ/s)
    button('選んだ内容にする').click()
    await settle()
    expect(wrapper.find('textarea').element.value).toBe('わたしのメモ')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change').at(-1)).toEqual({ id: 55, seen: 4, changes: { note: 'わたしのメモ' } })
    expect(desk.orders.map(({ status }) => status)).toEqual(['paid'])
  })

  it('a change made elsewhere comes in under what is being typed', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('textarea').setValue('途中')
    desk.orders[0] = sampleOrder(55, { version: 2, status: 'paid' })
    desk.emit('orders.changed', { ids: [55] })
    await settle()
    expect(wrapper.find<HTMLSelectElement>('aside select').element.value).toBe('paid')
    expect(wrapper.find('textarea').element.value).toBe('途中')
  })

  it('asks before unsaved changes are thrown away', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper, router } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('textarea').setValue('途中')
    button('検索画面に戻る').click()
    await settle()
    expect(router.currentRoute.value.name).toBe('order')
    button('編集に戻る').click()
    await settle()
    expect(wrapper.find('textarea').element.value).toBe('途中')
    button('検索画面に戻る').click()
    await settle()
    button('変更を捨てて移動する').click()
    await settle()
    expect(router.currentRoute.value.name).toBe('orders')
  })

  it('several deliveries each have their own fields', async () => {
    const one = sampleOrder(55).deliveries[0]
    const deliveries = one ? [one, { ...one, id: 551 }] : []
    const desk = createFakeDesk({}, [sampleOrder(55, { deliveries })])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    const fields = wrapper.findAll<HTMLInputElement>('fieldset.delivery label input[maxlength="255"]')
    expect(fields).toHaveLength(2)
    await fields[1]?.setValue('1234-5678')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')[0]?.changes).toEqual({ deliveries: [{ id: 551, trackingNo: '1234-5678' }] })
  })
})
