import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { KnownProduct } from '../../src-shared/product.ts'
import { call } from '../api.ts'
import { useProductPictures } from './product-pictures.ts'

/** Finds known products for the order form: by what is typed, and those that its lines are of. */
export const useProductSearch = defineStore('product-search', () => {
  const products = ref<readonly KnownProduct[]>([])
  /** The text that `products` answers; null while none has been asked for, or its answer is still to come. */
  const answered = ref<string | null>(null)
  /** Products of the lines by 商品コード, with the variants of their names. */
  const known = shallowRef<ReadonlyMap<string, KnownProduct>>(new Map())
  const pictures = useProductPictures()
  let asked = ''
  let turn = 0

  /** Looks up by code or name; answers that come after the text changed again are dropped. */
  async function find(text: string): Promise<void> {
    asked = text
    answered.value = null
    const found = await call('products.find', { text: text.slice(0, 100) }).catch(() => [])
    if (asked !== text) return
    products.value = found
    answered.value = text
    void pictures.want(found)
  }

  /** Looks up what the lines are of; what was known before is forgotten. */
  async function recognise(codes: readonly string[]): Promise<void> {
    turn += 1
    const mine = turn
    const wanted = [...new Set(codes.filter((code) => code !== '' && code.length <= 1000))].slice(0, 500)
    const found = wanted.length === 0 ? [] : await call('products.of-codes', { codes: wanted }).catch(() => [])
    if (mine !== turn) return
    known.value = new Map(found.map((product) => [product.productCode, product]))
    void pictures.want(found)
  }

  return { products, answered, known, find, recognise }
})
