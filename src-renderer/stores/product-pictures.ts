import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { KnownProduct } from '../../src-shared/product.ts'
import { call } from '../api.ts'

/** Pictures that one call brings: far below what may cross at once. */
const AT_ONCE = 20
/** More than any screen shows; the oldest ones go. */
const KEPT = 600

type Pictured = Pick<KnownProduct, 'id' | 'pictureAt'>

/** Pictures of products, as addresses that hold the picture itself. */
export const useProductPictures = defineStore('product-pictures', () => {
  const urls = shallowRef<ReadonlyMap<number, string>>(new Map())
  /** Which picture of a product was asked for. */
  const asked = new Map<number, number>()

  /** Brings the pictures that are not there yet. A screen without a picture is no failure. */
  async function want(products: readonly Pictured[]): Promise<void> {
    forget(products.filter(({ id, pictureAt }) => pictureAt === null && asked.has(id)))
    const missing = products.filter(({ id, pictureAt }) => pictureAt !== null && asked.get(id) !== pictureAt)
    for (const { id, pictureAt } of missing) asked.set(id, pictureAt ?? 0)
    for (let at = 0; at < missing.length; at += AT_ONCE) await bring(missing.slice(at, at + AT_ONCE))
  }

  function forget(products: readonly Pictured[]): void {
    if (products.length === 0) return
    const left = new Map(urls.value)
    for (const { id } of products) {
      asked.delete(id)
      left.delete(id)
    }
    urls.value = left
  }

  async function bring(products: readonly Pictured[]): Promise<void> {
    const ids = [...new Set(products.map(({ id }) => id))]
    const found = await call('products.pictures', { ids }).catch(() => null)
    // Asked for again the next time the product is shown.
    if (found === null) for (const id of ids) asked.delete(id)
    const kept = new Map(urls.value)
    for (const { id, mediaType, base64 } of found ?? []) {
      kept.delete(id)
      kept.set(id, `data:${mediaType};base64,${base64}`)
    }
    for (const [oldest] of kept) {
      if (kept.size <= KEPT) break
      kept.delete(oldest)
      asked.delete(oldest)
    }
    urls.value = kept
  }

  return { urls, want }
})
