import { afterEach, describe, expect, it, vi } from 'vitest'
import OrderEditPage from '../../src-renderer/pages/OrderEditPage.vue'
import OrderListPage from '../../src-renderer/pages/OrderListPage.vue'
import OrderNewPage from '../../src-renderer/pages/OrderNewPage.vue'
import StatusPage from '../../src-renderer/pages/StatusPage.vue'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import type { DeletionPreview } from '../../src-shared/order-deletion.ts'
import type { StockChoice } from '../../src-shared/order-effects.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { noEffects } from '../support/fake-effects.ts'
import { sampleOrder, sampleShop } from '../support/sample-orders.ts'
import { homeAnswers } from '../support/fake-home.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = {
  order: { path: '/orders/:id', page: OrderEditPage },
  'order-new': { path: '/orders/new', page: OrderNewPage },
  status: { path: '/status', page: StatusPage },
  orders: { path: '/orders', page: OrderListPage },
}

afterEach(() => {
  document.body.replaceChildren()
})

const stock = [{ productCode: 'A-1', name: '湯呑/青', change: 2, stock: 8, after: 10, most: null }]
const points = [{ customerNo: '100', name: '山田 花子', change: 30, points: 100, after: 130 }]
const cancelling = (choice: StockChoice = 'follow'): EffectPreview => ({
  ...noEffects,
  ...{ stock: choice === 'follow' ? stock : [], points, choice, member: { customerNo: '100', points: 100 } },
  asked: { question: 'giveBack', preset: 'follow' },
})

const block = () => document.querySelector<HTMLElement>('[aria-labelledby="effects-title"]')
const text = () => block()?.textContent.replace(/\s+/g, ' ') ?? ''
const tick = (name: string) =>
  [...document.querySelectorAll('label.tick')].find((one) => one.textContent.includes(name))?.querySelector('input')

async function press(key: string): Promise<void> {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  await settle()
}

/** What is typed is asked about after a moment. */
async function typed(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 200))
  await settle()
}

async function choose(status: string): Promise<void> {
  const select = document.querySelector<HTMLSelectElement>('aside select')
  if (!select) throw new Error('no 対応状況')
  select.value = status
  select.dispatchEvent(new Event('change'))
  await typed()
}

describe('受注編集', () => {
  it('saves with the tick as it stands, however late the core answers about it', async () => {
    let answer: () => void = () => undefined
    const desk = createFakeDesk(
      {
        'orders.preview-change': async ({ changes, stock: choice }) => {
          if (choice === 'keep') await new Promise<void>((resolve) => (answer = resolve))
          return changes.status === 'cancelled' ? cancelling(choice) : noEffects
        },
      },
      [sampleOrder(55)],
    )
    await mountPages(desk, pages, '/orders/55')
    await choose('cancelled')
    tick('在庫を戻す')?.click()
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toEqual([])
    answer()
    await typed()
    expect(desk.inputs('orders.change')).toMatchObject([{ changes: { status: 'cancelled' }, stock: 'keep' }])
  })

  it('asks about what was just chosen before it saves: the tick of another question does not go along', async () => {
    const desk = createFakeDesk(
      {
        'orders.preview-change': ({ changes, stock: choice }) =>
          changes.status === 'cancelled' ? cancelling(choice) : noEffects,
      },
      [sampleOrder(55)],
    )
    await mountPages(desk, pages, '/orders/55')
    await choose('cancelled')
    tick('在庫を戻す')?.click()
    await settle()
    const select = document.querySelector<HTMLSelectElement>('aside select')
    select!.value = 'paid'
    select!.dispatchEvent(new Event('change'))
    await settle()
    button('この内容で登録する').click()
    await typed()
    const [sent] = desk.inputs('orders.change')
    expect(sent).toMatchObject({ changes: { status: 'paid' } })
    expect(sent).not.toHaveProperty('stock')
  })

  it('keeps a tick while a number cannot be read for a moment', async () => {
    const desk = createFakeDesk(
      {
        'orders.preview-change': ({ changes, stock: choice }) =>
          changes.status === 'cancelled' ? cancelling(choice) : noEffects,
      },
      [sampleOrder(55)],
    )
    await mountPages(desk, pages, '/orders/55')
    await choose('cancelled')
    tick('在庫を戻す')?.click()
    await typed()
    const quantity = document.querySelector<HTMLInputElement>('[aria-label="1行目 数量"]')
    for (const value of ['', '3']) {
      quantity!.value = value
      quantity!.dispatchEvent(new Event('input'))
      await typed()
    }
    expect(tick('在庫を戻す')?.checked).toBe(false)
  })

  it('shows what saving moves, asks about the stock, and sends what is ticked', async () => {
    const desk = createFakeDesk(
      {
        'orders.preview-change': ({ changes, stock: choice }) =>
          changes.status === 'cancelled'
            ? cancelling(choice)
            : { ...noEffects, member: { customerNo: '100', points: 100 } },
      },
      [sampleOrder(55)],
    )
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await typed()
    expect(text()).toContain('この登録で、在庫とポイントは動きません。')
    expect(wrapper.text()).toMatch(/現在ポイント\s*100 pt/)
    await choose('cancelled')
    expect(text()).toContain('在庫 A-1 湯呑/青+28 → 10')
    expect(text()).toContain('ポイント 会員 100 山田 花子+30100 → 130')
    expect(tick('在庫を戻す')?.checked).toBe(true)
    tick('在庫を戻す')?.click()
    await settle()
    expect(text()).not.toContain('A-1')
    expect(text()).toContain('在庫は戻しません')
    button('この内容で登録する').click()
    await settle()
    expect(desk.inputs('orders.change')).toMatchObject([{ changes: { status: 'cancelled' }, stock: 'keep' }])
  })

  it('says in red what is short, and why a balance is not there', async () => {
    const short = { code: 'stock.short', params: { name: '湯呑/青', productCode: 'A-1', most: 3 } } as const
    const scarce: EffectPreview = {
      ...noEffects,
      ...{ short, member: { customerNo: '100', points: null } },
      stock: [{ ...stock[0]!, change: -5, after: -2, most: 3 }],
      points: [{ ...points[0]!, points: null, after: null }],
    }
    const { wrapper } = await mountPages(
      createFakeDesk({ 'orders.preview-change': () => scarce }, [sampleOrder(55)]),
      pages,
      '/orders/55',
    )
    await typed()
    expect(block()?.querySelector('.wrong')?.textContent).toMatch(/8 → 不足/)
    expect(text()).toContain('湯呑/青 の在庫が不足しています。設定できる数量は「3」までです。')
    expect(text()).toContain('残高は未取込です')
    expect(wrapper.text()).toContain('—（残高を取り込んでいません）')
  })

  it('offers to even what a file of the cart left, by moving or without', async () => {
    const left: EffectPreview = { ...cancelling(), gap: 'left', asked: null, choice: null }
    const desk = createFakeDesk({ 'orders.preview-change': () => left }, [sampleOrder(55)])
    const { wrapper } = await mountPages(desk, pages, '/orders/55')
    await typed()
    expect(text()).toContain('取込のあと、次の動きが残っています')
    button('動かさずに合わせる').click()
    await settle()
    button('動かして合わせる').click()
    await settle()
    expect(desk.inputs('orders.even').map(({ id, how }) => [id, how])).toEqual([
      [55, 'accept'],
      [55, 'move'],
    ])
    expect(wrapper.text()).toContain('在庫とポイントを動かしました。')
  })

  it('asks once for what is typed in one go, and nothing for what is no number', async () => {
    const desk = createFakeDesk({}, [sampleOrder(55)])
    await mountPages(desk, pages, '/orders/55')
    await typed()
    const asked = desk.inputs('orders.preview-change').length
    const quantity = document.querySelector<HTMLInputElement>('[aria-label="1行目 数量"]')
    for (const value of ['2', '23', '234']) {
      quantity!.value = value
      quantity!.dispatchEvent(new Event('input'))
    }
    await typed()
    expect(desk.inputs('orders.preview-change').length).toBe(asked + 1)
    expect(desk.inputs('orders.preview-change').at(-1)?.changes.lines).toMatchObject([{ quantity: 234 }])
    quantity!.value = 'x'
    quantity!.dispatchEvent(new Event('input'))
    await typed()
    expect(text()).toContain('入力を直すと')
    expect(desk.inputs('orders.preview-change').length).toBe(asked + 1)
  })

  it('says what is in the way when the core cannot tell', async () => {
    const refuse = vi.fn(() => {
      throw new FakeRefusal('order.total-negative', { which: 'payment', yen: -1 })
    })
    await mountPages(createFakeDesk({ 'orders.preview-change': refuse }, [sampleOrder(55)]), pages, '/orders/55')
    await typed()
    expect(text()).toContain('お支払い合計がマイナス')
  })
})

describe('受注登録', () => {
  it('shows what registering takes', async () => {
    const taken = { ...noEffects, stock: [{ ...stock[0]!, change: -2, after: 6 }] }
    await mountPages(createFakeDesk({ 'orders.preview-create': () => taken }), pages, '/orders/new')
    await typed()
    expect(text()).toContain('在庫 A-1 湯呑/青−28 → 6')
  })
})

describe('削除', () => {
  it('says what goes back, and keeps what is not ticked', async () => {
    const preview: DeletionPreview = { stock, points, preset: { stock: 'follow', points: 'follow' } }
    const desk = createFakeDesk(
      { 'orders.preview-delete': () => preview },
      sampleShop().map((order) => ({ ...order, settlement: null })),
    )
    await mountPages(desk, pages, '/orders')
    await press('j')
    await press('d')
    const shown = () => document.body.textContent.replace(/\s+/g, ' ')
    // The dialog is loaded when it is first asked for.
    await vi.waitFor(() => expect(shown()).toContain('在庫 A-1 湯呑/青 8 → 10（+2）'))
    expect(shown()).toContain('ポイント 100 → 130（+30）')
    tick('ポイントを元に戻す')?.click()
    await settle()
    button('削除する').click()
    await settle()
    expect(desk.inputs('orders.delete')[0]?.choices).toEqual({ stock: 'follow', points: 'keep' })
  })
})

describe('ステータス管理', () => {
  it('sends the ticks, and names what was missing', async () => {
    const why = { code: 'points.short', params: { orderNo: '95', name: '山田', points: 1, after: -9 } } as const
    const sums = { orders: 1, pieces: 2 }
    const base = homeAnswers(sampleShop())
    const desk = createFakeDesk({
      'orders.preview-move': (input) => ({
        ...base['orders.preview-move'](input),
        stock: { unsent: sums, sent: sums, taken: { orders: 0, pieces: 0 }, unkept: 0 },
        short: { stock: 0, points: 1, first: [{ orderId: 95, why }] },
      }),
      'orders.move-status': (input) => ({
        ...base['orders.move-status'](input),
        orders: [{ id: 95, orderNo: '95', fate: 'shortPoints', why }],
      }),
    })
    const { wrapper } = await mountPages(desk, pages, '/status')
    await press('a')
    await wrapper.find('select').setValue('cancelled')
    await wrapper.find('form').trigger('submit')
    await settle()
    expect(document.body.textContent).toContain('ポイントが不足しているため見送る: 1件')
    expect([tick('発送前')?.checked, tick('発送済みの商品も')?.checked]).toEqual([true, false])
    tick('発送前')?.click()
    tick('発送済みの商品も')?.click()
    await settle()
    ;[...document.querySelectorAll('button')].find((one) => /件を移動する/.test(one.textContent))?.click()
    await settle()
    expect(desk.inputs('orders.move-status')[0]?.stock).toEqual({ unsent: 'keep', sent: 'follow' })
    expect(wrapper.text()).toContain('ポイントが不足しているため見送り')
    expect(wrapper.text()).toContain('最終保持ポイントがマイナス（-9ポイント）')
  })
})
