import type { Knex } from 'knex'
import type { BusinessDay } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'

/** How many card orders are in each status; `methods` are the names of the payment methods by card. */
export async function countByStatus(
  db: Knex,
  methods: readonly string[],
): Promise<Readonly<Partial<Record<SettlementStatus, number>>>> {
  const rows = await db.raw<{ status: SettlementStatus; n: number }[]>(
    `SELECT p.status, count(*) AS n FROM payments AS p JOIN orders AS o ON o.id = p.order_id
     WHERE p.link_state = 'linked' AND o.deleted_at IS NULL AND o.payment_method_id IN
       (SELECT m.id FROM payment_methods AS m WHERE m.name IN (SELECT value FROM json_each(?)))
     GROUP BY p.status`,
    [JSON.stringify(methods)],
  )
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]))
}

const authorised = `FROM payments AS p JOIN orders AS o ON o.id = p.order_id
  WHERE p.settle_by IS NOT NULL AND p.status = 'authorised' AND o.deleted_at IS NULL`

/** How many 仮売上 have each last day. */
export async function countByDeadline(
  db: Knex,
): Promise<readonly { readonly settleBy: BusinessDay; readonly count: number }[]> {
  const rows = await db.raw<{ settle_by: string; n: number }[]>(
    `SELECT p.settle_by, count(*) AS n ${authorised} GROUP BY p.settle_by`,
  )
  return rows.map(({ settle_by: settleBy, n }) => ({ settleBy, count: n }))
}

/** Orders in 仮売上 whose last day is within the bounds (inclusive; null = open), the nearest first. */
export async function idsByDeadline(
  db: Knex,
  from: BusinessDay | null,
  to: BusinessDay | null,
  limit: number,
  offset: number,
): Promise<readonly number[]> {
  const rows = await db.raw<{ order_id: number }[]>(
    `SELECT p.order_id ${authorised} AND p.settle_by >= ? AND p.settle_by <= ?
     ORDER BY p.settle_by, p.order_id LIMIT ? OFFSET ?`,
    [from ?? '0000-00-00', to ?? '9999-99-99', limit, offset],
  )
  return rows.map((row) => row.order_id)
}
