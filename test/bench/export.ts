import { DatabaseSync } from '@photostructure/sqlite'
import { createOrderExport } from '../../src-main/orders/order-export.ts'
import { owner } from '../main/orders/opened-shop.ts'
import { alternately, ms, type BenchOptions, type Metric } from './metric.ts'
import { filledShop, type FilledShop } from './shop.ts'

const PIECE = 1_000

/** EC-CUBE 2's file as the window fetches it, piece by piece; answers its bytes. */
async function exported(shop: FilledShop): Promise<number> {
  const exports = createOrderExport({ ...shop, ownLayouts: () => Promise.resolve([]) })
  const { exportId } = await exports.begin({
    pick: { conditions: {}, sort: { key: 'updatedAt', descending: true } },
    layout: 'ec2-order',
    encoding: 'cp932',
    safe: true,
  })
  for (let bytes = 0; ;) {
    const piece = await exports.next(exportId, owner)
    bytes += Buffer.from(piece.base64, 'base64').length
    if (piece.finished) return bytes
  }
}

/** Every column of every order as it stands, with commas between; answers its bytes. */
function dumped(db: InstanceType<typeof DatabaseSync>): number {
  const page = db.prepare('SELECT * FROM orders WHERE id > ? ORDER BY id LIMIT ?')
  page.setReturnArrays(true)
  let bytes = 0
  for (let last = 0; ;) {
    const rows: unknown[] = page.all(last, PIECE)
    const lines = rows.map((row) => (Array.isArray(row) ? row.join(',') : ''))
    bytes += Buffer.from(`${lines.join('\r\n')}\r\n`).length
    const end: unknown = rows.at(-1)
    if (rows.length < PIECE || !Array.isArray(end)) return bytes
    last = Number(end[0])
  }
}

async function exporting({ orders }: BenchOptions) {
  const shop = await filledShop(Math.min(orders, 100_000))
  const db = new DatabaseSync(shop.db.file)
  const { a, b } = await alternately(
    5,
    () => exported(shop),
    () => dumped(db),
  )
  db.close()
  return { value: a / b, detail: `${ms(a)} / every row as it stands ${ms(b)}` }
}

export const exportMetrics: readonly Metric[] = [
  { id: 'P13', title: 'CSV export of 100k rows', target: 2.5, wanted: 'atMost', measure: exporting },
]
