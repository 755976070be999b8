import type { KnownProduct } from '../../src-shared/product.ts'
import { fold } from '../../src-shared/search-text.ts'
import type { Database, Transaction } from '../db/database.ts'
import { knownProducts, saveSeenProducts, type SeenProduct } from './product-table.ts'

/** What is sold here. Products come into being through the lines of orders. */
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

/** Looking products up for the order form. */
export interface ProductSearch {
  /** Products whose code or name contains `text`, spelled either way; those of the newest orders first, at most 30. */
  find(text: string): Promise<readonly KnownProduct[]>
}

const MOST_FOUND = 30

/** A small shop has some thousands of products: they are read and compared here, without an index of their own. */
export function createProductSearch(db: Pick<Database, 'read'>): ProductSearch {
  return {
    async find(text) {
      const wanted = fold(text)
      const all = await db.read((connection) => knownProducts(connection))
      const fits = ({ productCode, name, class1, class2 }: KnownProduct) =>
        fold(`${productCode}\n${name}${class1}${class2}`).includes(wanted)
      return (wanted === '' ? all : all.filter(fits)).slice(0, MOST_FOUND)
    },
  }
}
