import type { Transaction } from '../db/database.ts'
import { saveSeenProducts, type SeenProduct } from './product-table.ts'

/** What is sold here. Products come into being through the lines of orders, or in 商品マスター. */
export interface ProductService {
  /** Notes the products of order lines that carry a code; answers their ids by code. */
  noteSeen(trx: Transaction, products: readonly SeenProduct[]): Promise<ReadonlyMap<string, number>>
}

/** The products in the data file. */
export function createProductService(): ProductService {
  return {
    noteSeen: (trx, products) =>
      saveSeenProducts(
        trx,
        products.filter(({ line }) => line.kind === 'product' && line.productCode !== ''),
      ),
  }
}
