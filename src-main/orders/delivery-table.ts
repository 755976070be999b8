import type { Knex } from 'knex'
import { insertInto, runForRows } from '../db/rows.ts'
import { contactFromRow, type ContactColumns } from './contact-columns.ts'
import type { CartDelivery, StoredDelivery } from './stored-order.ts'

/** All deliveries of one order in their order. */
export interface OrderDeliveries {
  readonly orderId: number
  readonly deliveries: readonly StoredDelivery[]
}

const columns = [
  'order_id',
  'place',
  'cart_shipment_no',
  'carrier',
  'requested_on',
  'time_slot',
  'tracking_no',
  'tracking_url',
  'shipped_at',
  'family_name',
  'given_name',
  'family_kana',
  'given_kana',
  'company',
  'postal_code',
  'prefecture',
  'address1',
  'address2',
  'tel',
  'fax',
  'cart',
  'goods',
] as const

interface DeliveryRow extends ContactColumns {
  readonly id: number
  readonly order_id: number
  readonly place: number
  readonly cart_shipment_no: string
  readonly carrier: string
  readonly requested_on: string | null
  readonly time_slot: string
  readonly tracking_no: string
  readonly tracking_url: string
  readonly shipped_at: number | null
  readonly cart: string
  readonly goods: string
}

/** Deliveries by order id, in their order; an order without any is not in the map. */
export async function deliveriesOf(
  db: Knex,
  orderIds: readonly number[],
): Promise<ReadonlyMap<number, readonly StoredDelivery[]>> {
  const rows = await db.raw<DeliveryRow[]>(
    'SELECT * FROM order_deliveries WHERE order_id IN (SELECT value FROM json_each(?)) ORDER BY order_id, place, id',
    [JSON.stringify(orderIds)],
  )
  const found = new Map<number, StoredDelivery[]>()
  for (const row of rows) {
    const deliveries = found.get(row.order_id) ?? []
    deliveries.push(fromRow(row))
    found.set(row.order_id, deliveries)
  }
  return found
}

/** How many deliveries each order has; an order without any is not in the map. */
export async function deliveryCounts(db: Knex, orderIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const rows = await db.raw<{ order_id: number; n: number }[]>(
    `SELECT order_id, count(*) AS n FROM order_deliveries INDEXED BY deliveries_by_order
     WHERE order_id IN (SELECT value FROM json_each(?)) GROUP BY order_id`,
    [JSON.stringify(orderIds)],
  )
  return new Map(rows.map((row) => [row.order_id, row.n]))
}

/** Makes the deliveries of each order exactly these: those with an id are changed, those with 0 added, others removed. */
export async function saveDeliveries(trx: Knex, orders: readonly OrderDeliveries[]): Promise<void> {
  const kept = orders.flatMap((order) => order.deliveries.filter((delivery) => delivery.id !== 0))
  await trx.raw(
    `DELETE FROM order_deliveries WHERE order_id IN (SELECT value FROM json_each(?))
       AND id NOT IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(orders.map((order) => order.orderId)), JSON.stringify(kept.map((delivery) => delivery.id))],
  )
  const rows = orders.flatMap(({ orderId, deliveries }) =>
    deliveries.map((delivery, index) => toRow(orderId, index + 1, delivery)),
  )
  const updates = columns.map((column) => `${column} = excluded.${column}`).join(', ')
  await runForRows(
    trx,
    `${insertInto('order_deliveries', ['id', ...columns])} ON CONFLICT (id) DO UPDATE SET ${updates}`,
    rows,
  )
}

/**
 * 時間指定 texts that occur, in code order. Steps from one text to the next through the index instead of reading a row
 * per delivery.
 */
export async function timeSlotsInUse(db: Knex): Promise<readonly string[]> {
  const rows = await db.raw<{ slot: string }[]>(
    `WITH RECURSIVE slots (slot) AS (
       SELECT min(time_slot) FROM order_deliveries WHERE time_slot > ''
       UNION ALL
       SELECT (SELECT min(time_slot) FROM order_deliveries WHERE time_slot > slot) FROM slots WHERE slot IS NOT NULL
     ) SELECT slot FROM slots WHERE slot IS NOT NULL LIMIT 200`,
  )
  return rows.map((row) => row.slot)
}

function toRow(orderId: number, place: number, delivery: StoredDelivery): readonly (string | number | null)[] {
  return [
    delivery.id === 0 ? null : delivery.id,
    orderId,
    place,
    delivery.cartShipmentNo,
    delivery.carrier,
    delivery.requestedOn,
    delivery.timeSlot,
    delivery.trackingNo,
    delivery.trackingUrl,
    delivery.shippedAt,
    delivery.familyName,
    delivery.givenName,
    delivery.familyKana,
    delivery.givenKana,
    delivery.company,
    delivery.postalCode,
    delivery.prefecture,
    delivery.address1,
    delivery.address2,
    delivery.tel,
    delivery.fax,
    JSON.stringify(delivery.cart),
    JSON.stringify(delivery.goods),
  ]
}

const unchanged: CartDelivery = {
  requestedOn: null,
  timeSlot: '',
  trackingNo: '',
  trackingUrl: '',
  shippedAt: null,
  goods: [],
  contact: null,
  madeHere: false,
}

function fromRow(row: DeliveryRow): StoredDelivery {
  return {
    id: row.id,
    cartShipmentNo: row.cart_shipment_no,
    carrier: row.carrier,
    requestedOn: row.requested_on,
    timeSlot: row.time_slot,
    trackingNo: row.tracking_no,
    trackingUrl: row.tracking_url,
    shippedAt: row.shipped_at,
    ...contactFromRow(row),
    goods: JSON.parse(row.goods) as readonly number[],
    // Files of older versions know nothing of the last three.
    cart: { ...unchanged, ...(JSON.parse(row.cart) as Partial<CartDelivery>) },
  }
}
