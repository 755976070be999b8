import type { FieldChange } from '../../src-shared/audit.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { LedgerPage, LedgerRange } from '../../src-shared/ledger.ts'
import type { Operator } from '../../src-shared/operator.ts'
import {
  typedFields,
  type MasterProduct,
  type NewProduct,
  type ProductChange,
  type ProductFields,
  type ProductPicture,
  type TypedField,
} from '../../src-shared/product.ts'
import { formatYen } from '../../src-shared/yen.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import { refuseCardNumbers } from '../orders/card-number-guard.ts'
import type { Clock } from '../ports.ts'
import { dropPicture, picturesOf } from './picture-table.ts'
import { keepPicture } from './pictures.ts'
import { insertProduct, productByCode, productById, updateProduct } from './product-table.ts'
import { setStock, stockLedger } from './stock.ts'

/** 商品マスター: what a person adds and changes, with stock and picture. */
export interface ProductMaster {
  /** Refusal `product.not-found`. */
  open(id: number): Promise<MasterProduct>
  /** Refusals `product.code-taken` (`productCode`, `name`), `order.card-number-in-text`, and those of pictures. */
  add(input: NewProduct, operator: Operator): Promise<MasterProduct>
  /**
   * All of it or nothing, with an entry in the history. Refusals: `product.not-found`, `product.changed-meanwhile` (`name`,
   * `field`), `stock.changed-meanwhile`, `order.card-number-in-text` (not for what a file brought and stays), those of
   * pictures.
   */
  change(input: ProductChange, operator: Operator): Promise<MasterProduct>
  pictures(ids: readonly number[]): Promise<readonly ProductPicture[]>
  /** What moved a product's stock, newest first. */
  ledger(id: number, range: LedgerRange): Promise<LedgerPage>
}

export interface ProductMasterParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
}

/** The products in the data file. */
export function createProductMaster({ db, audit, clock }: ProductMasterParts): ProductMaster {
  const stored = async (trx: Transaction, id: number): Promise<MasterProduct> => {
    const product = await productById(trx, id)
    if (product === null) throw new Refusal('product.not-found', { id })
    return product
  }

  return {
    async open(id) {
      const product = await db.read((connection) => productById(connection, id))
      if (product === null) throw new Refusal('product.not-found', { id })
      return product
    },

    add: ({ productCode, stock, picture, ...fields }, operator) =>
      db.write(async (trx) => {
        refuseCardNumbers({ productCode, ...fields }, null)
        const taken = await productByCode(trx, productCode)
        if (taken !== null) throw new Refusal('product.code-taken', { productCode, name: taken.name })
        const at = clock.now()
        const id = await insertProduct(trx, productCode, fields, at)
        await setStock(trx, { productId: id, to: stock }, { at, reason: 'counted', operatorName: operator.name })
        if (picture !== null) await keepPicture(trx, id, bytesOf(picture), at)
        const product = await stored(trx, id)
        const changes = textsOf(product).map(([field, to]) => ({ field, from: '', to }))
        await audit.append(trx, { at, kind: 'product.added', operator, changes, details: { productCode } })
        return product
      }),

    change: (input, operator) =>
      db.write(async (trx) => {
        const before = await stored(trx, input.id)
        refuseChanged(before, input.seen)
        refuseCardNumbers({ ...input.fields, note: input.stock?.note }, before)
        const at = clock.now()
        const typed = movedFields(before, input.fields)
        if (typed.length > 0) await updateProduct(trx, input.id, input.fields, { typed, at })
        await changeStock(trx, input, { at, operatorName: operator.name })
        if (input.picture === null) await dropPicture(trx, input.id)
        else if (input.picture) await keepPicture(trx, input.id, bytesOf(input.picture), at)
        const after = await stored(trx, input.id)
        const changes = changesOf(before, after)
        const { productCode } = after
        if (changes.length > 0)
          await audit.append(trx, { at, kind: 'product.changed', operator, changes, details: { productCode } })
        return after
      }),

    pictures: (ids) => db.read((connection) => picturesOf(connection, ids)),
    ledger: (id, range) => db.read((connection) => stockLedger(connection, id, range)),
  }
}

async function changeStock(
  trx: Transaction,
  { id, stock }: ProductChange,
  note: { readonly at: number; readonly operatorName: string },
): Promise<void> {
  if (stock === undefined) return
  const { to, seen } = stock
  await setStock(trx, { productId: id, to, seen }, { ...note, reason: 'counted', note: stock.note })
}

const bytesOf = ({ base64 }: { readonly base64: string }) => Buffer.from(base64, 'base64')

/** Somebody else, or an order that came in, changed what the form shows. */
function refuseChanged(before: MasterProduct, seen: ProductFields): void {
  const [moved] = movedFields(before, seen)
  if (moved === undefined) return
  const { name, productCode } = before
  throw new Refusal('product.changed-meanwhile', { name, productCode, field: fieldTexts[moved] }, 'reload')
}

const fieldTexts: Readonly<Record<TypedField, string>> = {
  ...{ name: '商品名', class1: '規格1', class2: '規格2', price: '単価', rate: '税率' },
}

/** Fields in which two products differ. */
function movedFields(one: ProductFields, other: ProductFields): readonly TypedField[] {
  const valueOf: Readonly<Record<TypedField, (product: ProductFields) => string>> = {
    name: ({ name }) => name,
    class1: ({ class1 }) => class1,
    class2: ({ class2 }) => class2,
    price: priceText,
    rate: ({ taxRatePercent }) => `${taxRatePercent}%`,
  }
  return typedFields.filter((field) => valueOf[field](one) !== valueOf[field](other))
}

const priceText = ({ unitPriceYen, taxIncluded }: ProductFields) =>
  `${formatYen(unitPriceYen)}(${taxIncluded ? '税込' : '税抜'})`

/** Every field of a product by its name, as the history shows it. */
function textsOf(product: MasterProduct): readonly (readonly [string, string])[] {
  return [
    ['商品名', product.name],
    ['規格1', product.class1],
    ['規格2', product.class2],
    ['単価', priceText(product)],
    ['税率', `${product.taxRatePercent}%`],
    ['在庫数', product.stock === null ? '管理しない' : String(product.stock)],
    ['画像', product.pictureAt === null ? 'なし' : 'あり'],
  ]
}

function changesOf(before: MasterProduct, after: MasterProduct): readonly FieldChange[] {
  const now = new Map(textsOf(after))
  const changes = textsOf(before).map(([field, from]) => ({ field, from, to: now.get(field) ?? '' }))
  const moved = changes.filter(({ from, to }) => from !== to)
  const replaced = before.pictureAt !== after.pictureAt && !moved.some(({ field }) => field === '画像')
  return replaced ? [...moved, { field: '画像', from: 'あり', to: '差し替え' }] : moved
}
