import { afterEach, describe, expect, it } from 'vitest'
import { h } from 'vue'
import { detailText } from '../../src-renderer/history-text.ts'
import AttentionTray from '../../src-renderer/pages/AttentionTray.vue'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import type { AttentionItem } from '../../src-shared/attention.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { authorised, SAMPLE_NOW, sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

afterEach(() => {
  document.body.replaceChildren()
})

const offer = 'GMO側に取引がありません'
const confirm = '取引がないものとして終える'
const item: AttentionItem = {
  operationId: 'op-55',
  orderId: 55,
  orderNo: '55',
  name: 'テスト 花子',
  action: 'sales',
  state: 'missing',
  gatewayOrderNo: '55-2',
  startedAt: SAMPLE_NOW,
  nextInquiryAt: null,
  amountYen: 5775,
  gatewayStatus: null,
}
const order = () => {
  const underInquiry = { id: 'op-55', action: 'sales', state: 'missing', startedAt: SAMPLE_NOW } as const
  return sampleOrder(55, { settlement: { ...authorised('55-2', 5775, 80), underInquiry } })
}

describe('要確認 of an operation whose trade is not at the gateway', () => {
  const pages = { home: { path: '/', page: { render: () => h(AttentionTray) } } }

  it('says so, shows no state there, and ends it only after asking', async () => {
    let items = [item]
    const desk = createFakeDesk({
      'settlement.attention': () => items,
      'settlement.adopt': () => {
        items = []
        return order()
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/')
    expect(wrapper.text()).toContain('GMOにこの取引がありません')
    expect(wrapper.text()).toContain('取引なし（オーダーID 55-2）')
    button(offer).click()
    await settle()
    expect(document.querySelector('.dialog')?.textContent).toContain('未連携')
    button('やめる').click()
    await settle()
    expect(desk.inputs('settlement.adopt')).toEqual([])
    button(offer).click()
    await settle()
    button(confirm).click()
    await settle()
    expect(desk.inputs('settlement.adopt')).toEqual([{ id: 55, missing: true }])
    expect(wrapper.text()).toContain('確認が必要な決済はありません。')
  })

  it('offers it for nothing else, and shows why it was refused', async () => {
    const desk = createFakeDesk({
      'settlement.attention': () => [item, { ...item, operationId: 'op-56', orderId: 56, state: 'conflict' }],
      'settlement.adopt': () => {
        throw new FakeRefusal('gateway.no-answer')
      },
    })
    const { wrapper } = await mountPages(desk, pages, '/')
    expect(wrapper.findAll('button').filter((one) => one.text() === offer)).toHaveLength(1)
    button(offer).click()
    await settle()
    button(confirm).click()
    await settle()
    expect(wrapper.text()).toContain('GMOから応答がありませんでした')
  })
})

describe('受注編集 of such an order', () => {
  it('shows what was last known as that, and ends the operation after asking', async () => {
    const desk = createFakeDesk({}, [order()])
    const { wrapper } = await mountPages(desk, { order: { path: '/orders/:id', page: OrderEditPage } }, '/orders/55')
    const section = wrapper.find('[aria-labelledby=settlement-title]')
    expect(section.text()).toContain('現在状況:取引なし')
    expect(section.text()).toContain('最後に確認した状態 仮売上 5,775円')
    expect(section.text()).not.toContain('GMOの金額')
    expect(section.text()).not.toContain('GMOの状態に合わせる')
    button(offer).click()
    await settle()
    expect(document.querySelector('.dialog')?.textContent).toContain('55-2')
    button(confirm).click()
    await settle()
    expect(desk.inputs('settlement.adopt')).toEqual([{ id: 55, missing: true }])
  })
})

it('the history says what was last known of the trade', () => {
  const details = { action: 'sales', lastStatus: 'authorised', amountYen: 5775, gatewayOrderNo: '55-2' }
  expect(detailText(details)).toBe('（実売上、最後に確認した状態 仮売上、5,775円、オーダーID 55-2）')
  expect(detailText({ reason: 'missing' })).toBe('（GMOに取引がありません）')
})
