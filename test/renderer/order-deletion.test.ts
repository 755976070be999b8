import { afterEach, describe, expect, it } from 'vitest'
// Loaded when first opened; here so that a slow machine does not decide over the test.
import '../../src-renderer/parts/DeleteDialog.vue'
import OrderListPage from '../../src-renderer/pages/OrderListPage.vue'
import { useOrderList } from '../../src-renderer/stores/order-list.ts'
import { createFakeDesk, FakeRefusal } from '../support/fake-bridge.ts'
import { rowOf } from '../support/fake-rows.ts'
import { sampleShop } from '../support/sample-orders.ts'
import { button, mountPages, settle } from './mount-window.ts'

const pages = { orders: { path: '/orders', page: OrderListPage } }
const press = async (key: string) => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key }))
  await settle()
}
const shown = () => document.body.textContent

afterEach(() => {
  document.body.replaceChildren()
})

describe('deleting', () => {
  it('says what happens, deletes, and takes it back by key', async () => {
    const desk = createFakeDesk(
      {},
      sampleShop().map((order) => ({ ...order, settlement: null })),
    )
    await mountPages(desk, pages, '/orders')
    await press('j')
    await press('d')
    expect(shown()).toContain('いつでも元に戻せます')
    expect(shown()).toContain('在庫もポイントも動かしません')
    button('削除する').click()
    await settle()
    const choices = { stock: 'follow', points: 'follow' }
    expect(desk.inputs('orders.delete')).toEqual([{ id: 95, seen: desk.orders[0]?.version ?? 0, choices }])
    expect(shown()).toContain('注文 95 を削除しました。')
    expect(document.activeElement?.getAttribute('data-id')).toBe('94')
    await press('z')
    expect(desk.inputs('orders.restore')).toHaveLength(1)
    expect(shown()).toContain('注文 95 を元に戻しました。')
    expect(document.activeElement?.getAttribute('data-id')).toBe('95')
  })

  it('asks at once, deletes nothing before it is known what goes back, and is gone with its screen', async () => {
    const waiting: (() => void)[] = []
    const preset = { stock: 'keep', points: 'follow' } as const
    const desk = createFakeDesk(
      {
        'orders.preview-delete': () =>
          new Promise((resolve) => waiting.push(() => resolve({ stock: [], points: [], preset }))),
      },
      sampleShop().map((order) => ({ ...order, settlement: null })),
    )
    const { router } = await mountPages(desk, pages, '/orders')
    const answer = async () => {
      waiting.shift()?.()
      await settle()
    }
    await press('j')
    await press('d')
    expect(shown()).toContain('在庫とポイントの動きを確かめています…')
    expect(button('削除する').disabled).toBe(true)
    await router.push('/elsewhere/home')
    await settle()
    await router.push('/orders')
    await settle()
    await answer()
    expect(document.querySelector('.dialog')).toBeNull()
    await press('j')
    await press('d')
    await answer()
    expect(shown()).toContain('在庫もポイントも動かしません')
    button('削除する').click()
    await settle()
    expect(desk.inputs('orders.delete')).toMatchObject([{ choices: preset }])
  })

  it('leads to 受注編集 instead while money stands', async () => {
    const orders = sampleShop()
    const row = orders.map(rowOf).find(({ settlement }) => settlement?.status === 'authorised')
    const desk = createFakeDesk({}, orders)
    const { router } = await mountPages(desk, pages, '/orders')
    useOrderList().focusedId = row?.id ?? 0
    await settle()
    await press('d')
    expect(shown()).toContain(`注文 ${row?.orderNo ?? ''} の決済は「仮売上」のままなので、削除できません。`)
    button('受注編集を開く').click()
    await settle()
    expect(router.currentRoute.value.params['id']).toBe(String(row?.id))
    expect(desk.inputs('orders.delete')).toEqual([])
  })

  it('shows why the core refused', async () => {
    const orders = sampleShop().map((order) => ({ ...order, settlement: null }))
    const refuse = () => {
      throw new FakeRefusal('order.changed-meanwhile', { orderNo: '95' })
    }
    const desk = createFakeDesk({ 'orders.delete': refuse }, orders)
    await mountPages(desk, pages, '/orders')
    await press('j')
    await press('d')
    button('削除する').click()
    await settle()
    expect(shown()).toContain('開いている間にほかで変更されました')
  })
})
