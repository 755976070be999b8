import { defineStore } from 'pinia'
import { ref } from 'vue'
import { PRODUCTS_A_PAGE, type MasterProduct, type ProductKind, type ProductSort } from '../../src-shared/product.ts'
import { call } from '../api.ts'
import { followOrders } from '../follow-orders.ts'
import { createPagedList } from '../paged-list.ts'
import { useProductPictures } from './product-pictures.ts'

/** 商品マスター: the list, what it is narrowed down by, and where the operator is in it. */
export const useProductList = defineStore('product-list', () => {
  const pictures = useProductPictures()
  const text = ref('')
  const kind = ref<ProductKind>('all')
  const sort = ref<ProductSort>('ordered')

  const list = createPagedList(PRODUCTS_A_PAGE, async (page) => {
    const input = { text: text.value.slice(0, 100), kind: kind.value, sort: sort.value, page }
    const answer = await call('products.page', input)
    void pictures.want(answer.rows)
    return answer
  })

  /** A product that was changed stays where it stands; one that was added is shown at the head of all. */
  async function changed(product: MasterProduct): Promise<void> {
    void pictures.want([product])
    const rows = list.found.value?.rows ?? []
    if (list.found.value && rows.some(({ id }) => id === product.id))
      list.found.value = { ...list.found.value, rows: rows.map((row) => (row.id === product.id ? product : row)) }
    else {
      text.value = ''
      kind.value = 'all'
      sort.value = 'ordered'
      await list.search()
    }
    list.place.value = product.id
  }

  /** Orders that come in tell of products too; answers how to stop listening. */
  const follow = (): (() => void) => followOrders(() => void list.load())

  return { text, kind, sort, ...list, changed, follow }
})
