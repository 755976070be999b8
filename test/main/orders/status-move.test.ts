import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventMessage } from '../../../src-shared/api.ts'
import type { OrderStatus } from '../../../src-shared/order.ts'
import { UNDO_MS } from '../../../src-shared/status-move.ts'
import type { MoveSelection } from '../../../src-shared/status-move-request.ts'
import { sealRows } from '../../../src-main/db/seal.ts'
import { createEvents } from '../../../src-main/events.ts'
import { createStatusMoves, type StatusMoves } from '../../../src-main/orders/status-move.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { madeOrder, madeOrders } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
let moves: StatusMoves
let events: EventMessage[]

beforeEach(async () => {
  shop = await openedShop()
  events = []
  moves = createStatusMoves({ ...shop, events: createEvents((event) => events.push(event)) })
})
afterEach(() => shop.close())

async function add(...orders: readonly ImportedOrder[]): Promise<readonly number[]> {
  return (await shop.orders.upsert(orders, owner)).map(({ id }) => id ?? 0)
}

/** The orders as a screen shows them now. */
async function seen(ids: readonly number[]): Promise<MoveSelection> {
  const orders = await Promise.all(ids.map((id) => shop.orders.open(id)))
  return { kind: 'orders', orders: orders.map(({ id, version }) => ({ id, seen: version })) }
}

/** Looks at the preview, and moves exactly that. */
async function move(selection: MoveSelection, to: OrderStatus, moveId: string = randomUUID()) {
  const { digest } = await moves.preview(selection, to)
  return { moveId, digest, report: await moves.move({ moveId, selection, to, digest }, owner) }
}

const statusesOf = (ids: readonly number[]) => Promise.all(ids.map(async (id) => (await shop.orders.open(id)).status))

async function trade(orderId: number, status: string, amountYen: number): Promise<void> {
  await shop.db.write(async (trx) => {
    await trx.raw(
      `INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen) VALUES (?, 'linked', ?, ?, ?)`,
      [orderId, `g${String(orderId)}`, status, amountYen],
    )
    await sealRows(trx, 'payments', [orderId])
  })
}

/** Puts an order under 結果確認中. */
async function inquiry(orderId: number): Promise<void> {
  await trade(orderId, 'authorised', 1000)
  await shop.db.write((trx) =>
    trx.raw(
      `INSERT INTO settlement_operations (id, order_id, gateway_order_no, action, safety, params, params_hash,
         order_status, pre_status, pre_amount_yen, pre_processed_at, expected_status, expected_amount_yen, state,
         operator_id, created_at, updated_at)
       VALUES (?, ?, 'g', 'sales', 'S1', '', '', 'received', 'authorised', 1000, 1, 'sales', 1000, 'unknown', 'owner', 1, 1)`,
      [randomUUID(), orderId],
    ),
  )
}

describe('the preview', () => {
  it('counts days that are set, set again, and お届け先 that get one, and writes nothing', async () => {
    const ids = await add(
      madeOrder({ orderNo: '1', deliveries: [{ familyName: '田中' }, { familyName: '林', shippedAt: 5 }] }),
      madeOrder({ orderNo: '2', shippedAt: 7 }),
      madeOrder({ orderNo: '3', status: 'shipped' }),
    )
    const before = await Promise.all(ids.map((id) => shop.orders.open(id)))
    const preview = await moves.preview(await seen(ids), 'shipped')
    expect(preview).toMatchObject({ moving: 2, same: 1, changed: 0, underInquiry: 0 })
    expect(preview.from).toEqual([{ status: 'received', count: 2 }])
    expect(preview.shippedDates).toMatchObject({ count: 2, again: 1 })
    expect(preview.paidDates.count).toBe(0)
    expect(await Promise.all(ids.map((id) => shop.orders.open(id)))).toEqual(before)
    const { report } = await move(await seen(ids), 'shipped')
    expect(report.counts).toMatchObject({ moved: 2, same: 1 })
    const after = await shop.orders.open(ids[0]!)
    expect(after.shippedAt).toBe(shop.clock.now())
    const gained = after.deliveries.filter(
      ({ shippedAt }, index) => shippedAt !== before[0]!.deliveries[index]!.shippedAt,
    )
    const own = preview.shippedDates.deliveries - before[1]!.deliveries.filter((one) => one.shippedAt === null).length
    expect(gained).toHaveLength(own)
  })

  it('says which money stays where it is', async () => {
    const ids = await add(...['1', '2', '3', '4', '5'].map((orderNo) => madeOrder({ orderNo })))
    await trade(ids[0]!, 'sales', 2990)
    await trade(ids[1]!, 'captured', 10)
    await trade(ids[2]!, 'authorised', 5775)
    await trade(ids[3]!, 'requested', 100)
    const cancelling = await moves.preview(await seen(ids), 'cancelled')
    expect(cancelling.money.map(({ kind, count, totalYen }) => [kind, count, totalYen])).toEqual([
      ['charged', 2, 3000],
      ['held', 1, 5775],
      ['payable', 1, 100],
    ])
    expect(cancelling.money[0]!.first[0]).toMatchObject({ orderNo: '1', status: 'sales', amountYen: 2990 })
    const shipping = await moves.preview(await seen(ids), 'shipped')
    expect(shipping.money.map(({ kind, count }) => [kind, count])).toEqual([
      ['unsold', 1],
      ['unpaid', 1],
    ])
    expect((await moves.preview(await seen(ids), 'inProgress')).money).toEqual([])
  })
})

describe('the move', () => {
  it('moves what is as it was seen, names the others, and stops for none of them', async () => {
    const ids = await add(
      ...['1', '2', '3', '4'].map((orderNo) => madeOrder({ orderNo })),
      madeOrder({ orderNo: '5', status: 'paid' }),
    )
    await inquiry(ids[2]!)
    const selection = await seen([...ids, ids[0]!])
    const everything: MoveSelection = {
      kind: 'orders',
      orders: [...(selection.kind === 'orders' ? selection.orders : []), { id: 999, seen: 1 }],
    }
    await shop.orders.change(ids[1]!, 1, { note: '電話済み' }, owner)
    const preview = await moves.preview(everything, 'paid')
    expect(preview).toMatchObject({ moving: 2, same: 1, underInquiry: 1, changed: 2 })
    const { report } = await move(everything, 'paid')
    expect(report.orders).toEqual([
      { id: ids[1], orderNo: '2', fate: 'changed' },
      { id: ids[2], orderNo: '3', fate: 'underInquiry' },
      { id: ids[4], orderNo: '5', fate: 'same' },
      { id: 999, orderNo: '', fate: 'missing' },
      { id: ids[0], orderNo: '1', fate: 'moved' },
      { id: ids[3], orderNo: '4', fate: 'moved' },
    ])
    expect(report.counts).toEqual({
      ...{ moved: 2, same: 1, changed: 1, underInquiry: 1, missing: 1, damaged: 0, shortStock: 0, shortPoints: 0 },
    })
    expect(await statusesOf(ids)).toEqual(['paid', 'received', 'received', 'paid', 'paid'])
    const paid = await shop.orders.open(ids[0]!)
    expect(paid).toMatchObject({ paidAt: shop.clock.now(), version: 2 })
    const entries = (await shop.orders.history(ids[0]!)).filter(({ kind }) => kind === 'order.changed')
    expect(entries).toHaveLength(1)
    expect(entries[0]!.changes.map(({ field }) => field)).toEqual(['対応状況', '入金日'])
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it('is never done twice: the same click answers the same report, a second click finds nothing to do', async () => {
    const ids = await add(madeOrder({ orderNo: '1' }), madeOrder({ orderNo: '2' }))
    const selection = await seen(ids)
    const { digest } = await moves.preview(selection, 'paid')
    const request = { moveId: randomUUID(), selection, to: 'paid', digest } as const
    const both = await Promise.all([moves.move(request, owner), moves.move(request, owner)])
    expect(both[0]).toBe(both[1])
    expect(await moves.move(request, owner)).toBe(both[0])
    const again = await moves.move({ ...request, moveId: randomUUID() }, owner)
    expect(again.counts).toMatchObject({ moved: 0, same: 2 })
    expect((await shop.orders.open(ids[0]!)).version).toBe(2)
  })

  it('two different clicks at once move each order once', async () => {
    const ids = await add(...madeOrders(250, 3).map((order) => ({ ...order, status: 'received' as const })))
    const selection = await seen(ids)
    const { digest } = await moves.preview(selection, 'paid')
    const cancel = await moves.preview(selection, 'cancelled')
    const [paid, cancelled] = await Promise.all([
      moves.move({ moveId: randomUUID(), selection, to: 'paid', digest }, owner),
      moves.move({ moveId: randomUUID(), selection, to: 'cancelled', digest: cancel.digest }, owner),
    ])
    expect(paid.counts.moved + cancelled.counts.moved).toBe(250)
    expect(paid.counts.changed + cancelled.counts.changed).toBe(250)
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it('a whole result is what the preview saw, with the versions of then', async () => {
    const ids = await add(...['1', '2', '3'].map((orderNo) => madeOrder({ orderNo })))
    const selection: MoveSelection = { kind: 'result', conditions: { statuses: ['received'] } }
    const { digest, moving } = await moves.preview(selection, 'paid')
    expect(moving).toBe(3)
    await shop.orders.change(ids[0]!, 1, { note: 'x' }, owner)
    const [late] = await add(madeOrder({ orderNo: '4' }))
    const report = await moves.move({ moveId: randomUUID(), selection, to: 'paid', digest }, owner)
    expect(report.counts).toMatchObject({ moved: 2, changed: 1 })
    expect(await statusesOf([...ids, late!])).toEqual(['received', 'paid', 'paid', 'received'])
  })

  it('refuses what no preview was shown of', async () => {
    const ids = await add(madeOrder({ orderNo: '1' }))
    const selection = await seen(ids)
    const { digest } = await moves.preview(selection, 'paid')
    const moveId = randomUUID()
    await expect(moves.move({ moveId, selection, to: 'cancelled', digest }, owner)).rejects.toThrow(
      'order.selection-changed',
    )
    // The refusal did not use the click up.
    expect((await moves.move({ moveId, selection, to: 'paid', digest }, owner)).counts.moved).toBe(1)
    const other = createStatusMoves({ ...shop, events: createEvents(() => undefined) })
    const result: MoveSelection = { kind: 'result', conditions: { statuses: ['paid'] } }
    const preview = await moves.preview(result, 'shipped')
    await shop.orders.change(ids[0]!, 2, { note: 'x' }, owner)
    await expect(
      other.move({ moveId, selection: result, to: 'shipped', digest: preview.digest }, owner),
    ).rejects.toThrow('order.selection-changed')
  })

  it('leaves the same orders as one 受注編集 after another would', async () => {
    const other = await openedShop()
    const made = madeOrders(120, 11)
    const target = 'shipped'
    await add(...made)
    await other.orders.upsert(made, owner)
    const selection: MoveSelection = { kind: 'result', conditions: {} }
    const { report } = await move(selection, target)
    const byNo = await other.orders.byOrderNos(made.map(({ orderNo }) => orderNo))
    for (const { id, version } of byNo.values()) await other.orders.change(id, version, { status: target }, owner)
    for (const { id, orderNo } of report.orders) {
      const twin = await other.orders.open(byNo.get(orderNo)?.id ?? 0)
      expect({ ...(await shop.orders.open(id)), id: 0 }).toEqual({ ...twin, id: 0 })
    }
    expect(report.orders).toHaveLength(120)
    await other.close()
  })

  it('leaves an order alone that is not as it was written, and moves the others', async () => {
    const ids = await add(...['1', '2', '3'].map((orderNo) => madeOrder({ orderNo })))
    const selection = await seen(ids)
    await shop.db.write((trx) => trx.raw('UPDATE orders SET total_yen = total_yen + 1 WHERE id = ?', [ids[1]!]))
    const { report, moveId } = await move(selection, 'paid')
    expect(report.counts).toMatchObject({ moved: 2, damaged: 1 })
    expect(report.orders[0]).toEqual({ id: ids[1], orderNo: '', fate: 'damaged' })
    await expect(shop.orders.open(ids[1]!)).rejects.toThrow('storage.damaged')
    expect(await moves.undo(moveId, owner)).toEqual({ undone: 2, left: [] })
  })

  it('tells how far it is, and lets others work in between', async () => {
    await add(...madeOrders(350, 5).map((order) => ({ ...order, status: 'received' as const })))
    const running = move({ kind: 'result', conditions: {} }, 'inProgress')
    await shop.orders.count({})
    await running
    const moving = events.flatMap((event) => (event.name === 'orders.moving' ? [event.payload.done] : []))
    expect(moving).toEqual([100, 200, 300, 350])
  })
})

describe('元に戻す', () => {
  it('sets back what the move set, but not what was changed since', async () => {
    const ids = await add(
      madeOrder({ orderNo: '1', deliveries: [{ familyName: '田中' }] }),
      madeOrder({ orderNo: '2', shippedAt: 7 }),
      madeOrder({ orderNo: '3' }),
    )
    const before = await Promise.all(ids.map((id) => shop.orders.open(id)))
    const { moveId } = await move(await seen(ids), 'shipped')
    await shop.orders.change(ids[2]!, 2, { note: '電話済み' }, owner)
    const report = await moves.undo(moveId, owner)
    expect(report).toEqual({ undone: 2, left: [{ id: ids[2], orderNo: '3', why: null }] })
    for (const index of [0, 1]) {
      const restored = { ...before[index], version: 3, updatedAt: shop.clock.now() }
      expect(await shop.orders.open(ids[index]!)).toEqual(restored)
    }
    expect((await shop.orders.open(ids[2]!)).status).toBe('shipped')
    expect(await moves.undo(moveId, owner)).toBe(report)
    expect((await shop.orders.open(ids[0]!)).version).toBe(3)
    expect(await shop.audit.firstBroken()).toBeNull()
  })

  it('is refused when it is too late, and for a move nobody made', async () => {
    const ids = await add(madeOrder({ orderNo: '1' }))
    const { moveId } = await move(await seen(ids), 'paid')
    shop.clock.set(shop.clock.now() + UNDO_MS + 60_000)
    await expect(moves.undo(moveId, owner)).rejects.toThrow('order.undo-too-late')
    await expect(moves.undo(randomUUID(), owner)).rejects.toThrow('order.undo-too-late')
    expect(await statusesOf(ids)).toEqual(['paid'])
  })
})

it('counts orders by 対応状況 without the deleted ones', async () => {
  await add(...['1', '2', '3'].map((orderNo) => madeOrder({ orderNo })), madeOrder({ orderNo: '4', status: 'paid' }))
  await shop.db.write((trx) => trx.raw(`UPDATE orders SET deleted_at = 1 WHERE order_no = '3'`))
  expect(await moves.counts()).toEqual({ received: 2, paid: 1 })
})
