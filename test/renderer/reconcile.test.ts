import { afterEach, describe, expect, it } from 'vitest'
import type { SweepReport, SweepState } from '../../src-shared/sweep.ts'
import type { TradeDifference } from '../../src-shared/trade-difference.ts'
import { differenceKinds } from '../../src-shared/trade-difference.ts'
import { differenceWords } from '../../src-renderer/difference-text.ts'
import GatewayPage from '../../src-renderer/pages/GatewayPage.vue'
import ReconcilePage from '../../src-renderer/pages/ReconcilePage.vue'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { SAMPLE_NOW } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  reconcile: { path: '/reconcile', page: ReconcilePage },
  gateway: { path: '/settings/gateway', page: GatewayPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

const sold: TradeDifference = {
  orderId: 91,
  orderNo: '91',
  name: 'テスト 花子',
  gatewayOrderNo: '91',
  version: 3,
  orderStatus: 'received',
  paymentTotalYen: 5775,
  ours: { status: 'authorised', amountYen: 5775, processedAt: SAMPLE_NOW - 86_400_000 },
  theirs: { status: 'sales', amountYen: 5775, processedAt: SAMPLE_NOW - 3_600_000 },
  kinds: ['status'],
  since: SAMPLE_NOW,
  seenAt: SAMPLE_NOW,
  adoptable: true,
  offeredStatus: null,
}
const paid: TradeDifference = {
  ...sold,
  ours: { ...sold.ours, status: 'paid' },
  theirs: { ...sold.ours, status: 'paid' },
  kinds: ['paidUnmarked'],
  adoptable: false,
  offeredStatus: 'paid',
}
const report: SweepReport = {
  finishedAt: SAMPLE_NOW,
  end: 'finished',
  total: 12,
  asked: 11,
  linked: 0,
  adopted: 2,
  differing: 1,
  leftOut: 1,
  unanswered: 0,
}
const resting: SweepState = { running: false, paused: false, done: 0, total: 0, last: report, nextAt: null }

describe('照合', () => {
  it('shows both sides, what differs and what to do, and since when', async () => {
    const desk = createFakeDesk({
      'settlement.differences': () => [sold],
      'settlement.sweep-state': () => resting,
    })
    const { wrapper } = await mountPages(desk, pages, '/reconcile')
    const line = wrapper.find('tbody tr').text()
    for (const words of ['91', 'テスト 花子', '仮売上', '実売上', '5,775円', 'GMOでは実売上です', '編集']) {
      expect(line).toContain(words)
    }
    expect(wrapper.text()).toContain('照会 11件、入金・期限切れを反映 2件、違い 1件、結果確認中などで除外 1件')
  })

  it('takes over exactly what was seen, and only after a second click', async () => {
    const desk = createFakeDesk({ 'settlement.differences': () => [sold] })
    await mountPages(desk, pages, '/reconcile')
    button('GMOの状態に合わせる').click()
    await settle()
    expect(desk.inputs('settlement.adopt-difference')).toEqual([])
    button('合わせる').click()
    await settle()
    expect(desk.inputs('settlement.adopt-difference')).toEqual([{ id: 91, seen: sold.theirs }])
    expect(document.body.textContent).toContain('注文 91 をGMOの状態に合わせました。')
  })

  it('a trade the gateway does not know is given up after a second click', async () => {
    const gone: TradeDifference = { ...sold, theirs: null, kinds: ['missing'] }
    const desk = createFakeDesk({ 'settlement.differences': () => [gone] })
    await mountPages(desk, pages, '/reconcile')
    button('連携を外す').click()
    await settle()
    expect(document.body.textContent).toContain('GMOにもう一度照会し、1分以上あけて2回見つからなければ')
    expect(desk.inputs('settlement.adopt-difference')).toEqual([])
    button('取引がないものとして連携を外す').click()
    await settle()
    expect(desk.inputs('settlement.adopt-difference')).toEqual([{ id: 91, seen: null }])
    expect(document.body.textContent).toContain('注文 91 の連携を外しました。')
  })

  it('やめる takes nothing over', async () => {
    const desk = createFakeDesk({ 'settlement.differences': () => [sold] })
    await mountPages(desk, pages, '/reconcile')
    button('GMOの状態に合わせる').click()
    await settle()
    button('やめる').click()
    await settle()
    expect(desk.inputs('settlement.adopt-difference')).toEqual([])
  })

  it('reads the list again when the gateway shows something else by now', async () => {
    const desk = createFakeDesk({
      'settlement.differences': () => [sold],
      'settlement.adopt-difference': () => {
        throw new FakeRefusal('settlement.changed-at-gateway', { orderNo: '91' })
      },
    })
    await mountPages(desk, pages, '/reconcile')
    const before = desk.inputs('settlement.differences').length
    button('GMOの状態に合わせる').click()
    await settle()
    button('合わせる').click()
    await settle()
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('settlement.changed-at-gateway')
    expect(desk.inputs('settlement.differences').length).toBe(before + 1)
  })

  it('offers 対応状況 for what the buyer did', async () => {
    const desk = createFakeDesk({ 'settlement.differences': () => [paid] })
    await mountPages(desk, pages, '/reconcile')
    expect(document.body.textContent).not.toContain('GMOの状態に合わせる')
    button('入金済みにする').click()
    await settle()
    expect(desk.inputs('orders.change')[0]).toEqual({ id: 91, seen: 3, changes: { status: 'paid' } })
  })

  it('follows the sweep, pauses it and stops it', async () => {
    const running: SweepState = { ...resting, running: true, done: 3, total: 12 }
    const desk = createFakeDesk({
      'settlement.sweep': () => running,
      'settlement.hold-sweep': ({ how }) => (how === 'pause' ? { ...running, paused: true } : resting),
    })
    const { wrapper } = await mountPages(desk, pages, '/reconcile')
    expect(wrapper.text()).toContain('まだ照会していません')
    button('今すぐ照会する').click()
    await settle()
    desk.emit('settlement.sweep', { ...running, done: 7 })
    await settle()
    expect(wrapper.text()).toContain('7 / 12件')
    button('一時停止').click()
    await settle()
    expect(wrapper.text()).toContain('一時停止しています')
    button('中止').click()
    await settle()
    expect(desk.inputs('settlement.hold-sweep')).toEqual([{ how: 'pause' }, { how: 'stop' }])
    expect(wrapper.text()).toContain('違いはありません')
  })

  it('has words for every kind', () => {
    const words = differenceWords({ ...sold, kinds: differenceKinds })
    expect(words.map(({ kind }) => kind)).toEqual(differenceKinds)
    for (const { what, then } of words) {
      expect(what).toMatch(/。$/)
      expect(then).toMatch(/。$/)
    }
  })
})

describe('自動照会', () => {
  it('shows the plan and stores another', async () => {
    const desk = createFakeDesk({ 'settings.sweep': () => ({ when: 'every', minutes: 45 }) })
    const { wrapper } = await mountPages(desk, pages, '/settings/gateway')
    const select = wrapper.find<HTMLSelectElement>('#sweep-plan')
    expect(select.element.selectedOptions[0]?.textContent).toBe('45分ごと')
    await select.setValue('60')
    await wrapper.findAll('form').at(-1)?.trigger('submit')
    await settle()
    expect(desk.inputs('settings.save-sweep')[0]).toEqual({ when: 'every', minutes: 60 })
    expect(wrapper.text()).toContain('自動照会を登録しました。')
  })
})
