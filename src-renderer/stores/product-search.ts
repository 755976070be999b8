import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { KnownProduct } from '../../src-shared/product.ts'
import { call } from '../api.ts'

/** Finds known products for the order form. */
export const useProductSearch = defineStore('product-search', () => {
  const products = ref<readonly KnownProduct[]>([])
  let asked = ''

  /** Looks up by code or name; answers that come after the text changed again are dropped. */
  async function find(text: string): Promise<void> {
    asked = text
    const found = await call('products.find', { text: text.slice(0, 100) }).catch(() => [])
    if (asked === text) products.value = found
  }

  return { products, find }
})
