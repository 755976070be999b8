import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { OrderConditions, OrderRow } from '../../src-shared/order-search.ts'
import { call } from '../api.ts'
import { orderNoConditions } from '../order-no-conditions.ts'

/** Rows of one kind in the palette. */
const SHOWN = 8

/** Finds orders by number or by their customer for the palette. */
export const useOrderLookup = defineStore('order-lookup', () => {
  const rows = ref<readonly OrderRow[]>([])
  let asked = ''

  /** Looks the text up; answers that come after the text changed again are dropped. */
  async function find(text: string): Promise<void> {
    asked = text
    rows.value = []
    const found = await Promise.all(conditionsFor(text).map(look))
    if (asked !== text) return
    const byId = new Map(found.flat().map((row) => [row.id, row]))
    rows.value = [...byId.values()].slice(0, SHOWN)
  }

  return { rows, find }
})

function look(conditions: OrderConditions): Promise<readonly OrderRow[]> {
  const sort = { key: 'updatedAt', descending: true } as const
  return call('orders.page', { conditions, sort, page: 0, pageSize: 10 })
}

/** A number is looked for as such; words are a name or its reading, and one letter alone would find half the shop. */
function conditionsFor(text: string): readonly OrderConditions[] {
  if (/^\d{1,50}$/.test(text)) return [orderNoConditions(text)]
  if (/^[0-9A-Za-z-]{1,50}$/.test(text)) return [orderNoConditions(text), ...(text.length > 1 ? [{ name: text }] : [])]
  if (text.length < 2 || text.length > 100) return []
  return /^[\p{sc=Katakana}\p{sc=Hiragana}ー\s]+$/u.test(text) ? [{ name: text }, { kana: text }] : [{ name: text }]
}
