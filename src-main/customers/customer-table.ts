import type { Knex } from 'knex'
import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import { sexes, type Orderer } from '../../src-shared/order.ts'

/** A customer as an order of the day `seenAt` showed them. */
export interface SeenCustomer {
  readonly customerNo: string
  readonly orderer: Orderer
  readonly seenAt: Instant
}

const columns = [
  'customer_no',
  'family_name',
  'given_name',
  'family_kana',
  'given_kana',
  'company',
  'postal_code',
  'prefecture',
  'address1',
  'address2',
  'tel',
  'fax',
  'email',
  'sex',
  'born_on',
  'job',
  'seen_at',
]

/** Adds customers, and brings known ones up to date from orders that are not older than what was seen before. */
export async function saveSeenCustomers(
  trx: Knex,
  customers: readonly SeenCustomer[],
): Promise<ReadonlyMap<string, number>> {
  const updates = columns.slice(1).map((column) => `${column} = excluded.${column}`)
  await trx.raw(
    `INSERT INTO customers (${columns.join(', ')}) SELECT ${columns.map((_name, index) => `value ->> ${index}`).join(', ')}
     FROM jsonb_each(?) WHERE true
     ON CONFLICT (customer_no) DO UPDATE SET ${updates.join(', ')} WHERE excluded.seen_at >= customers.seen_at`,
    [JSON.stringify(customers.map(toValues))],
  )
  const rows = await trx.raw<{ id: number; customer_no: string }[]>(
    'SELECT id, customer_no FROM customers WHERE customer_no IN (SELECT value FROM json_each(?))',
    [JSON.stringify(customers.map((customer) => customer.customerNo))],
  )
  return new Map(rows.map((row) => [row.customer_no, row.id]))
}

/** A customer as stored, with the balance. */
export interface StoredMember extends SeenCustomer {
  readonly id: number
  /** Null: not known. */
  readonly points: number | null
  /** When the balance moved last; null while it never did. */
  readonly movedAt: Instant | null
}

interface MemberRecord {
  readonly id: number
  readonly customer_no: string
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
  readonly seen_at: number
  readonly points: number | null
  readonly moved_at: number | null
}

/** Customers by 会員ID with everything that is kept of them; unknown ones are left out. */
export async function customersByNo(
  db: Knex,
  customerNos: readonly string[],
): Promise<ReadonlyMap<string, StoredMember>> {
  const rows = await db.raw<MemberRecord[]>(
    `SELECT c.*, (SELECT at FROM point_moves WHERE customer_id = c.id ORDER BY id DESC LIMIT 1) AS moved_at
     FROM customers AS c WHERE c.customer_no IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(customerNos)],
  )
  return new Map(rows.map((row) => [row.customer_no, fromRecord(row)]))
}

function fromRecord(row: MemberRecord): StoredMember {
  return {
    ...{ id: row.id, customerNo: row.customer_no, seenAt: row.seen_at, points: row.points, movedAt: row.moved_at },
    orderer: {
      ...{ familyName: row.family_name, givenName: row.given_name },
      ...{ familyKana: row.family_kana, givenKana: row.given_kana, company: row.company },
      ...{ postalCode: row.postal_code, prefecture: row.prefecture, address1: row.address1, address2: row.address2 },
      ...{ tel: row.tel, fax: row.fax, email: row.email, job: row.job },
      sex: row.sex === null ? null : (sexes[row.sex - 1] ?? null),
      bornOn: row.born_on === null ? null : dayOfNumber(row.born_on),
    },
  }
}

/** A birthday is kept as the number 19700131. */
function dayOfNumber(number: number): BusinessDay {
  const digits = String(number).padStart(8, '0')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
}

function toValues({ customerNo, orderer, seenAt }: SeenCustomer): readonly (string | number | null)[] {
  return [
    customerNo,
    orderer.familyName,
    orderer.givenName,
    orderer.familyKana,
    orderer.givenKana,
    orderer.company,
    orderer.postalCode,
    orderer.prefecture,
    orderer.address1,
    orderer.address2,
    orderer.tel,
    orderer.fax,
    orderer.email,
    orderer.sex === null ? null : sexes.indexOf(orderer.sex) + 1,
    orderer.bornOn === null ? null : Number(orderer.bornOn.replaceAll('-', '')),
    orderer.job,
    seenAt,
  ]
}
