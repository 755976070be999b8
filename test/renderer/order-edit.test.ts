import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { order: { path: '/orders/:id', page: OrderEditPage } }

afterEach(() => {
  document.body.replaceChildren()
})

/** A field by its spoken name. */
function field(name: string): HTMLInputElement {
  const found = document.querySelector<HTMLInputElement>(`[aria-label="${name}"]`)
  if (!found) throw new Error(`no field 「${name}」`)
  return found
}

async function type(name: string, text: string): Promise<void> {
  const input = field(name)
  input.value = text
  input.dispatchEvent(new Event('input'))
  await settle()
}

describe('受注編集', () => {
  it('shows goods and sums in the guide’s words', async () => {
    const { wrapper } = await mountPages(createFakeDesk({}, [sampleOrder(55)]), pages, '/orders/55')
    const rows = wrapper.findAll('table.grid tr').map((row) => row.text().replace(/\s+/g, ''))
    expect(rows).toContain('123456商品A/（なし）/（なし）変更円税込税抜8%10%5,250円5,250円削除')
    expect(field('1行目 単価').value).toBe('5250')
    expect(field('送料').value).toBe('525')
    expect(rows).toContain('小計5,250円')
    expect(rows).toContain('お支払い合計5,775円')
    expect(rows).toContain('加算ポイント52pt')
    expect(rows).toContain('8%対象5,250円（内消費税389円）')
    expect(rows).toContain('10%対象525円（内消費税48円）')
  })

  it('counts live while goods and charges are typed, and sends what moved', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await type('1行目 数量', '2')
    await type('送料', '０')
    expect(wrapper.text()).toMatch(/お支払い合計\s*10,500円/)
    button('計算結果の確認').click()
    await settle()
    expect(wrapper.text()).toContain('計算結果: お支払い合計 10,500円、加算ポイント 104 pt')
    button('この内容で登録する').click()
    await settle()
    const changes = desk.inputs('orders.change')[0]?.changes
    expect(changes?.charges).toEqual({ shippingYen: 0 })
    expect(changes?.lines).toMatchObject([{ name: '商品A', quantity: 2, taxRatePercent: 8 }])
  })

  it('sends nothing while a sum would be negative, and says where', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await type('値引', '6000')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([])
    expect(wrapper.text()).toContain('合計がマイナス（-225円）になります。')
  })

  it('adds known products with the keyboard, and an empty row', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    const picker = wrapper.find('[role="combobox"]')
    await picker.setValue('煎茶')
    await settle()
    await picker.trigger('keydown', { key: 'Enter' })
    expect(field('2行目 単価').value).toBe('1080')
    button('空の行を追加').click()
    await settle()
    await type('3行目 商品名', '箱')
    await type('3行目 単価', '100')
    expect(wrapper.text()).toMatch(/お支払い合計\s*6,955円/)
  })

  it('changes orderer and deliveries where they are opened for it', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    await mountPages(desk, pages, '/orders/55')
    button('注文者を変更').click()
    button('お届け先を新規追加').click()
    await settle()
    await type('注文者 TEL', '097-1')
    await type('お届け先2 住所1', '別府市')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')[0]?.changes).toMatchObject({
      orderer: { tel: '097-1' },
      addedDeliveries: [{ address1: '別府市' }],
    })
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
    await wrapper.find('aside textarea').setValue('わたしのメモ')
    desk.orders[0] = sampleOrder(55, { version: 4, note: 'ほかの人のメモ', status: 'paid' })
    button('この内容で登録する').click()
    await settle()
    const dialog = document.querySelector('.dialog')
    expect(dialog?.textContent).toMatch(/わたしのメモ.*ほかの人のメモ/s)
    button('選んだ内容にする').click()
    await settle()
    expect(wrapper.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('わたしのメモ')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change').at(-1)).toEqual({ id: 55, seen: 4, changes: { note: 'わたしのメモ' } })
    expect(desk.orders.map(({ status }) => status)).toEqual(['paid'])
  })

  it('what both changed can be chosen later: nothing is stored before, and what is typed meanwhile is shown', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    const note = wrapper.find<HTMLTextAreaElement>('aside textarea')
    await note.setValue('わたしのメモ')
    desk.orders[0] = sampleOrder(55, { version: 4, note: 'ほかの人のメモ' })
    desk.emit('orders.changed', { ids: [55] })
    await settle()
    const first = document.querySelector('.dialog [data-first]')
    expect(first?.textContent.trim()).toBe('あとで選ぶ')
    button('あとで選ぶ').click()
    await settle()
    expect(document.querySelector('.dialog')).toBeNull()
    await note.setValue('書き足したメモ')
    desk.emit('orders.changed', { ids: [55] })
    await settle()
    expect(document.querySelector('.dialog')).toBeNull()
    button('ほかでも変更された項目を選ぶ（1件）').click()
    await settle()
    expect(document.querySelector('.dialog')?.textContent).toMatch(/書き足したメモ.*ほかの人のメモ/s)
    button('あとで選ぶ').click()
    await settle()
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([])
    document.querySelector<HTMLInputElement>('.dialog input[value="theirs"]')?.click()
    await settle()
    button('選んだ内容にする').click()
    await settle()
    expect(note.element.value).toBe('ほかの人のメモ')
  })

  it('a change made elsewhere comes in under what is being typed', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('aside textarea').setValue('途中')
    desk.orders[0] = sampleOrder(55, { version: 2, status: 'paid' })
    desk.emit('orders.changed', { ids: [55] })
    await settle()
    expect(wrapper.find<HTMLSelectElement>('aside select').element.value).toBe('paid')
    expect(wrapper.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('途中')
  })

  it('asks before unsaved changes are thrown away', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const { wrapper, router } = await mountPages(desk, pages, '/orders/55')
    await wrapper.find('aside textarea').setValue('途中')
    button('検索画面に戻る').click()
    await settle()
    expect(router.currentRoute.value.name).toBe('order')
    button('編集に戻る').click()
    await settle()
    expect(wrapper.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('途中')
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
