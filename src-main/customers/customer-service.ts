import type { Transaction } from '../db/database.ts'
import { saveSeenCustomers, type SeenCustomer } from './customer-table.ts'

/** Who buys here. Customers come into being through their orders. */
export interface CustomerService {
  /** Notes the customers of orders; answers their ids by 会員ID. An older order never overwrites a newer address. */
  noteSeen(trx: Transaction, customers: readonly SeenCustomer[]): Promise<ReadonlyMap<string, number>>
}

/** The customers in the data file. */
export function createCustomerService(): CustomerService {
  return {
    noteSeen: (trx, customers) => saveSeenCustomers(trx, customers),
  }
}
