import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { Failure } from '../../src-shared/failure.ts'
import {
  PRODUCTS_A_PAGE,
  type MasterProduct,
  type ProductKind,
  type ProductPage,
  type ProductSort,
} from '../../src-shared/product.ts'
import { call, failureOf } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import { useProductPictures } from './product-pictures.ts'

/** 商品マスター: the list, what it is narrowed down by, and where the operator is in it. */
export const useProductList = defineStore('product-list', () => {
  const pictures = useProductPictures()
  const text = ref('')
  const kind = ref<ProductKind>('all')
  const sort = ref<ProductSort>('ordered')
  const page = ref(0)
  const found = ref<ProductPage | null>(null)
  const place = ref<number | null>(null)
  const loading = ref(false)
  const failure = ref<Failure | null>(null)
  const pages = computed(() => Math.max(1, Math.ceil((found.value?.count ?? 0) / PRODUCTS_A_PAGE)))
  let turn = 0

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    loading.value = true
    try {
      const input = { text: text.value.slice(0, 100), kind: kind.value, sort: sort.value, page: page.value }
      const answer = await call('products.page', input)
      if (mine !== turn) return
      found.value = answer
      failure.value = null
      void pictures.want(answer.rows)
    } catch (error) {
      if (mine === turn) failure.value = failureOf(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  /** The list by what is chosen now, from its first page. */
  async function search(): Promise<void> {
    page.value = 0
    place.value = null
    await load()
  }

  async function goTo(next: number): Promise<void> {
    page.value = Math.min(Math.max(0, next), pages.value - 1)
    await load()
  }

  /** A product that was changed stays where it stands; one that was added is shown at the head of all. */
  async function changed(product: MasterProduct): Promise<void> {
    void pictures.want([product])
    const rows = found.value?.rows ?? []
    if (found.value && rows.some(({ id }) => id === product.id))
      found.value = { ...found.value, rows: rows.map((row) => (row.id === product.id ? product : row)) }
    else {
      text.value = ''
      kind.value = 'all'
      sort.value = 'ordered'
      await search()
    }
    place.value = product.id
  }

  /** Orders that come in tell of products too; answers how to stop listening. */
  function follow(): () => void {
    return followOrders(() => void load())
  }

  return { text, kind, sort, page, pages, found, place, loading, failure, load, search, goTo, changed, follow }
})
