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
  db.exec(`CREATE TABLE peer_order (order_id INTEGER PRIMARY KEY, customer_id INTEGER, name01 TEXT, name02 TEXT, kana01 TEXT,
    kana02 TEXT, mail TEXT, tel01 TEXT, tel02 TEXT, tel03 TEXT, status INTEGER, total INTEGER, create_date TEXT,
    update_date TEXT, message TEXT, del_flg INTEGER); CREATE INDEX peer_member ON peer_order (customer_id)`)
  db.exec('BEGIN')
  const insert = db.prepare(`INSERT INTO peer_order VALUES (${Array.from({ length: 16 }, () => '?').join(', ')})`)
  orders.forEach((order, index) => insert.run(...rowOf(order, index + 1)))
  db.exec('COMMIT')
  return {
    search: (search) => {
      run(db, search)
    },
  }
}

function rowOf(order: ImportedOrder, id: number): (string | number)[] {
  const { familyName, givenName, familyKana, givenKana, email, tel } = order.orderer
  const phone = [...(tel ?? '').split(/[-( ]/), '', '', ''].slice(0, 3)
  const texts = [familyName, givenName, familyKana, givenKana, email].map((text) => text ?? '')
  const time = (at: number) => new Date(at + 9 * 3_600_000).toISOString().slice(0, 19)
  return [
    ...[id, Number(order.customerNo ?? 0), ...texts, ...phone],
    ...[order.status === 'shipped' ? 5 : 1, order.money.totalYen, time(order.orderedAt), time(order.updatedAt)],
    ...[order.message ?? '', 0],
  ]
}

function run(db: DatabaseSyncInstance, { where, values, offset = 0 }: PeerSearch): void {
  db.prepare(`SELECT count(*) FROM peer_order WHERE del_flg = 0 AND ${where}`).get(...values)
  db.prepare(
    `SELECT * FROM peer_order WHERE del_flg = 0 AND ${where} ORDER BY update_date DESC LIMIT 100 OFFSET ${String(offset)}`,
  ).all(...values)
}
