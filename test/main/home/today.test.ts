import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, dayOf, endOfDay, japanTime, startOfDay } from '../../../src-shared/business-day.ts'
import { orderStatuses } from '../../../src-shared/order.ts'
import { settlementStatuses, type SettlementStatus } from '../../../src-shared/settlement.ts'
import { compareTrade } from '../../../src-shared/trade-difference.ts'
import type { TodayKind } from '../../../src-shared/today.ts'
import { sealRows } from '../../../src-main/db/seal.ts'
import { createToday, type TodayService } from '../../../src-main/home/today.ts'
import { madeOrder } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
let today: TodayService
const on = '2026-11-23'

beforeEach(async () => {
  shop = await openedShop()
  shop.clock.set(japanTime(on, 10, 0))
  today = createToday({ ...shop, rows: (ids) => shop.orders.rows(ids) })
})
afterEach(() => shop.close())

interface Given {
  readonly order?: Partial<Parameters<typeof madeOrder>[0]>
  readonly trade?: { readonly status: SettlementStatus; amountYen?: number; settleBy?: string; termAt?: number }
}

let next = 0
async function add({ order = {}, trade }: Given): Promise<string> {
  next += 1
  const orderNo = String(next)
  const [added] = await shop.orders.upsert([madeOrder({ orderedAt: startOfDay(on), ...order, orderNo })], owner)
  if (trade) await saveTrade(added?.id ?? 0, trade)
  return orderNo
}

async function saveTrade(id: number, { status, amountYen = 1000, settleBy, termAt }: NonNullable<Given['trade']>) {
  await shop.db.write(async (trx) => {
    await trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen, settle_by, term_at)
       VALUES (?, 'linked', ?, ?, ?, ?, ?) ON CONFLICT (order_id) DO UPDATE SET status = excluded.status,
         amount_yen = excluded.amount_yen`,
      [id, `g${String(id)}`, status, amountYen, settleBy ?? null, termAt ?? null],
    )
    await sealRows(trx, 'payments', [id])
  })
}

async function inCard(kind: TodayKind): Promise<readonly string[]> {
  const card = await today.card(kind)
  expect(card.count).toBe(card.rows.length)
  const { cards } = await today.read()
  expect(cards.find((one) => one.kind === kind)).toEqual({ ...card, rows: card.rows.slice(0, 8) })
  return card.rows.map(({ order }) => order.orderNo)
}

describe('the cards', () => {
  it('新規受付, the oldest first', async () => {
    const first = await add({})
    await add({ order: { status: 'paid' } })
    const second = await add({})
    expect(await inCard('received')).toEqual([first, second])
  })

  it('仮売上のまま by the limit, in four steps, without what is cancelled or returned', async () => {
    const authorised = (days: number) => ({ status: 'authorised' as const, settleBy: addDays(on, days) })
    const far = await add({ trade: authorised(21) })
    const [late, last, third, fourth, week, eight, twenty] = [
      await add({ trade: authorised(-1) }),
      await add({ trade: authorised(0) }),
      await add({ trade: authorised(3) }),
      await add({ trade: authorised(4) }),
      await add({ trade: authorised(7) }),
      await add({ trade: authorised(8) }),
      await add({ trade: authorised(20) }),
    ]
    await add({ order: { status: 'cancelled' }, trade: authorised(1) })
    await add({ order: { status: 'returned' }, trade: authorised(1) })
    await add({ trade: { status: 'sales' } })
    expect(await inCard('authorised')).toEqual([late, last, third, fourth, week, eight, twenty, far])
    expect((await today.read()).daysLeft).toEqual({ late: 1, within3: 2, within7: 2, within20: 2 })
  })

  it('発送済みなのに未売上, キャンセルなのに請求が残っている, 金額が決済と違う', async () => {
    const unsold = await add({ order: { status: 'shipped' }, trade: { status: 'authorised' } })
    await add({ order: { status: 'shipped' }, trade: { status: 'sales' } })
    const charged = await add({ order: { status: 'cancelled' }, trade: { status: 'captured' } })
    const held = await add({ order: { status: 'cancelled' }, trade: { status: 'authorised' } })
    await add({ order: { status: 'cancelled' }, trade: { status: 'returned' } })
    const differs = await add({ trade: { status: 'sales', amountYen: 999 } })
    await add({ order: { status: 'cancelled' }, trade: { status: 'voided', amountYen: 1 } })
    expect(await inCard('shippedUnsold')).toEqual([unsold])
    expect(await inCard('cancelledSold')).toEqual([charged, held])
    expect(await inCard('amountDiffers')).toEqual([differs])
  })

  it('結果確認中, but not what may simply be tried again', async () => {
    const open = await add({ trade: { status: 'authorised' } })
    await add({ trade: { status: 'authorised' } })
    const rows = (await today.card('received')).rows
    for (const [index, state] of ['conflict', 'awaitRetry'].entries()) {
      await shop.db.write((trx) =>
        trx.raw(
          `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash,
             order_status, pre_status, pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state,
             operator_id, created_at, updated_at)
           VALUES (?, ?, 'g', 'sales', 'S1', '', '', 'received', 'authorised', 1, 1, 'sales', 1, ?, 'owner', 1, 1)`,
          [randomUUID(), rows[index]?.order.id ?? 0, state],
        ),
      )
    }
    expect(await inCard('underInquiry')).toEqual([open])
  })

  it('コンビニ・Pay-easy 期限間近: up to the end of the third day, overdue ones too', async () => {
    const slip = (termAt: number) => ({
      order: { paymentMethodName: 'コンビニ決済' },
      trade: { status: 'requested' as const, termAt },
    })
    await add(slip(endOfDay(addDays(on, 3)) + 1))
    const third = await add(slip(endOfDay(addDays(on, 3))))
    const over = await add(slip(startOfDay(on)))
    await add({ ...slip(startOfDay(on)), order: { status: 'cancelled' } })
    expect(await inCard('slipDue')).toEqual([over, third])
    expect((await today.card('slipDue')).rows[0]?.termAt).toBe(startOfDay(on))
  })
})

describe('the chart', () => {
  it('counts orders of the last 30 Japanese days by カード決済状況, methods without a trade left out', async () => {
    await add({ order: { orderedAt: startOfDay(addDays(on, -29)) }, trade: { status: 'sales' } })
    await add({ order: { orderedAt: startOfDay(addDays(on, -29)) - 1 }, trade: { status: 'sales' } })
    await add({ order: { orderedAt: endOfDay(on) }, trade: { status: 'authorised' } })
    await add({ order: { orderedAt: endOfDay(on), paymentMethodName: 'コンビニ決済' } })
    await add({ order: { orderedAt: endOfDay(on), paymentMethodName: '銀行振込' } })
    const days = [...(await today.read()).days].sort((a, b) => (a.status ?? '').localeCompare(b.status ?? ''))
    expect(days).toEqual([
      { day: on, status: null, orders: 1, totalYen: 1000 },
      { day: on, status: 'authorised', orders: 1, totalYen: 1000 },
      { day: addDays(on, -29), status: 'sales', orders: 1, totalYen: 1000 },
    ])
  })
})

describe('what is kept of disagreeing orders', () => {
  /** Names of 照合 and of this screen for the same thing. */
  const names = {
    ...{ shippedUnsold: 'shippedUnsold', total: 'amountDiffers' },
    ...{ cancelledSold: 'cancelledSold', cancelledHeld: 'cancelledSold' },
  } as const

  it('is always what 照合 finds, whatever is written in whatever order', async () => {
    const [one] = await shop.orders.upsert([madeOrder({ orderNo: 'x' })], owner)
    const id = one?.id ?? 0
    const step = fc.oneof(
      fc.record({ status: fc.constantFrom(...orderStatuses) }),
      fc.record({ trade: fc.constantFrom(...settlementStatuses), amountYen: fc.constantFrom(1000, 999) }),
      fc.record({ totalYen: fc.constantFrom(1000, 999) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        for (const change of steps) {
          const order = await shop.orders.open(id)
          if ('status' in change) await shop.orders.change(id, order.version, { status: change.status }, owner)
          else if ('trade' in change) await saveTrade(id, { status: change.trade, amountYen: change.amountYen })
          else {
            await shop.db.write(async (trx) => {
              await trx.raw('UPDATE orders SET payment_total_yen = ? WHERE id = ?', [change.totalYen, id])
              await sealRows(trx, 'orders', [id])
            })
          }
        }
        const { status, money, settlement } = await shop.orders.open(id)
        const kept: { kind: string }[] = await shop.db.read((db) =>
          db.raw('SELECT kind FROM order_alerts WHERE order_id = ? ORDER BY kind', [id]),
        )
        const sight =
          settlement?.status == null
            ? null
            : { status: settlement.status, amountYen: settlement.amountYen ?? 0, processedAt: 1 }
        const found =
          sight === null
            ? []
            : compareTrade(
                { orderStatus: status, paymentKind: 'card', paymentTotalYen: money.paymentTotalYen },
                sight,
                sight,
              )
        const expected = found.map((kind) => names[kind as keyof typeof names]).sort()
        expect(kept.map(({ kind }) => kind)).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('forgets an order that is deleted, and knows it again when it comes back', async () => {
    await add({ order: { status: 'cancelled' }, trade: { status: 'sales' } })
    await shop.db.write((trx) => trx.raw('UPDATE orders SET deleted_at = 1'))
    expect((await today.card('cancelledSold')).count).toBe(0)
    await shop.db.write((trx) => trx.raw('UPDATE orders SET deleted_at = NULL'))
    expect((await today.card('cancelledSold')).count).toBe(1)
    expect(dayOf(shop.clock.now())).toBe(on)
  })
})
