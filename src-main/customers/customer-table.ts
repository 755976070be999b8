import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'
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
