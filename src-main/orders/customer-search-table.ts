import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
import type { Orderer } from '../../src-shared/order.ts'
import { bornOnFromNumber } from './born-on.ts'
import { sexCoding } from './order-codes.ts'
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

interface OrdererRow {
  readonly order_no: string
  readonly ordered_at: number
  readonly customer_no: string | null
  readonly family_name: string
  readonly given_name: string
  readonly family_kana: string
  readonly given_kana: string
  readonly company: string
  readonly postal_code: string
  readonly prefecture: string
  readonly address1: string
  readonly address2: string
  readonly tel: string
  readonly fax: string
  readonly email: string
  readonly sex: number | null
  readonly born_on: number | null
  readonly job: number | null
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
    orderer: {
      familyName: row.family_name,
      givenName: row.given_name,
      familyKana: row.family_kana,
      givenKana: row.given_kana,
      company: row.company,
      postalCode: row.postal_code,
      prefecture: row.prefecture,
      address1: row.address1,
      address2: row.address2,
      tel: row.tel,
      fax: row.fax,
      email: row.email,
      sex: row.sex === null ? null : sexCoding.wordOf(row.sex),
      bornOn: bornOnFromNumber(row.born_on),
      job: row.job,
    },
  }
}
