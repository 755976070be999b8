import { writeCorrectly } from '../csv/csv-writers.ts'

/** Cells of one row by header. */
export type Row = Readonly<Record<string, string>>

export const ec2Row: Row = {
  注文番号: '1001',
  会員ID: '0',
  要望等: '',
  'お名前(姓)': '山田',
  'お名前(名)': '花子',
  メールアドレス: 'hanako@example.jp',
  電話番号1: '03',
  電話番号2: '0000',
  電話番号3: '0001',
  郵便番号1: '060',
  郵便番号2: '0001',
  都道府県: '北海道',
  住所1: '札幌市中央区',
  性別: '2',
  生年月日: '1961-02-11 00:00:00',
  小計: '5250',
  値引き: '0',
  送料: '525',
  手数料: '0',
  使用ポイント: '0',
  加算ポイント: '52',
  税金: '250',
  合計: '5775',
  お支払い合計: '5775',
  支払い方法: 'クレジットカード決済',
  SHOPメモ: '',
  対応状況: '1',
  注文日時: '2026-11-01 09:30:15',
  更新日時: '2026-11-02 10:00:00',
  発送完了日時: '',
}

export const ec4Row: Row = {
  注文ID: '7',
  注文番号: '2001',
  会員ID: '12',
  'お名前(姓)': '渡邉',
  郵便番号: '0600001',
  '都道府県(ID)': '1',
  TEL: '0300000001',
  小計: '5500.00',
  値引き: '0.00',
  送料: '500.00',
  税金: '545.00',
  合計: '6000.00',
  支払合計: '6000.00',
  '対応状況(ID)': '1',
  '支払方法(名称)': '銀行振込',
  受注日: '2026-11-01 09:30:15',
  入金日: '',
  商品名: '湯呑み',
  商品コード: 'Y-01',
  価格: '5000.00',
  個数: '1',
  税率: '10',
  '明細区分(ID)': '1',
  出荷ID: '70',
  '配送先_お名前(姓)': '渡邉',
  配送先_住所1: '札幌市中央区',
  発送日: '',
  出荷伝票番号: '',
}

/** The line that EC-CUBE 4 writes for shipping. */
export const ec4ShippingRow: Row = { ...ec4Row, 商品名: '送料', 商品コード: '', 価格: '500.00', '明細区分(ID)': '2' }
/** The line for the fee, which belongs to no delivery. */
export const ec4FeeRow: Row = {
  ...ec4ShippingRow,
  商品名: '手数料',
  価格: '0.00',
  '明細区分(ID)': '3',
  出荷ID: '',
  '配送先_お名前(姓)': '',
  配送先_住所1: '',
}

/** A UTF-8 file with the columns of `base`; every given row changes some of its cells. */
export function fileOf(base: Row, rows: readonly Row[]): Buffer {
  const header = Object.keys(base)
  const records = rows.map((row) => header.map((name) => ({ ...base, ...row })[name] ?? ''))
  return Buffer.from(`\ufeff${writeCorrectly([header, ...records], '\r\n')}`)
}
