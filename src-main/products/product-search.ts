import { PRODUCTS_A_PAGE, type KnownProduct, type MasterProduct } from '../../src-shared/product.ts'
import type { ProductKind, ProductPage, ProductPageRequest, ProductSort } from '../../src-shared/product.ts'
import { fold } from '../../src-shared/search-text.ts'
import type { Connection, Database } from '../db/database.ts'
import { fileTide, isSameTide, type FileTide } from '../db/tide.ts'
import { knownProducts } from './product-table.ts'

/** Looking products up, for the order form and for 商品マスター. */
export interface ProductSearch {
  /**
   * Products whose code, name or 規格 contains `text`, spelled either way, with all variants of their name: those of the
   * newest orders first, at most 30 names.
   */
  find(text: string): Promise<readonly KnownProduct[]>
  /** Products with these codes, and all variants of their names. */
  ofCodes(codes: readonly string[]): Promise<readonly KnownProduct[]>
  /** One page of 商品マスター. */
  page(request: ProductPageRequest): Promise<ProductPage>
}

const MOST_NAMES = 30

/** Every product with the text it is found by, as of one state of the file. */
interface Shelf {
  readonly tide: FileTide
  readonly products: readonly { readonly product: MasterProduct; readonly text: string }[]
}

/**
 * A small shop has some thousands of products: they are read and folded once, and compared at each key that is typed, until
 * anything is written.
 */
export function createProductSearch(db: Pick<Database, 'read'>): ProductSearch {
  let shelf: Shelf | null = null

  async function filled(connection: Connection): Promise<Shelf['products']> {
    const tide = await fileTide(connection)
    if (shelf !== null && isSameTide(shelf.tide, tide)) return shelf.products
    const found = await knownProducts(connection)
    const products = found.map((product) => ({ product, text: searchText(product) }))
    // What is read inside a transaction may be taken back with it.
    if (connection.isTransaction !== true) shelf = { tide, products }
    return products
  }

  /** The products in which `text` occurs, those of the newest orders first. */
  const matching = (products: Shelf['products'], text: string) => {
    const wanted = fold(text)
    return products.filter((one) => one.text.includes(wanted)).map(({ product }) => product)
  }

  return {
    async find(text) {
      const products = await db.read(filled)
      const names = new Set(matching(products, text).map(({ name }) => name))
      return variantsOf(products, new Set([...names].slice(0, MOST_NAMES)))
    },

    async ofCodes(codes) {
      const products = await db.read(filled)
      const wanted = new Set(codes)
      const names = products.flatMap(({ product }) => (wanted.has(product.productCode) ? [product.name] : []))
      return variantsOf(products, new Set(names))
    },

    async page({ text, kind, sort, page }) {
      const found = matching(await db.read(filled), text).filter((product) => kinds[kind](product))
      const sorted = sort === 'ordered' ? found : found.sort(sorts[sort])
      return { rows: sorted.slice(page * PRODUCTS_A_PAGE, (page + 1) * PRODUCTS_A_PAGE), count: found.length }
    },
  }
}

function searchText({ productCode, name, class1, class2 }: KnownProduct): string {
  return fold(`${productCode}\n${name}${class1}${class2}`)
}

const collator = new Intl.Collator('ja', { numeric: true })
const byCode = (one: KnownProduct, other: KnownProduct) =>
  collator.compare(one.productCode, other.productCode) || one.id - other.id

/** Variants of one name stand together, in the order of the names, then of 規格1 and 規格2. */
function variantsOf(shelf: Shelf['products'], names: ReadonlySet<string>): readonly KnownProduct[] {
  const order = new Map([...names].map((name, at) => [name, at]))
  return shelf
    .map(({ product }) => product)
    .filter(({ name }) => order.has(name))
    .sort(
      (one, other) =>
        (order.get(one.name) ?? 0) - (order.get(other.name) ?? 0) ||
        collator.compare(one.class1, other.class1) ||
        collator.compare(one.class2, other.class2) ||
        byCode(one, other),
    )
}

const kinds: Readonly<Record<ProductKind, (product: MasterProduct) => boolean>> = {
  all: () => true,
  kept: ({ stock }) => stock !== null,
  out: ({ stock }) => stock !== null && stock <= 0,
  unkept: ({ stock }) => stock === null,
}

type Comparison = (one: MasterProduct, other: MasterProduct) => number
const sorts: Readonly<Record<Exclude<ProductSort, 'ordered'>, Comparison>> = {
  code: byCode,
  name: (one, other) =>
    collator.compare(one.name, other.name) ||
    collator.compare(one.class1, other.class1) ||
    collator.compare(one.class2, other.class2) ||
    byCode(one, other),
  // Products whose stock is not kept stand last.
  stock: (one, other) => (one.stock ?? Infinity) - (other.stock ?? Infinity) || byCode(one, other),
}
