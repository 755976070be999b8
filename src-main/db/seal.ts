import type { Knex } from 'knex'
import { crc32 } from 'node:zlib'

/**
 * Checksums of rows (settlement.md I9, security.md §5): plain SQLite hands out a flipped bit as a value like any other.
 * Every write of one of these columns writes the row's `checksum` too; a row whose checksum does not fit is never used.
 * A column that is added here needs a step of the data file that calls `sealAll`.
 */
export const sealedColumns = {
  orders: [
    ...['order_no', 'source', 'status', 'ordered_at', 'paid_at', 'shipped_at', 'payment_method_id', 'subtotal_yen'],
    ...['discount_yen', 'shipping_yen', 'fee_yen', 'tax_yen', 'total_yen', 'payment_total_yen', 'used_points'],
    ...['added_points', 'cart_status', 'deleted_at'],
  ],
  // Not why no trade was found and when: both are written to rows that carry no money.
  payments: [
    ...['order_id', 'link_state', 'gateway_order_no', 'status', 'amount_yen', 'tax_yen', 'processed_at'],
    ...['authorised_at', 'settle_by', 'access_id', 'tran_id', 'approve', 'method', 'pay_times', 'store_code'],
    ...['receipt_no', 'confirmation_no', 'customer_no', 'institution_no', 'term_at'],
  ],
  settlement_operations: [
    ...['id', 'order_id', 'gateway_order_no', 'action', 'safety', 'params', 'params_hash', 'order_status'],
    ...['then_status', 'pre_status', 'pre_amount_yen', 'pre_processed_at', 'expected_status', 'expected_amount_yen'],
    ...['state', 'result_codes', 'confirmed', 'same_as_before_at', 'unanswered', 'next_inquiry_at', 'operator_id'],
    ...['run_id', 'wrong_state', 'created_at'],
  ],
  // No money, but stock and points: what an order holds is given back exactly as it was taken.
  order_effects: [
    ...['order_id', 'pieces', 'customer_no', 'used_points', 'added_points', 'kept_instead_of', 'before_deletion'],
  ],
} as const satisfies Record<string, readonly string[]>

export type SealedTable = keyof typeof sealedColumns
export const sealedTables = Object.keys(sealedColumns) as readonly SealedTable[]

/** CRC-32 over the row's sealed columns. A column the row does not name counts as empty. */
export function sealOf(table: SealedTable, row: object): number {
  const values = row as Readonly<Record<string, unknown>>
  return sealOfValues(sealedColumns[table].map((column) => values[column]))
}

/** The same over values in the order of `sealedColumns`. */
export function sealOfValues(values: readonly unknown[]): number {
  return crc32(JSON.stringify(values.map((value) => value ?? null)))
}

/** True when the row is as it was written. It must carry its `checksum` and every sealed column. */
export function isSealed(table: SealedTable, row: object): boolean {
  return Reflect.get(row, 'checksum') === sealOf(table, row)
}

const BATCH = 2_000

/** Rows whose checksum does not fit, by rowid. Reads the whole table; `pause` comes between batches, `isOver` ends it. */
export async function brokenSeals(
  db: Knex,
  table: SealedTable,
  pause: () => Promise<unknown> = () => Promise.resolve(),
  isOver: () => boolean = () => false,
): Promise<readonly number[]> {
  const broken: number[] = []
  for await (const rows of rowsOf(db, table, `checksum, ${sealedColumns[table].join(', ')}`)) {
    broken.push(...rows.filter((row) => !isSealed(table, row)).map((row) => row.row_id))
    await pause()
    if (isOver()) break
  }
  return broken
}

/** Writes the checksum of every row: for steps of the data file. */
export async function sealAll(trx: Knex, table: SealedTable): Promise<void> {
  for await (const rows of rowsOf(trx, table, '*')) await writeSeals(trx, table, rows)
}

/** Writes the checksums of single rows anew, after a statement changed sealed columns of them. */
export async function sealRows(trx: Knex, table: SealedTable, ids: readonly number[]): Promise<void> {
  const rows = await trx.raw<SealRow[]>(
    `SELECT rowid AS row_id, * FROM ${table} WHERE rowid IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(ids)],
  )
  await writeSeals(trx, table, rows)
}

interface SealRow {
  readonly row_id: number
}

async function* rowsOf(db: Knex, table: SealedTable, columns: string): AsyncGenerator<readonly SealRow[]> {
  let last = 0
  for (;;) {
    const rows = await db.raw<SealRow[]>(
      `SELECT rowid AS row_id, ${columns} FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ?`,
      [last, BATCH],
    )
    yield rows
    last = rows.at(-1)?.row_id ?? last
    if (rows.length < BATCH) return
  }
}

async function writeSeals(trx: Knex, table: SealedTable, rows: readonly SealRow[]): Promise<void> {
  await trx.raw(
    `UPDATE ${table} SET checksum = seal.value ->> 1 FROM json_each(?) AS seal WHERE ${table}.rowid = seal.value ->> 0`,
    [JSON.stringify(rows.map((row) => [row.row_id, sealOf(table, row)]))],
  )
}
