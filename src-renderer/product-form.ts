import { MAX_NOTE, MOST_KEPT } from '../src-shared/ledger.ts'
import type { MoneySettings } from '../src-shared/money-settings.ts'
import {
  MAX_PRODUCT_CODE,
  MAX_PRODUCT_TEXT,
  MOST_PRICE_YEN,
  type MasterProduct,
  type NewProduct,
  type ProductChange,
  type ProductFields,
} from '../src-shared/product.ts'
import { formatNumber } from '../src-shared/yen.ts'
import { readNumber, type Problems } from './money-draft.ts'
import type { ShrunkPicture } from './picture-shrink.ts'

/** A product as typed. */
export interface ProductForm {
  productCode: string
  name: string
  class1: string
  class2: string
  unitPriceYen: string
  taxIncluded: boolean
  taxRatePercent: number
  /** Empty: not kept. */
  stock: string
  /** Why the stock was counted anew. */
  note: string
  /** `keep`: as it is; null: none. */
  picture: ShrunkPicture | 'keep' | null
}

/** The form of a product, or of one that begins. */
export function productFormOf(product: MasterProduct | null, settings: MoneySettings): ProductForm {
  if (product === null) {
    return {
      ...{ productCode: '', name: '', class1: '', class2: '', unitPriceYen: '', stock: '', note: '', picture: null },
      ...{ taxIncluded: settings.pricesIncludeTax, taxRatePercent: settings.standardRatePercent },
    }
  }
  const { productCode, name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent, stock } = product
  return {
    ...{ productCode, name, class1, class2, taxIncluded, taxRatePercent, note: '', picture: 'keep' },
    ...{ unitPriceYen: String(unitPriceYen), stock: stock === null ? '' : String(stock) },
  }
}

const rebased = ['name', 'class1', 'class2', 'unitPriceYen', 'taxIncluded', 'taxRatePercent', 'stock'] as const

/**
 * What was typed over `was`, put over `now`: fields that nobody typed in here follow, all others stay as they were typed.
 */
export function rebasedForm(
  form: ProductForm,
  was: MasterProduct,
  now: MasterProduct,
  settings: MoneySettings,
): ProductForm {
  const [before, after] = [productFormOf(was, settings), productFormOf(now, settings)]
  const kept = Object.fromEntries(
    rebased.flatMap((field) => (form[field] === before[field] ? [] : [[field, form[field]]])),
  )
  return { ...after, ...kept, note: form.note, picture: form.picture }
}

/** True when something of the form is not as `product` has it. */
export function isTyped(form: ProductForm, product: MasterProduct | null, settings: MoneySettings): boolean {
  return JSON.stringify(form) !== JSON.stringify(productFormOf(product, settings))
}

/** A product to be added, or null with what has to be corrected by field. */
export function readNewProduct(form: ProductForm): {
  readonly product: NewProduct | null
  readonly problems: Readonly<Problems>
} {
  const problems: Problems = {}
  const productCode = form.productCode.trim()
  if (productCode === '') problems['productCode'] = '商品コードを入力してください。'
  else if (productCode.length > MAX_PRODUCT_CODE)
    problems['productCode'] = `商品コードは${MAX_PRODUCT_CODE}字以下で入力してください。`
  const fields = readFields(form, null, problems)
  const stock = readStock(form, problems)
  const picture = form.picture === 'keep' || form.picture === null ? null : { base64: form.picture.base64 }
  const isRight = Object.keys(problems).length === 0
  return { product: isRight ? { productCode, ...fields, stock, picture } : null, problems }
}

/** A change of `product`, or null with what has to be corrected by field. */
export function readProductChange(
  form: ProductForm,
  product: MasterProduct,
): { readonly change: ProductChange | null; readonly problems: Readonly<Problems> } {
  const problems: Problems = {}
  const fields = readFields(form, product, problems)
  const to = readStock(form, problems)
  const note = form.note.trim()
  if (note.length > MAX_NOTE) problems['note'] = `理由は${MAX_NOTE}字以下で入力してください。`
  const { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent, stock } = product
  const change = {
    id: product.id,
    seen: { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent },
    fields,
    ...(to === stock ? {} : { stock: { seen: stock, to, note } }),
    ...(form.picture === 'keep' ? {} : { picture: form.picture && { base64: form.picture.base64 } }),
  }
  return { change: Object.keys(problems).length === 0 ? change : null, problems }
}

const textNames = { name: '商品名', class1: '規格1', class2: '規格2' } as const

/** Texts that a file brought may be longer than those typed here, and stay until someone changes them. */
function readFields(form: ProductForm, product: MasterProduct | null, problems: Problems): ProductFields {
  const texts = Object.fromEntries(
    (Object.keys(textNames) as (keyof typeof textNames)[]).map((field) => {
      const text = form[field].trim()
      if (text.length > MAX_PRODUCT_TEXT && text !== product?.[field].trim())
        problems[field] = `${textNames[field]}は${MAX_PRODUCT_TEXT}字以下で入力してください。`
      return [field, text]
    }),
  ) as Record<keyof typeof textNames, string>
  if (texts.name === '') problems['name'] = '商品名を入力してください。'
  const price = readNumber(form.unitPriceYen)
  if (price === undefined || price < 0 || price > MOST_PRICE_YEN)
    problems['unitPriceYen'] = `単価は0～${formatNumber(MOST_PRICE_YEN)}の数字で入力してください。`
  const { taxIncluded, taxRatePercent } = form
  return { ...texts, unitPriceYen: price ?? 0, taxIncluded, taxRatePercent }
}

function readStock(form: ProductForm, problems: Problems): number | null {
  if (form.stock.trim() === '') return null
  const stock = readNumber(form.stock)
  if (stock === undefined || stock < 0 || stock > MOST_KEPT)
    problems['stock'] = `在庫数は0～${formatNumber(MOST_KEPT)}の数字で入力してください。管理しないときは空欄にします。`
  return stock ?? null
}
