import type { Database } from './db/database.ts'
import type { Handlers } from './dispatch.ts'
import { createDraftService, type DraftService } from './drafts/draft-service.ts'
import { createCustomerSearch, type CustomerSearch } from './orders/customer-search.ts'
import type { Clock } from './ports.ts'
import { findPostalAddress } from './postal/postal-lookup.ts'

/** What 受注登録 and 受注編集 ask beside the order itself. */
export interface FormServices {
  readonly customers: CustomerSearch
  readonly drafts: DraftService
}

/** The services of the order form. */
export function createFormParts(parts: { readonly db: Database; readonly clock: Clock }): FormServices {
  return { customers: createCustomerSearch(parts.db), drafts: createDraftService(parts) }
}

/** The calls of the order form. */
export function formHandlers({ customers, drafts }: FormServices) {
  return {
    'customers.find': (input) => customers.find(input.text),
    'drafts.keep': (input) => drafts.keep(input),
    'drafts.list': () => drafts.list(),
    'drafts.drop': async (input) => {
      await drafts.drop(input.keys)
      return null
    },
    'postal.find': (input) => findPostalAddress(input.postalCode),
  } satisfies Partial<Handlers>
}
