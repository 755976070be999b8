import type { Knex } from 'knex'
import { crc32 } from 'node:zlib'
import type { Orderer } from '../../src-shared/order.ts'
import { sealedColumns, sealOfValues } from '../db/seal.ts'
import { bornOnFromNumber } from './born-on.ts'
import { sexCoding, sourceCoding, statusCoding } from './order-codes.ts'
import { damagedOrder } from './order-record.ts'
import type { StoredOrder } from './stored-order.ts'

/** An order as files show it: nothing of what only the cart said. */
export type ExportedOrder = Omit<StoredOrder, 'version' | 'cart' | 'cartContent' | 'contentHash'>

/** The row of an order in three JSON lists: `sealedColumns.orders`, `buyerColumns` and `otherColumns`. */
interface PackedRow {
  readonly sealed: string
  readonly checksum: number
  readonly buyer: string
  readonly others: string
}

type Whole = number | null
type SealedValues = [string, number, number, number, Whole, Whole, number, ...NineSums]
type NineSums = [number, number, number, number, number, number, number, number, number]
type BuyerValues = [...SixTexts, ...SixTexts, sex: Whole, bornOn: Whole, job: Whole]
type SixTexts = [string, string, string, string, string, string]
type OtherValues = [id: number, updatedAt: number, customerNo: string | null, string, string, string, device: Whole]

const buyerColumns = [
  ...['family_name', 'given_name', 'family_kana', 'given_kana', 'company', 'postal_code', 'prefecture', 'address1'],
  ...['address2', 'tel', 'fax', 'email', 'sex', 'born_on', 'job'],
]
const otherColumns = ['id', 'updated_at', 'customer_no', 'message', 'note', 'payment_method', 'device']

const selectPacked = `SELECT json_array(${sealedColumns.orders.join(', ')}) AS sealed, checksum,
    json_array(${buyerColumns.join(', ')}) AS buyer, json_array(${otherColumns.join(', ')}) AS others
  FROM (SELECT o.*, m.name AS payment_method, wanted.key FROM json_each(?) AS wanted
      CROSS JOIN orders AS o ON o.id = wanted.value JOIN payment_methods AS m ON m.id = o.payment_method_id
    WHERE o.deleted_at IS NULL)
  ORDER BY key`

/**
 * Orders in the order of `ids`; those that do not exist are left out. Refusal `storage.damaged` for one that is not as it
 * was written. A row comes as three texts instead of forty values: the driver takes several times as long to hand over a
 * value as the program takes to read it out of JSON.
 */
export async function ordersForExport(db: Knex, ids: readonly number[]): Promise<readonly ExportedOrder[]> {
  const rows = await db.raw<PackedRow[]>(selectPacked, [JSON.stringify(ids)])
  return rows.map(fromPacked)
}

function fromPacked({ sealed, checksum, buyer, others }: PackedRow): ExportedOrder {
  const values = JSON.parse(sealed) as SealedValues
  const [orderNo, source, status, orderedAt, paidAt, shippedAt, , ...sums] = values
  // SQLite may write a text otherwise than the program, whose own writing has the last word.
  if (crc32(sealed) !== checksum && sealOfValues(values) !== checksum) throw damagedOrder(orderNo)
  const [subtotalYen, discountYen, shippingYen, feeYen, taxYen, totalYen, paymentTotalYen, usedPoints, addedPoints] =
    sums
  const [id, updatedAt, customerNo, message, note, paymentMethodName, device] = JSON.parse(others) as OtherValues
  return {
    ...{ id, orderNo, source: sourceCoding.wordOf(source), status: statusCoding.wordOf(status) },
    ...{ orderedAt, updatedAt, paidAt, shippedAt, customerNo, message, note, paymentMethodName, device },
    orderer: buyerOf(JSON.parse(buyer) as BuyerValues),
    money: {
      ...{ subtotalYen, discountYen, shippingYen, feeYen, taxYen, totalYen, paymentTotalYen, usedPoints, addedPoints },
    },
  }
}

function buyerOf(values: BuyerValues): Orderer {
  const [familyName, givenName, familyKana, givenKana, company, postalCode, prefecture, ...rest] = values
  const [address1, address2, tel, fax, email, sex, bornOn, job] = rest
  return {
    ...{ familyName, givenName, familyKana, givenKana, company, postalCode, prefecture, address1, address2 },
    ...{ tel, fax, email, job, bornOn: bornOnFromNumber(bornOn) },
    sex: sex === null ? null : sexCoding.wordOf(sex),
  }
}
