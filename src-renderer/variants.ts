import type { KnownProduct } from '../src-shared/product.ts'
import type { MoneySettings } from '../src-shared/money-settings.ts'
import { newLine, type LineDraft } from './money-draft.ts'

/** Products of one name: what a buyer would call one product in several 規格. */
export interface ProductGroup {
  readonly name: string
  readonly variants: readonly [KnownProduct, ...KnownProduct[]]
}

/** Products by their name, in the order in which the names come. */
export function groupsOf(products: readonly KnownProduct[]): readonly ProductGroup[] {
  const groups = new Map<string, [KnownProduct, ...KnownProduct[]]>()
  for (const product of products) {
    const group = groups.get(product.name)
    if (group === undefined) groups.set(product.name, [product])
    else group.push(product)
  }
  return [...groups].map(([name, variants]) => ({ name, variants }))
}

/** 規格1/規格2 of a product; its code where it has none. */
export function variantText({ class1, class2, productCode }: KnownProduct): string {
  return [class1, class2].filter((one) => one !== '').join('/') || productCode
}

/** Other variants of what a line is of, itself among them; empty where there is nothing to choose. */
export function variantsOfLine(
  { productCode }: LineDraft,
  known: ReadonlyMap<string, KnownProduct>,
): readonly KnownProduct[] {
  const own = known.get(productCode)
  const variants = own === undefined ? [] : [...known.values()].filter(({ name }) => name === own.name)
  return variants.length > 1 ? variants : []
}

/** The line as one of another variant: its code, 規格, price and rate; how many stays. */
export function withVariant(line: LineDraft, variant: KnownProduct, settings: MoneySettings): LineDraft {
  return { ...newLine(variant, settings), key: line.key, quantity: line.quantity }
}
