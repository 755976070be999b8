import { PRODUCTS_A_PAGE, type KnownProduct, type MasterProduct } from '../../src-shared/product.ts'
import type { ProductKind, ProductPage, ProductPageRequest, ProductSort } from '../../src-shared/product.ts'
import { fold } from '../../src-shared/search-text.ts'
import type { Database } from '../db/database.ts'
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

/** A small shop has some thousands of products: they are read and compared here, without an index of their own. */
export function createProductSearch(db: Pick<Database, 'read'>): ProductSearch {
  const all = () => db.read((connection) => knownProducts(connection))
  return {
    async find(text) {
      const products = await all()
      const wanted = fold(text)
      const names = new Set<string>()
      for (const product of products) {
        if (names.size === MOST_NAMES) break
        if (fits(product, wanted)) names.add(product.name)
      }
      return variantsOf(products, names)
    },

    async ofCodes(codes) {
      const products = await all()
      const wanted = new Set(codes)
      const names = products.flatMap(({ productCode, name }) => (wanted.has(productCode) ? [name] : []))
      return variantsOf(products, new Set(names))
    },

    async page({ text, kind, sort, page }) {
      const wanted = fold(text)
      const found = (await all()).filter((product) => fits(product, wanted) && kinds[kind](product))
      const sorted = sort === 'ordered' ? found : found.sort(sorts[sort])
      return { rows: sorted.slice(page * PRODUCTS_A_PAGE, (page + 1) * PRODUCTS_A_PAGE), count: found.length }
    },
  }
}

function fits({ productCode, name, class1, class2 }: KnownProduct, wanted: string): boolean {
  return wanted === '' || fold(`${productCode}\n${name}${class1}${class2}`).includes(wanted)
}

const collator = new Intl.Collator('ja', { numeric: true })
const byCode = (one: KnownProduct, other: KnownProduct) =>
  collator.compare(one.productCode, other.productCode) || one.id - other.id

/** Variants of one name stand together, in the order of the names, then of 規格1 and 規格2. */
function variantsOf(products: readonly KnownProduct[], names: ReadonlySet<string>): readonly KnownProduct[] {
  const order = new Map([...names].map((name, at) => [name, at]))
  return products
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
