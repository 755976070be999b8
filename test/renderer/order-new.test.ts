import { afterEach, describe, expect, it } from 'vitest'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import ShopPage from '../../src-renderer/pages/ShopPage.vue'
import { newOrderSchema } from '../../src-shared/order-input.ts'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'order-new': { path: '/orders/new', page: OrderNewPage },
  shop: { path: '/settings/shop', page: ShopPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

async function openForm(answers: Partial<Answers> = {}) {
  const desk = createFakeDesk(answers, [sampleOrder(55)])
  const { wrapper, router } = await mountPages(desk, pages, '/orders/new')
  const type = async (name: string, text: string) => {
    await wrapper.find(`[aria-label="${name}"]`).setValue(text)
  }
  const fill = async () => {
    await type('注文者 姓', '佐藤')
    await wrapper.find('#order-method').setValue('代金引換')
    await wrapper.find('[placeholder^="商品コード"]').setValue('123456')
    await settle()
    await wrapper.find('[placeholder^="商品コード"]').trigger('keydown', { key: 'Enter' })
    await type('送料', '525')
  }
  return { desk, wrapper, router, type, fill }
}

describe('受注登録', () => {
  it('registers what was typed and goes on to the order', async () => {
    const { desk, wrapper, router, fill } = await openForm()
    await fill()
    expect(wrapper.text()).toMatch(/お支払い合計\s*5,775円/)
    expect(wrapper.text()).toMatch(/加算ポイント\s*52 pt/)
    button('この内容で登録する').click()
    await settle()
    const [input] = desk.inputs('orders.create')
    expect(newOrderSchema.parse(input)).toMatchObject({ orderer: { familyName: '佐藤' }, lines: [{ quantity: 1 }] })
    expect(router.currentRoute.value).toMatchObject({ name: 'order', params: { id: '56' } })
  })

  it('says what is missing and sends nothing', async () => {
    const { desk, wrapper } = await openForm()
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.create')).toEqual([])
    expect(wrapper.text()).toContain('姓を入力してください。')
    expect(wrapper.text()).toContain('直すところが3件あります')
    expect(document.activeElement?.getAttribute('aria-label')).toBe('注文者 姓')
  })

  it('a double click sends one form, and one whose answer was lost is sent again under the same id', async () => {
    let lost = true
    const desk = createFakeDesk({}, [sampleOrder(55)])
    const {
      desk: asked,
      fill,
      wrapper,
    } = await openForm({
      'orders.create': async () => {
        await settle()
        if (lost) throw new FakeRefusal('core.unavailable')
        return desk.orders[0] ?? sampleOrder(55)
      },
    })
    await fill()
    button('この内容で登録する').click()
    button('この内容で登録する').click()
    await settle()
    await settle()
    expect(asked.inputs('orders.create')).toHaveLength(1)
    expect(wrapper.text()).toContain('受注デスクの本体が応答していません。')
    lost = false
    button('この内容で登録する').click()
    await settle()
    await settle()
    const [first, second] = asked.inputs('orders.create')
    expect(second).toEqual(first)
  })

  it('shows the order that the form has made already', async () => {
    const { router, fill } = await openForm({
      'orders.create': () => {
        throw new FakeRefusal('order.already-created', { orderNo: 'T-000001', id: 55 })
      },
    })
    await fill()
    button('この内容で登録する').click()
    await settle()
    button('登録された受注を開く').click()
    await settle()
    expect(router.currentRoute.value).toMatchObject({ name: 'order', params: { id: '55' } })
  })

  it('asks before a form with something in it is thrown away', async () => {
    const { router, type, desk } = await openForm()
    await type('注文者 姓', '佐藤')
    button('検索画面に戻る').click()
    await settle()
    expect(router.currentRoute.value.name).toBe('order-new')
    button('変更を捨てて移動する').click()
    await settle()
    expect(router.currentRoute.value.name).toBe('orders')
    expect(desk.inputs('orders.create')).toEqual([])
  })

  it('takes several deliveries, each with an address of its own', async () => {
    const { desk, fill, type } = await openForm()
    await fill()
    button('お届け先を新規追加').click()
    await settle()
    await type('お届け先2 住所1', '別府市')
    button('この内容で登録する').click()
    await settle()
    const [input] = desk.inputs('orders.create')
    expect(input?.deliveries.map(({ familyName, address1 }) => [familyName, address1])).toEqual([
      ['佐藤', ''],
      ['', '別府市'],
    ])
  })
})

describe('rates of 消費税', () => {
  it('are those of the order’s day, for new lines and for what is offered', async () => {
    const { type } = await openForm()
    await type('受注日', '2013/05/15')
    button('空の行を追加').click()
    await settle()
    const select = document.querySelector<HTMLSelectElement>('select[aria-label="1行目 税率"]')
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual(['5%'])
    await type('受注日', '2026/11/01')
    // The line keeps its rate; today's are offered beside it.
    expect([...(select?.options ?? [])].map(({ text }) => text)).toEqual(['5%', '8%', '10%'])
    expect(select?.value).toBe('5')
  })
})

describe('ショップ', () => {
  it('keeps a rate of 0 % from a day on, and says what is wrong with a change', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/settings/shop')
    button('税率の変更を追加').click()
    await settle()
    await wrapper.find('input[aria-label="1件目の変更 適用日"]').setValue('2027年4月')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(wrapper.text()).toContain('適用日は 2026/10/01 のように入力してください。')
    expect(desk.inputs('settings.save-shop')).toEqual([])
    await wrapper.find('input[aria-label="1件目の変更 適用日"]').setValue('2027/4/1')
    await wrapper.find('input[aria-label="1件目の変更 税率"]').setValue('０')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-shop')[0]?.money).toMatchObject({
      ...{ rateChoice: 'byDay', rateChanges: [{ fromOn: '2027-04-01', taxClass: 'reduced', ratePercent: 0 }] },
    })
  })

  it('saves the rules for sums, and says which rate is none', async () => {
    const desk = createFakeDesk()
    const { wrapper } = await mountPages(desk, pages, '/settings/shop')
    await wrapper.find('#money-rounding').setValue('down')
    await wrapper.find('input[value="fixed"]').setValue(true)
    await wrapper
      .findAll('label.tick')
      .find((label) => label.text() === '軽減税率の商品を扱う')
      ?.find('input')
      .setValue(false)
    await wrapper.find('#money-standard').setValue('十')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-shop')).toEqual([])
    expect(wrapper.text()).toContain('0～100の整数で入力してください。')
    await wrapper.find('#money-standard').setValue('１０')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-shop')[0]?.money).toMatchObject({
      ...{ rounding: 'down', standardRatePercent: 10, reducedRatePercent: null, pricesIncludeTax: true },
    })
  })
})
