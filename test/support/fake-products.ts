import type { CallInput, CallName, CallOutput } from '../../src-shared/api.ts'
import type { LedgerPage } from '../../src-shared/ledger.ts'
import type { MemberRow } from '../../src-shared/member.ts'
import type { MemberImportPreview } from '../../src-shared/member-import.ts'
import type { MasterProduct } from '../../src-shared/product.ts'
import { SAMPLE_NOW } from './sample-orders.ts'

/** What the fake desk has sold before. */
export const masterProducts: readonly MasterProduct[] = [
  {
    ...{ id: 1, productCode: '123456', name: '商品A', class1: '', class2: '' },
    ...{ unitPriceYen: 5250, taxIncluded: true, taxRatePercent: 10, seenOn: '2026-11-01' },
    ...{ stock: null, pictureAt: null, lastOrderedOn: '2026-11-01', typed: [] },
  },
  {
    ...{ id: 2, productCode: 'tea-1', name: '煎茶', class1: '100g', class2: '' },
    ...{ unitPriceYen: 1080, taxIncluded: true, taxRatePercent: 8, seenOn: '2026-11-01' },
    ...{ stock: 12, pictureAt: null, lastOrderedOn: '2026-11-01', typed: ['price'] },
  },
]

/** Members of the fake desk. */
export const members: readonly MemberRow[] = [
  { id: 1, customerNo: '100', name: '髙﨑 一郎', kana: 'タカサキ イチロウ', points: 120, movedAt: SAMPLE_NOW },
  { id: 2, customerNo: '101', name: '山田 花子', kana: 'ヤマダ ハナコ', points: null, movedAt: null },
]

const ledger: LedgerPage = {
  lines: [
    {
      ...{ id: 2, at: SAMPLE_NOW, change: -2, after: 12, reason: 'registered', operatorName: '店長' },
      ...{ orderId: 55, orderNo: '55', isOrderDeleted: false, note: '' },
    },
    {
      ...{ id: 1, at: SAMPLE_NOW, change: 14, after: 14, reason: 'counted', operatorName: '店長' },
      ...{ orderId: null, orderNo: null, isOrderDeleted: false, note: '棚卸し <b>' },
    },
  ],
  total: 2,
}

export const memberPlan: MemberImportPreview = {
  ...{ layout: 'ec2-customer', encoding: 'cp932', records: 3, missingColumns: ['FAX1'], ignoredColumns: ['備考'] },
  ...{ added: 1, changed: 1, same: 0, refused: 1, balances: 2, problemCount: 1, digest: 'd1' },
  problems: [
    {
      ...{ row: 4, column: 'ポイント残高', customerNo: '103', code: 'not-a-number', severity: 'error', found: '十' },
    },
  ],
  changes: [
    { customerNo: '100', name: '髙﨑 一郎', from: 120, to: 80, movedAt: SAMPLE_NOW },
    { customerNo: '102', name: '=SUM(1) <img>', from: null, to: 26, movedAt: null },
  ],
  sample: [{ customerNo: '100', name: '髙﨑 一郎', points: 80, fate: 'changed' }],
}

type GoodsCalls = Extract<CallName, `products.${string}` | `members.${string}`>

/** Answers of 商品管理 and 顧客管理. */
export const goodsAnswers: { readonly [N in GoodsCalls]: (input: CallInput<N>) => CallOutput<N> } = {
  'products.find': ({ text }) => masterProducts.filter(({ productCode, name }) => (productCode + name).includes(text)),
  'products.of-codes': ({ codes }) => masterProducts.filter(({ productCode }) => codes.includes(productCode)),
  'products.pictures': () => [],
  'products.page': ({ text }) => {
    const rows = masterProducts.filter(({ productCode, name }) => (productCode + name).includes(text))
    return { rows, count: rows.length }
  },
  'products.open': ({ id }) => masterProducts.find((one) => one.id === id) ?? masterProducts[0]!,
  'products.add': ({ picture: _none, ...product }) => ({
    ...product,
    ...{ id: 9, pictureAt: null, seenOn: '2026-11-23', lastOrderedOn: null, typed: [] },
  }),
  'products.change': ({ id, fields, stock }) => {
    const product = masterProducts.find((one) => one.id === id) ?? masterProducts[0]!
    return { ...product, ...fields, stock: stock === undefined ? product.stock : stock.to }
  },
  'products.ledger': () => ledger,
  'members.page': ({ text }) => {
    const rows = members.filter(({ name, customerNo }) => (customerNo + name).includes(text))
    return { rows, count: rows.length }
  },
  'members.open': ({ id }) => members.find((one) => one.id === id) ?? members[0]!,
  'members.ledger': () => ledger,
  'members.correct': ({ id, to }) => ({ ...(members.find((one) => one.id === id) ?? members[0]!), points: to }),
  'members.preview-import': () => memberPlan,
  'members.apply-import': () => ({ added: 1, changed: 1, same: 0, refused: 1, balances: 2 }),
}
