import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages } from './mount-window.ts'

const pages = {
  'order-new': { path: '/orders/new', page: OrderNewPage },
  order: { path: '/orders/:id', page: OrderEditPage },
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

async function open(path = '/orders/new', answers: Partial<Answers> = {}) {
  const desk = createFakeDesk(answers, [sampleOrder(55)])
  const mounting = mountPages(desk, pages, path)
  await vi.runAllTimersAsync()
  const { wrapper } = await mounting
  const field = (name: string) => wrapper.find<HTMLInputElement>(`[aria-label="${name}"]`)
  const look = async (text: string) => {
    await wrapper.find('[placeholder^="名前・カナ"]').setValue(text)
    await vi.runAllTimersAsync()
  }
  return { desk, wrapper, field, look, picker: () => wrapper.find('[placeholder^="名前・カナ"]') }
}

describe('顧客検索', () => {
  it('fills the orderer by keyboard, with 会員ID, and takes it back', async () => {
    const { field, look, picker, wrapper } = await open()
    await field('注文者 姓').setValue('仮')
    await look('山')
    expect(wrapper.text()).toContain('会員ID M-7')
    await picker().trigger('keydown', { key: 'Enter' })
    expect(field('注文者 姓').element.value).toBe('山田')
    expect(field('注文者 住所1').element.value).toBe('新しい町1-2')
    expect(wrapper.find<HTMLInputElement>('#orderer-customer-no').element.value).toBe('M-7')
    expect(wrapper.find<HTMLInputElement>('#orderer-email').element.value).toBe('hana@example.jp')
    button('元の入力に戻す').click()
    await vi.runAllTimersAsync()
    expect(field('注文者 姓').element.value).toBe('仮')
    expect(wrapper.find<HTMLInputElement>('#orderer-customer-no').element.value).toBe('')
  })

  it('Enter in the pause before the look-up takes nobody of the list before', async () => {
    const { field, look, picker } = await open()
    await look('山')
    await picker().setValue('山口')
    await picker().trigger('keydown', { key: 'Enter' })
    expect(field('注文者 姓').element.value).toBe('')
    await vi.runAllTimersAsync()
    // Nobody of that name: the answer ends the wait, and what is typed next picks nothing by itself.
    expect(field('注文者 姓').element.value).toBe('')
    await picker().setValue('山')
    await picker().trigger('keydown', { key: 'Enter' })
    await vi.runAllTimersAsync()
    expect(field('注文者 姓').element.value).toBe('山田')
  })

  it('takes an earlier address with the mouse', async () => {
    const { field, look, wrapper } = await open()
    await look('花子')
    const rows = wrapper.findAll('[role="option"]').filter((row) => row.text().includes('前の町'))
    expect(rows[0]?.text()).toContain('以前の住所')
    await rows[0]?.trigger('mousedown')
    expect(field('注文者 住所1').element.value).toBe('前の町3-4')
  })

  it('asks once per pause, and says when nobody fits or the core does not answer', async () => {
    const { desk, look, picker, wrapper } = await open()
    await picker().setValue('山')
    await look('山口')
    expect(desk.inputs('customers.find')).toEqual([{ text: '山口' }])
    expect(wrapper.text()).toContain('当てはまるお客様は見つかりません。')
    const broken = await open('/orders/new', {
      'customers.find': () => {
        throw new FakeRefusal('core.unavailable')
      },
    })
    await broken.look('山')
    expect(broken.wrapper.text()).toContain('受注デスクの本体が応答していません。')
  })

  it('fills the orderer of a stored order, whose 会員ID stays', async () => {
    const { desk, field, look, picker } = await open('/orders/55')
    button('注文者を変更').click()
    await vi.runAllTimersAsync()
    await look('太郎')
    await picker().trigger('keydown', { key: 'Enter' })
    expect(field('注文者 名').element.value).toBe('太郎')
    button('この内容で登録する').click()
    await vi.runAllTimersAsync()
    expect(desk.inputs('orders.change')[0]?.changes.orderer).toMatchObject({ givenName: '太郎', address1: '別の町5' })
    expect(desk.inputs('orders.change')[0]?.changes).not.toHaveProperty('customerNo')
  })
})

describe('住所入力', () => {
  it('fills 都道府県 and the place from the postal code, and keeps a number that stands there', async () => {
    const { field, wrapper } = await open()
    await field('注文者 郵便番号').setValue('８７０－００２６')
    await field('注文者 郵便番号').trigger('keydown', { key: 'Enter' })
    await vi.runAllTimersAsync()
    expect(field('注文者 都道府県').element.value).toBe('大分県')
    expect(field('注文者 住所1').element.value).toBe('大分市金池町')
    await field('注文者 住所1').setValue('大分市金池町2-1')
    await field('注文者 住所入力').trigger('click')
    await vi.runAllTimersAsync()
    expect(field('注文者 住所1').element.value).toBe('大分市金池町2-1')
    expect(wrapper.text()).toContain('〒870-0026 の住所を入力しました')
  })

  it('says what is wrong and leaves the fields alone', async () => {
    const { desk, field, wrapper } = await open()
    await field('注文者 住所1').setValue('元の町')
    await field('注文者 郵便番号').setValue('870')
    await field('注文者 住所入力').trigger('click')
    await vi.runAllTimersAsync()
    expect(wrapper.text()).toContain('注文者の郵便番号を7桁の数字で入力してください。')
    expect(desk.inputs('postal.find')).toEqual([])
    await field('注文者 郵便番号').setValue('000-0000')
    await field('注文者 住所入力').trigger('click')
    await vi.runAllTimersAsync()
    expect(wrapper.text()).toContain('〒000-0000 の住所が見つかりません。')
    expect(field('注文者 住所1').element.value).toBe('元の町')
  })
})
