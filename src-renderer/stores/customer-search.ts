import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import type { KnownCustomer } from '../../src-shared/known-customer.ts'
import { call, failureOf } from '../api.ts'

/** Finds buyers of earlier orders for the order form. */
export const useCustomerSearch = defineStore('customer-search', () => {
  const customers = ref<readonly KnownCustomer[]>([])
  /** The text that `customers` answers; null while none has been asked for, or its answer is still to come. */
  const answered = ref<string | null>(null)
  const failure = ref<Failure | null>(null)
  let asked = ''

  /** Looks up; answers that come after the text changed again are dropped. */
  async function find(text: string): Promise<void> {
    asked = text
    answered.value = null
    try {
      const found = text.trim() === '' ? [] : await call('customers.find', { text: text.slice(0, 200) })
      if (asked !== text) return
      failure.value = null
      customers.value = found
      answered.value = text
    } catch (error) {
      if (asked !== text) return
      failure.value = failureOf(error)
      customers.value = []
    }
  }

  /** Forgets what was found: nobody's address stays on a screen that has moved on. */
  function clear(): void {
    asked = ''
    answered.value = null
    customers.value = []
    failure.value = null
  }

  return { customers, answered, failure, find, clear }
})
