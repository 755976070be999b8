import { readFileSync } from 'node:fs'
import { writeCorrectly } from '../main/csv/csv-writers.ts'
import { ec2Row, ec4Row, ec4ShippingRow, type Row } from '../main/orders-import/made-files.ts'
import { hostileTexts } from './hostile-texts.ts'

/** Columns that take any text, each to be filled with a hostile one. */
export const ec2Texts = [
  '要望等',
  'お名前(姓)',
  'お名前(名)',
  'お名前(フリガナ・姓)',
  'お名前(フリガナ名)',
  '会社名',
  'メールアドレス',
]
  .concat([
    '電話番号1',
    '電話番号2',
    '電話番号3',
    'FAX1',
    'FAX2',
    'FAX3',
    '郵便番号1',
    '郵便番号2',
    '都道府県',
    '住所1',
    '住所2',
  ])
  .concat(['支払い方法', 'SHOPメモ', '会員ID'])
/** The same of EC-CUBE 4. */
export const ec4Texts = [
  'お名前(姓)',
  'お名前(名)',
  'お名前(セイ)',
  'お名前(メイ)',
  '会社名',
  '郵便番号',
  '都道府県(名称)',
  '住所1',
  '住所2',
]
  .concat([
    'メールアドレス',
    'TEL',
    'ショップ用メモ欄',
    '支払方法(名称)',
    '会員ID',
    '商品名',
    '商品コード',
    '規格分類名1',
    '規格分類名2',
  ])
  .concat([
    '配送先_お名前(姓)',
    '配送先_お名前(名)',
    '配送先_お名前(セイ)',
    '配送先_お名前(メイ)',
    '配送先_会社名',
    '配送先_郵便番号',
  ])
  .concat([
    '配送先_都道府県(名称)',
    '配送先_住所1',
    '配送先_住所2',
    '配送先_TEL',
    '配送業者(名称)',
    'お届け時間(名称)',
    '出荷伝票番号',
  ])
const lineTexts = ['商品名', '商品コード', '規格分類名1', '規格分類名2']

const count = hostileTexts.length

/** A text by its number; numbers go round. */
export const textAt = (index: number) => hostileTexts[index % count] ?? ''

/** A text for each column, in steps of seven: seven orders with twenty texts each hold every text. */
export const textsOf = (order: number, columns: readonly string[]): Row =>
  Object.fromEntries(columns.map((column, place) => [column, textAt(order + place * 7)]))

/** One order of EC-CUBE 2 by its number in the collection: 注文番号 counts from 1000. */
export const ec2Order = (order: number, given: Row = {}): Row => ({
  ...ec2Row,
  ...textsOf(order, ec2Texts),
  注文番号: String(1000 + order),
  ...given,
})

/** A UTF-8 file with all columns of the reference file of that cart, and further ones of the rows. */
function fileLike(name: string, rows: readonly Row[]): Buffer {
  const reference = readFileSync(new URL(`../fixtures/csv/${name}`, import.meta.url), 'utf8').slice(1)
  const known = (reference.split(/\r?\n/)[0] ?? '').split(',')
  const header = [...known, ...new Set(rows.flatMap((row) => Object.keys(row).filter((one) => !known.includes(one))))]
  const records = rows.map((row) => header.map((column) => row[column] ?? ''))
  return Buffer.from(`\ufeff${writeCorrectly([header, ...records], '\r\n')}`)
}

/** 受注CSV of EC-CUBE 2. */
export const ec2File = (orders: readonly Row[]) => fileLike('ec2_order.utf8bom.csv', orders)

function ec4Rows(order: number): readonly Row[] {
  const texts = { ...textsOf(order, ec4Texts), 注文ID: String(3000 + order), 注文番号: String(3000 + order) }
  const shared = Object.fromEntries(Object.entries(texts).filter(([column]) => !lineTexts.includes(column)))
  return [
    { ...ec4Row, ...texts },
    { ...ec4ShippingRow, ...shared },
  ]
}

/** 受注CSV of EC-CUBE 4 with a line and its shipping for each order; 注文番号 counts from 3000. */
export const ec4File = (orders: readonly number[]) => fileLike('ec4_order.utf8bom.csv', orders.flatMap(ec4Rows))

/** One order for each text. */
export const all = hostileTexts.map((_text, index) => index)
