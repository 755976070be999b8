import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import { temporaryFolder } from '../main/orders/opened-shop.ts'

/** What the cart's administration does for one search: count everything, then fetch one page. */
export interface PeerSearch {
  readonly where: string
  readonly values: readonly (string | number)[]
  readonly offset?: number
}

/**
 * The orders in a table of the cart's shape (EC-CUBE 2: only the order number and the member are indexed, names and
 * phones stand in two and three columns), searched the way the cart searches (performance.md).
 */
export interface PeerShop {
  search(search: PeerSearch): void
}

/** Fills the peer's table with the same orders. */
export function peerShop(orders: readonly ImportedOrder[]): PeerShop {
  const folder = temporaryFolder()
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  const db = new DatabaseSync(path.join(folder, 'peer.sqlite'))
  db.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536')
  const defined = columns.map(
    (column) => `${column} ${/_id$|_yen$|^(status|del_flg)$/.test(column) ? 'INTEGER' : 'TEXT'}`,
  )
  db.exec(`CREATE TABLE peer_order (${defined.join(', ').replace('order_id INTEGER', 'order_id INTEGER PRIMARY KEY')});
    CREATE INDEX peer_member ON peer_order (customer_id)`)
  db.exec('BEGIN')
  const insert = db.prepare(`INSERT INTO peer_order VALUES (${columns.map(() => '?').join(', ')})`)
  orders.forEach((order, index) => insert.run(...rowOf(order, index + 1)))
  db.exec('COMMIT')
  return {
    search: (search) => {
      run(db, search)
    },
  }
}

/** What the cart keeps of an order in one row; the list reads all of it. */
const columns = [
  ...['order_id', 'customer_id', 'message', 'name01', 'name02', 'kana01', 'kana02', 'mail', 'tel01', 'tel02', 'tel03'],
  ...['zip01', 'zip02', 'pref_id', 'addr01', 'addr02', 'sex_id', 'birth', 'subtotal_yen', 'discount_yen', 'fee_yen'],
  ...['shipping_yen', 'tax_yen', 'total_yen', 'payment_total_yen', 'payment_id', 'payment_method', 'note', 'status'],
  ...['create_date', 'update_date', 'commit_date', 'payment_date', 'del_flg'],
]

function rowOf(order: ImportedOrder, id: number): (string | number | null)[] {
  const { familyName, givenName, familyKana, givenKana, email, tel, postalCode, prefecture, address1 } = order.orderer
  const parts = (text: string | undefined, count: number) =>
    [...(text ?? '').split(/[-( ]/), '', '', ''].slice(0, count)
  const texts = [familyName, givenName, familyKana, givenKana, email].map((text) => text ?? '')
  const time = (at: number | null | undefined) =>
    typeof at === 'number' ? new Date(at + 9 * 3_600_000).toISOString().slice(0, 19) : null
  const { totalYen } = order.money
  return [
    ...[id, Number(order.customerNo ?? 0), order.message ?? '', ...texts, ...parts(tel, 3), ...parts(postalCode, 2)],
    ...[prefecture?.length ?? 0, address1 ?? '', order.orderer.address2 ?? '', 1, order.orderer.bornOn ?? null],
    ...[totalYen, 0, 0, 0, 0, totalYen, totalYen, 1, order.paymentMethodName, order.note ?? ''],
    ...[order.status === 'shipped' ? 5 : 1, time(order.orderedAt), time(order.updatedAt)],
    ...[time(order.shippedAt), time(order.paidAt), 0],
  ]
}

function run(db: DatabaseSyncInstance, { where, values, offset = 0 }: PeerSearch): void {
  db.prepare(`SELECT count(*) FROM peer_order WHERE del_flg = 0 AND ${where}`).get(...values)
  db.prepare(
    `SELECT * FROM peer_order WHERE del_flg = 0 AND ${where} ORDER BY update_date DESC LIMIT 100 OFFSET ${String(offset)}`,
  ).all(...values)
}
