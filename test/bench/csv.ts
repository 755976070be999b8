import { randomBytes } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { decodeFile } from '../../src-main/csv/decode.ts'
import { detectQuoting, readRecords } from '../../src-main/csv/read-records.ts'
import { createOrderImport } from '../../src-main/orders/order-import.ts'
import { sequence } from '../main/orders/made-orders.ts'
import { openedShop, owner } from '../main/orders/opened-shop.ts'
import { ec2Row } from '../main/orders-import/made-files.ts'
import { ms, quantile, timed, type BenchOptions, type Metric } from './metric.ts'

/** A file of the cart (EC-CUBE 2, CP932) with so many different orders. */
function cartFile(orders: number): Buffer {
  const next = sequence(3)
  const names = ['山田', '田中', '佐々木', '高橋', '小鳥遊', '渡辺']
  const rows = Array.from({ length: orders }, (_none, index) => ({
    ...ec2Row,
    注文番号: String(index + 1),
    'お名前(姓)': names[next(names.length)] ?? '',
    メールアドレス: `user${String(next(30_000))}@example.jp`,
    電話番号3: String(1000 + next(9000)),
    要望等: next(5) === 0 ? 'ギフト包装をお願いします。\nのしは不要です。' : '',
  }))
  const cell = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const lines = [Object.keys(ec2Row), ...rows.map((row) => Object.values(row))]
  return iconv.encode(`${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`, 'cp932')
}

/** Every record of the file once, as far as any importer has to read it. */
function readOnly(bytes: Buffer): number {
  const { text, encoding } = decodeFile(bytes)
  let count = 0
  for (const record of readRecords(text, detectQuoting(text, encoding))) count += Number(record.sound)
  return count
}

/** The same with the CSV library that most programs use: what reading costs where the reader was not made for the purpose. */
function readByLibrary(bytes: Buffer): number {
  let count = 0
  parse(iconv.decode(bytes, 'cp932'), {
    onRecord: () => {
      count += 1
      return null
    },
  })
  return count
}

/** Preview and apply into an empty shop, as the window does it. */
async function importOnce(bytes: Buffer): Promise<{ readonly preview: number; readonly apply: number }> {
  const shop = await openedShop()
  const fileId = randomBytes(16).toString('hex')
  const uploads = { read: () => Promise.resolve(bytes), discard: () => Promise.resolve(null) }
  const backups = { make: () => Promise.resolve(null) }
  const imports = createOrderImport({ orders: shop.orders, uploads, db: shop.db, backups })
  let digest = ''
  const preview = await timed(async () => {
    const seen = await imports.preview(fileId)
    if (seen.problemCount > 0) throw new Error(`the made file has problems: ${JSON.stringify(seen.problems[0])}`)
    digest = seen.digest
  })
  const apply = await timed(() => imports.apply(fileId, digest, false, owner))
  await shop.close()
  return { preview, apply }
}

async function importing({ orders }: BenchOptions) {
  const bytes = cartFile(Math.min(orders, 100_000))
  const [whole, base, library]: [number[], number[], number[]] = [[], [], []]
  let parts = ''
  for (let round = 0; round < 3; round += 1) {
    base.push(await timed(() => readOnly(bytes)))
    library.push(await timed(() => readByLibrary(bytes)))
    const { preview, apply } = await importOnce(bytes)
    whole.push(preview + apply)
    parts = `preview ${ms(preview)}, apply ${ms(apply)}`
  }
  const [a, b] = [quantile(whole), quantile(base)]
  const c = quantile(library)
  const yardstick = `${(a / c).toFixed(2)} of decode and parse by csv-parse ${ms(c)}`
  return { value: a / b, detail: `${ms(a)} / decode and parse ${ms(b)}; ${yardstick}; last round ${parts}` }
}

export const csvMetrics: readonly Metric[] = [
  { id: 'P12', title: 'CSV import of 100k rows', target: 5, wanted: 'atMost', measure: importing },
]
