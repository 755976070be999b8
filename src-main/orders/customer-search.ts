import { MAX_ADDRESSES, MAX_CUSTOMERS_FOUND, type KnownCustomer } from '../../src-shared/known-customer.ts'
import { fold, foldMail, foldTel } from '../../src-shared/search-text.ts'
import type { Database } from '../db/database.ts'
import { ordersOfCustomers, type SeenOrderer } from './customer-search-table.ts'

/** Looking up who ordered before. */
export interface CustomerSearch {
  /**
   * Customers whose name, reading, TEL, mail address or 会員ID fits `text`, who ordered last first; at most
   * `MAX_CUSTOMERS_FOUND`, each with at most `MAX_ADDRESSES` ways in which the orders named them.
   */
  find(text: string): Promise<readonly KnownCustomer[]>
}

/** Customers come out of the orders: those not registered in the cart have no record of their own. */
export function createCustomerSearch(db: Pick<Database, 'read'>): CustomerSearch {
  return {
    find: async (text) => grouped(await db.read((connection) => ordersOfCustomers(connection, text))),
  }
}

/** Orders, the newest first, gathered by customer. */
function grouped(orders: readonly SeenOrderer[]): readonly KnownCustomer[] {
  const customers = new Map<string, SeenOrderer[]>()
  for (const order of orders) {
    const key = customerKey(order)
    customers.set(key, [...(customers.get(key) ?? []), order])
  }
  return [...customers.values()].slice(0, MAX_CUSTOMERS_FOUND).flatMap((of) => {
    const [newest] = of
    if (newest === undefined) return []
    const { customerNo, orderedAt, orderNo } = newest
    return [{ customerNo, lastOrderedAt: orderedAt, lastOrderNo: orderNo, orderers: addresses(newest, of) }]
  })
}

/** 会員ID says who it is; a guest is known by the mail address, without one by name and TEL. */
function customerKey({ customerNo, orderer }: SeenOrderer): string {
  if (customerNo !== null) return `no ${customerNo}`
  const mail = foldMail(orderer.email)
  if (mail !== '') return `mail ${mail}`
  return `name ${fold(orderer.familyName + orderer.givenName)} ${foldTel(orderer.tel)}`
}

function addresses(newest: SeenOrderer, of: readonly SeenOrderer[]): KnownCustomer['orderers'] {
  const seen = new Set<string>([placeKey(newest.orderer)])
  const others = of.flatMap(({ orderer }) => {
    const key = placeKey(orderer)
    if (seen.has(key)) return []
    seen.add(key)
    return [orderer]
  })
  return [newest.orderer, ...others.slice(0, MAX_ADDRESSES - 1)]
}

/** What makes two spellings of an address one. */
function placeKey(orderer: SeenOrderer['orderer']): string {
  const { familyName, givenName, company, prefecture, address1, address2, tel } = orderer
  return JSON.stringify([fold(familyName + givenName + company), fold(prefecture + address1 + address2), foldTel(tel)])
}
