import type { Database } from './db/database.ts'
import type { Handlers } from './dispatch.ts'
import { createCustomerSearch, type CustomerSearch } from './orders/customer-search.ts'
import { findPostalAddress } from './postal/postal-lookup.ts'

/** What 受注登録 and 受注編集 ask beside the order itself. */
export interface FormServices {
  readonly customers: CustomerSearch
}

/** The services of the order form. */
export function createFormParts(parts: { readonly db: Database }): FormServices {
  return { customers: createCustomerSearch(parts.db) }
}

/** The calls of the order form. */
export function formHandlers({ customers }: FormServices) {
  return {
    'customers.find': (input) => customers.find(input.text),
    'postal.find': (input) => findPostalAddress(input.postalCode),
  } satisfies Partial<Handlers>
}
