import type { Handlers } from './dispatch.ts'
import { createDraftService, type DraftService } from './drafts/draft-service.ts'
import { createCustomerSearch, type CustomerSearch } from './orders/customer-search.ts'
import { findPostalAddress } from './postal/postal-lookup.ts'
import { createShippingService, type ShippingParts, type ShippingService } from './settings/shipping-service.ts'

/** What 受注登録 and 受注編集 ask beside the order itself. */
export interface FormServices {
  readonly customers: CustomerSearch
  readonly drafts: DraftService
  readonly shipping: ShippingService
}

/** The services of the order form. */
export function createFormParts(parts: ShippingParts): FormServices {
  return {
    customers: createCustomerSearch(parts.db),
    drafts: createDraftService(parts),
    shipping: createShippingService(parts),
  }
}

/** The calls of the order form. */
export function formHandlers({ customers, drafts, shipping }: FormServices) {
  return {
    'customers.find': (input) => customers.find(input.text),
    'drafts.keep': (input) => drafts.keep(input),
    'drafts.list': () => drafts.list(),
    'drafts.drop': async (input) => {
      await drafts.drop(input.keys)
      return null
    },
    'settings.shipping': () => shipping.read(),
    'settings.save-shipping': (input, { operator }) => shipping.save(input, operator),
    'postal.find': (input) => findPostalAddress(input.postalCode),
  } satisfies Partial<Handlers>
}
