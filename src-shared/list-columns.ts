import { z } from 'zod'

/** Columns of 検索結果一覧 that can be chosen, in their usual order. 注文番号 is always there. */
export const listColumns = [
  'orderedAt',
  'orderNo',
  'name',
  'customerNo',
  'email',
  'tel',
  'paymentMethod',
  'settlement',
  'total',
  'paidAt',
  'shippedAt',
  'updatedAt',
  'status',
] as const
export type ListColumn = (typeof listColumns)[number]

/** The guide's columns (page 4), and カード決済状況. */
export const firstListColumns: readonly ListColumn[] = [
  'orderedAt',
  'orderNo',
  'name',
  'paymentMethod',
  'settlement',
  'total',
  'shippedAt',
  'status',
]

export const listColumnText: Readonly<Record<ListColumn, string>> = {
  orderedAt: '受注日',
  orderNo: '注文番号',
  name: '顧客名',
  customerNo: '会員ID',
  email: 'メールアドレス',
  tel: 'TEL',
  paymentMethod: '支払方法',
  settlement: 'カード決済状況',
  total: '購入金額',
  paidAt: '入金日',
  shippedAt: '全商品発送日',
  updatedAt: '更新日',
  status: '対応状況',
}

/** Chosen columns: each once, 注文番号 among them, since everything else hangs on it. */
export const listColumnsSchema = z
  .array(z.enum(listColumns))
  .max(listColumns.length)
  .refine((chosen) => chosen.includes('orderNo') && new Set(chosen).size === chosen.length)
