import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import ShippingPage from '../../src-renderer/pages/ShippingPage.vue'
import { shippingSettingsSchema } from '../../src-shared/shipping.ts'
import { createFakeDesk } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  'order-new': { path: '/orders/new', page: OrderNewPage },
  order: { path: '/orders/:id', page: OrderEditPage },
  shipping: { path: '/shipping', page: ShippingPage },
}
const settings = {
  carriers: [{ name: 'ヤマト運輸', feesYen: { 大分県: 700, 東京都: 1100 }, timeSlots: ['午前中', '18時～20時'] }],
  freeFromYen: 10_000,
}

afterEach(() => {
  document.body.replaceChildren()
})

async function open(path: string, order = sampleOrder(55)) {
  const desk = createFakeDesk({ 'settings.shipping': () => settings }, [order])
  const { wrapper } = await mountPages(desk, pages, path)
  const field = (name: string) => wrapper.find<HTMLInputElement>(`[aria-label="${name}"]`)
  return { desk, wrapper, field }
}

describe('送料 in the order form', () => {
  it('follows the table in 受注登録 until the operator types another one', async () => {
    const { wrapper, field } = await open('/orders/new')
    await field('注文者 都道府県').setValue('大分県')
    await wrapper.find('[list^="carriers-"]').setValue('ヤマト運輸')
    expect(field('送料').element.value).toBe('700')
    await field('注文者 都道府県').setValue('東京都')
    expect(field('送料').element.value).toBe('1100')
    expect(wrapper.text()).not.toContain('送料表の送料')
    expect(wrapper.findAll('[id^="time-slots-"] option').map((one) => one.attributes('value'))).toEqual([
      '午前中',
      '18時～20時',
    ])
    await field('送料').setValue('500')
    await field('注文者 都道府県').setValue('大分県')
    expect(field('送料').element.value).toBe('500')
    expect(wrapper.text()).toContain('送料表の送料 700円')
    button('送料に入れる').click()
    await settle()
    expect(field('送料').element.value).toBe('700')
  })

  it('stays 0 when that was typed, whatever is chosen after it', async () => {
    const { wrapper, field } = await open('/orders/new')
    await field('注文者 都道府県').setValue('大分県')
    await wrapper.find('[list^="carriers-"]').setValue('ヤマト運輸')
    await field('送料').setValue('0')
    await wrapper.find('[list^="carriers-"]').setValue('')
    await wrapper.find('[list^="carriers-"]').setValue('ヤマト運輸')
    await field('注文者 都道府県').setValue('東京都')
    expect(field('送料').element.value).toBe('0')
  })

  it('is only offered in 受注編集, where it differs', async () => {
    const { wrapper, field, desk } = await open('/orders/55')
    expect(field('送料').element.value).toBe('525')
    expect(wrapper.text()).toContain('送料表の送料 700円')
    button('送料に入れる').click()
    await settle()
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')[0]?.changes).toEqual({ charges: { shippingYen: 700 } })
  })

  it('is not spoken of where the table does not tell', async () => {
    const [delivery] = sampleOrder(55).deliveries
    const { wrapper } = await open(
      '/orders/55',
      sampleOrder(55, { deliveries: [{ ...delivery!, prefecture: '北海道' }] }),
    )
    expect(wrapper.text()).not.toContain('送料表の送料')
  })
})

describe('配送業者・送料', () => {
  it('stores carriers, fees for every prefecture at once, and says what is wrong', async () => {
    const { desk, wrapper, field } = await open('/shipping')
    expect(field('ヤマト運輸 東京都 送料').element.value).toBe('1100')
    button('配送業者を追加').click()
    await settle()
    await field('配送業者2 北海道 送料').setValue('千円')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-shipping')).toEqual([])
    expect(wrapper.text()).toContain('配送業者名を入力してください。')
    expect(wrapper.text()).toContain('直すところが2件あります')
    await wrapper.find('#carrier-1-name').setValue('佐川急便')
    await wrapper.find('#carrier-1-all').setValue('８００')
    await field('佐川急便 すべての都道府県に入力').trigger('click')
    await field('佐川急便 沖縄県 送料').setValue('')
    await wrapper.find('#carrier-1-slots').setValue('午前\n\n 午後 ')
    await wrapper.find('#free-from').setValue('')
    await wrapper.find('form').trigger('submit')
    await settle()
    const [input] = desk.inputs('settings.save-shipping')
    const saved = shippingSettingsSchema.parse(input)
    expect(saved.freeFromYen).toBeNull()
    expect(saved.carriers[1]).toMatchObject({ name: '佐川急便', timeSlots: ['午前', '午後'] })
    expect(Object.keys(saved.carriers[1]!.feesYen)).toHaveLength(46)
    expect(wrapper.text()).toContain('送料の設定を保存しました。')
  })
})
