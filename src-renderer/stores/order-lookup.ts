import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { OrderRow } from '../../src-shared/order-search.ts'
import { call } from '../api.ts'
import { orderNoConditions } from '../order-no-conditions.ts'

/** Finds orders by number for the palette. */
export const useOrderLookup = defineStore('order-lookup', () => {
  const rows = ref<readonly OrderRow[]>([])
  let asked = ''

  /** Looks the number up; answers that come after the text changed again are dropped. */
  async function find(text: string): Promise<void> {
    asked = text
    rows.value = []
    if (!/^[0-9A-Za-z-]{1,50}$/.test(text)) return
    const conditions = orderNoConditions(text)
    const sort = { key: 'updatedAt', descending: true } as const
    const found = await call('orders.page', { conditions, sort, page: 0, pageSize: 10 })
    if (asked === text) rows.value = found
  }

  return { rows, find }
})
