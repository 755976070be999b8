import type { KnownProduct } from '../../src-shared/product.ts'
import { fold } from '../../src-shared/search-text.ts'
import type { Connection, Database, Transaction } from '../db/database.ts'
import { fileTide, isSameTide, type FileTide } from '../db/tide.ts'
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

/** Every product with the text it is found by, as of one state of the file. */
interface Shelf {
  readonly tide: FileTide
  readonly products: readonly { readonly product: KnownProduct; readonly text: string }[]
}

/**
 * A small shop has some thousands of products: they are read and folded once, and compared at each key that is typed, until
 * anything is written.
 */
export function createProductSearch(db: Pick<Database, 'read'>): ProductSearch {
  let shelf: Shelf | null = null

  const filled = async (connection: Connection): Promise<Shelf> => {
    const tide = await fileTide(connection)
    if (shelf !== null && isSameTide(shelf.tide, tide)) return shelf
    const found = await knownProducts(connection)
    const read = { tide, products: found.map((product) => ({ product, text: searchText(product) })) }
    // What is read inside a transaction may be taken back with it.
    if (connection.isTransaction !== true) shelf = read
    return read
  }

  return {
    async find(text) {
      const wanted = fold(text)
      const { products } = await db.read(filled)
      return products
        .filter((one) => one.text.includes(wanted))
        .slice(0, MOST_FOUND)
        .map(({ product }) => product)
    },
  }
}

function searchText({ productCode, name, class1, class2 }: KnownProduct): string {
  return fold(`${productCode}\n${name}${class1}${class2}`)
}
