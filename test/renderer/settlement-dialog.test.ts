import { afterEach, describe, expect, it } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import { createFakeDesk, FakeRefusal, type Answers } from '../support/fake-bridge.ts'
import { authorised, sampleOrder } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { order: { path: '/orders/:id', page: OrderEditPage } }

afterEach(() => {
  document.body.replaceChildren()
})

async function openDialog(overrides: Partial<Answers> = {}) {
  const money = { ...sampleOrder(55).money, totalYen: 2990, paymentTotalYen: 2990 }
  const order = sampleOrder(55, { money, settlement: authorised('55', 2990, 80) })
  const desk = createFakeDesk(overrides, [order])
  const { wrapper, router } = await mountPages(desk, pages, '/orders/55')
  await wrapper.find('select.action').setValue('sales')
  return { desk, wrapper, router }
}

async function register(): Promise<void> {
  button('この内容で登録する').click()
  await settle()
}

describe('カード決済状況変更', () => {
  it('says who, how much, what happens, and what is left of the time before anything is sent', async () => {
    const { desk } = await openDialog()
    await register()
    const text = document.body.textContent.replace(/\s+/g, ' ')
    expect(text).toContain('注文 55 テスト テスト 様の 2,990円 を 実売上 にします。お客様に請求されます。')
    expect(text).toContain('残り9日')
    expect(desk.inputs('settlement.change')).toHaveLength(0)
  })

  it('sends once, however often it is clicked, with 入金済み in the same step', async () => {
    const { desk } = await openDialog()
    await register()
    const go = button('実売上にする')
    go.click()
    go.click()
    go.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))
    await settle()
    expect(desk.inputs('settlement.change')).toEqual([
      { id: 55, seen: 1, action: 'sales', thenStatus: 'paid', reason: '' },
    ])
    expect(document.body.textContent).toContain('対応状況を「入金済み」に変更しました。')
    button('閉じる').click()
    await settle()
    expect(desk.inputs('settlement.change')).toHaveLength(1)
  })

  it('says which 対応状況 was not set, and why, where it did not follow', async () => {
    const order = sampleOrder(55, { settlement: authorised('55', 2990, 80) })
    const statusHeld = { to: 'paid', because: '商品「湯呑」の在庫が不足しています。' } as const
    const result = { outcome: 'applied', confirmed: false, statusChanged: false, statusHeld, order } as const
    await openDialog({ 'settlement.change': () => result })
    await register()
    button('実売上にする').click()
    await settle()
    const text = document.body.textContent.replace(/\s+/g, ' ')
    expect(text).toMatch(
      /対応状況は「新規受付」のままです。「入金済み」にはしていません。\s?商品「湯呑」の在庫が不足しています。/,
    )
    expect(text).not.toContain('履歴をご覧ください')
  })

  it('やめる sends nothing and keeps the form', async () => {
    const { desk, wrapper } = await openDialog()
    await wrapper.find('aside textarea').setValue('メモ')
    await register()
    button('やめる').click()
    await settle()
    expect(desk.inputs('settlement.change')).toHaveLength(0)
    expect(desk.inputs('orders.change')).toHaveLength(0)
    expect(wrapper.find<HTMLTextAreaElement>('aside textarea').element.value).toBe('メモ')
  })

  it('saves other edits first and sends the money with the new version', async () => {
    const { desk, wrapper } = await openDialog()
    await wrapper.find('aside textarea').setValue('メモ')
    await register()
    button('実売上にする').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([{ id: 55, seen: 1, changes: { note: 'メモ' } }])
    expect(desk.inputs('settlement.change')[0]?.seen).toBe(2)
  })

  it('sends no money when someone changed the order meanwhile', async () => {
    const { desk, wrapper } = await openDialog()
    await wrapper.find('aside textarea').setValue('わたし')
    const stored = desk.orders[0]
    if (stored) desk.orders[0] = { ...stored, version: 7, note: 'ほかの人' }
    await register()
    button('実売上にする').click()
    await settle()
    expect(desk.inputs('settlement.change')).toHaveLength(0)
    expect(document.body.textContent).toContain('ほかで変更されました')
  })

  it.each([
    [{ outcome: 'unknown' }, '結果確認中'],
    [{ outcome: 'conflict' }, '要確認'],
    [{ outcome: 'notSent', because: 'notReached' }, '送信されていません GMOに接続できず'],
    [{ outcome: 'notSent', because: 'busy' }, '送信されていません GMOが混み合っていて'],
    [{ outcome: 'notSent', because: 'dayTurned' }, '送信されていません 順番を待つあいだに日付が変わった'],
  ] as const)('%j is shown as what it is, never as success or failure', async (result, words) => {
    await openDialog({ 'settlement.change': () => ({ ...result, order: sampleOrder(55) }) })
    await register()
    button('実売上にする').click()
    await settle()
    const dialog = document.querySelector('.dialog')?.textContent ?? ''
    expect(dialog).toContain(words)
    expect(dialog).not.toMatch(/成功|失敗/)
  })

  it('a refusal shows the code, our words and the advice', async () => {
    const errors = [{ code: 'E11010003', message: '処理できない状態です。', advice: '照会してください。' }]
    await openDialog({ 'settlement.change': () => ({ outcome: 'refused', errors, order: sampleOrder(55) }) })
    await register()
    button('実売上にする').click()
    await settle()
    expect(document.querySelector('.dialog')?.textContent).toMatch(
      /失敗.*E11010003.*処理できない状態です。.*照会してください。/s,
    )
  })

  it.each(['core.unavailable', 'bug', 'storage.full', 'storage.locked', 'storage.failed'] as const)(
    'after %s the result is 結果確認中 with a way to ask, not a failure to repeat',
    async (code) => {
      const { desk } = await openDialog({
        'settlement.change': () => {
          throw new FakeRefusal(code)
        },
      })
      await register()
      button('実売上にする').click()
      await settle()
      expect(document.querySelector('.dialog')?.textContent).toContain('もう一度送らずに')
      button('今すぐ確認').click()
      await settle()
      expect(desk.inputs('settlement.inquire')).toEqual([{ id: 55 }])
      expect(desk.inputs('settlement.change')).toHaveLength(1)
    },
  )

  it('offers no action for a bank transfer, and only an inquiry while unlinked', async () => {
    const bank = sampleOrder(1, { settlement: null, paymentMethod: { name: '銀行振込', kind: 'bankTransfer' } })
    const link = { state: 'unlinked', reason: 'notFound' } as const
    const unlinked = sampleOrder(2, { settlement: { ...authorised('2', 5775), status: null, amountYen: null, link } })
    const desk = createFakeDesk({}, [bank, unlinked])
    const { wrapper, router } = await mountPages(desk, pages, '/orders/1')
    expect(wrapper.find('#settlement-title').exists()).toBe(false)
    await router.push('/orders/2')
    await settle()
    expect(wrapper.find('select.action').exists()).toBe(false)
    expect(wrapper.text()).toContain('GMOに該当する取引がありません')
    button('GMOに照会する').click()
    await settle()
    expect(desk.inputs('settlement.inquire')).toEqual([{ id: 2 }])
  })
})
