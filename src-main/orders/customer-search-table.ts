import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Orderer } from '../../src-shared/order.ts'
import { ordererFromRow, type OrdererColumns } from './contact-columns.ts'
import { joined, sql, type Sql } from './sql-text.ts'
import { narrowed } from './text-filters.ts'
import { personWord, wordsOf } from './word-filter.ts'

/** Who ordered, as one order tells it. */
export interface SeenOrderer {
  readonly orderNo: string
  readonly orderedAt: Instant
  readonly customerNo: string | null
  readonly orderer: Orderer
}

interface OrdererRow extends OrdererColumns {
  readonly order_no: string
  readonly ordered_at: number
  readonly customer_no: string | null
}

/** A word like 「田」 fits half of a large shop: the persons added last and their newest orders are enough to choose from. */
const MOST_PERSONS = 400
const MOST_ORDERS = 1_000

/**
 * Orders whose orderer fits every word of `text` (name, reading, TEL, mail address) or whose 会員ID is `text`, the newest
 * first. Spellings are levelled as in 受注管理. Empty when no word is left to look for.
 */
export async function ordersOfCustomers(db: Knex, text: string): Promise<readonly SeenOrderer[]> {
  const found = wordsOf(text).map(personWord)
  if (found.length === 0 || found.some(({ checks }) => checks.length === 0)) return []
  const match = found.map((word) => `(${word.match})`).join(' AND ')
  const persons = narrowed(
    'SELECT p.id FROM persons AS p WHERE p.id IN (',
    sql('SELECT rowid FROM person_pairs WHERE person_pairs MATCH ?', match),
    ') AND ',
    joined(
      found.map(({ checks }) => anyOf(checks)),
      ' AND ',
    ),
    sql(' ORDER BY p.id DESC LIMIT ?', MOST_PERSONS),
  )
  const query = narrowed(
    `SELECT o.* FROM orders AS o WHERE o.deleted_at IS NULL AND o.id IN (
       SELECT n.id FROM orders AS n INDEXED BY orders_by_person WHERE n.deleted_at IS NULL AND n.person_id IN (`,
    persons,
    `) UNION SELECT n.id FROM orders AS n INDEXED BY orders_by_customer WHERE n.customer_id IN (`,
    sql('SELECT c.id FROM customers AS c WHERE c.customer_no = ?', text.normalize('NFKC').trim()),
    // The sign keeps SQLite from reading all orders in the order of the day instead.
    sql(')) ORDER BY +o.ordered_at DESC, o.id DESC LIMIT ?', MOST_ORDERS),
  )
  const rows = await db.raw<OrdererRow[]>(query.text, [...query.values])
  return rows.map(fromRow)
}

function anyOf(checks: readonly Sql[]): Sql {
  return narrowed('(', joined(checks, ' OR '), ')')
}

function fromRow(row: OrdererRow): SeenOrderer {
  return {
    orderNo: row.order_no,
    orderedAt: row.ordered_at,
    customerNo: row.customer_no,
    orderer: ordererFromRow(row),
  }
}
