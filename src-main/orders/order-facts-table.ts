import type { Knex } from 'knex'
import type { OrderStatus } from '../../src-shared/order.ts'
import { isGatewayKind, paymentKindOf, type PaymentKind } from '../../src-shared/payment-method.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import { statusCoding } from './order-codes.ts'
import { neverAsked, settlementsOf } from './settlement-view-table.ts'

/** What the rules of settlement look at in an order, without its lines and texts. */
export interface OrderFacts {
  readonly id: number
  readonly version: number
  readonly orderNo: string
  readonly name: string
  readonly orderStatus: OrderStatus
  readonly paymentKind: PaymentKind
  readonly paymentTotalYen: number
  readonly settlement: OrderSettlement | null
}

interface Row {
  readonly id: number
  readonly version: number
  readonly order_no: string
  readonly name: string
  readonly status: number
  readonly payment_method: string
  readonly payment_total_yen: number
}

/** Facts of the orders `ids` that exist, in the order of `ids`: one query for any number of orders. */
export async function orderFacts(db: Knex, ids: readonly number[]): Promise<readonly OrderFacts[]> {
  const rows = await db.raw<Row[]>(
    `SELECT o.id, o.version, o.order_no, trim(o.family_name || ' ' || o.given_name) AS name, o.status,
       m.name AS payment_method, o.payment_total_yen
     FROM json_each(?) AS wanted CROSS JOIN orders AS o ON o.id = wanted.value
       JOIN payment_methods AS m ON m.id = o.payment_method_id
     WHERE o.deleted_at IS NULL ORDER BY wanted.key`,
    [JSON.stringify(ids)],
  )
  const settlements = await settlementsOf(db, ids)
  return rows.map((row) => {
    const paymentKind = paymentKindOf(row.payment_method)
    return {
      id: row.id,
      version: row.version,
      orderNo: row.order_no,
      name: row.name,
      orderStatus: statusCoding.wordOf(row.status),
      paymentKind,
      paymentTotalYen: row.payment_total_yen,
      settlement: settlements.get(row.id) ?? (isGatewayKind(paymentKind) ? neverAsked : null),
    }
  })
}
