import type { KnownProduct } from '../../src-shared/product.ts'

/** What the fake desk has sold before. */
export const knownProducts: readonly KnownProduct[] = [
  {
    ...{ id: 1, stock: null, pictureAt: null },
    ...{ productCode: '123456', name: '商品A', class1: '', class2: '' },
    ...{ unitPriceYen: 5250, taxIncluded: true, taxRatePercent: 10, seenOn: '2026-11-01' },
  },
  {
    ...{ id: 2, stock: 12, pictureAt: null },
    ...{ productCode: 'tea-1', name: '煎茶', class1: '100g', class2: '' },
    ...{ unitPriceYen: 1080, taxIncluded: true, taxRatePercent: 8, seenOn: '2026-11-01' },
  },
]
