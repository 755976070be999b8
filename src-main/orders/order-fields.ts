import type { FieldChange } from '../../src-shared/audit.ts'
import { formatDateTime, formatDay, type BusinessDay, type Instant } from '../../src-shared/business-day.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import type { OrderLine } from '../../src-shared/order.ts'
import { jobText, orderStatusText, sexText } from '../../src-shared/text.ts'
import { formatYen } from '../../src-shared/yen.ts'
import type { StoredDelivery, StoredOrder } from './stored-order.ts'

/** Everything of an order that the history shows. */
export interface OrderParts {
  readonly order: StoredOrder
  readonly lines: readonly OrderLine[]
  readonly deliveries: readonly StoredDelivery[]
}

type Field<T> = readonly [label: string, textOf: (value: T) => string]

const time = (at: Instant | null) => (at === null ? '' : formatDateTime(at))
const day = (on: BusinessDay | null) => (on === null ? '' : formatDay(on))

const orderFields: readonly Field<StoredOrder>[] = [
  ['対応状況', (order) => orderStatusText[order.status]],
  ['受注日', (order) => time(order.orderedAt)],
  ['入金日', (order) => time(order.paidAt)],
  ['全商品発送日', (order) => time(order.shippedAt)],
  ['支払方法', (order) => order.paymentMethodName],
  ['会員ID', (order) => order.customerNo ?? ''],
  ['顧客名', ({ orderer }) => `${orderer.familyName} ${orderer.givenName}`],
  ['顧客名(カナ)', ({ orderer }) => `${orderer.familyKana} ${orderer.givenKana}`],
  ['会社名', ({ orderer }) => orderer.company],
  ['メールアドレス', ({ orderer }) => orderer.email],
  ['TEL', ({ orderer }) => orderer.tel],
  ['FAX', ({ orderer }) => orderer.fax],
  ['住所', ({ orderer }) => addressOf(orderer)],
  ['性別', ({ orderer }) => (orderer.sex === null ? '' : sexText[orderer.sex])],
  ['職業', ({ orderer }) => (orderer.job === null ? '' : (jobText[orderer.job - 1] ?? String(orderer.job)))],
  ['生年月日', ({ orderer }) => day(orderer.bornOn)],
  ['備考欄コメント', (order) => order.message],
  ['メモ', (order) => order.note],
  ['小計', ({ money }) => formatYen(money.subtotalYen)],
  ['値引き', ({ money }) => formatYen(money.discountYen)],
  ['送料', ({ money }) => formatYen(money.shippingYen)],
  ['手数料', ({ money }) => formatYen(money.feeYen)],
  ['消費税', ({ money }) => formatYen(money.taxYen)],
  ['合計', ({ money }) => formatYen(money.totalYen)],
  ['お支払い合計', ({ money }) => formatYen(money.paymentTotalYen)],
  ['使用ポイント', ({ money }) => String(money.usedPoints)],
  ['加算ポイント', ({ money }) => String(money.addedPoints)],
  ['端末種別', (order) => String(order.device ?? '')],
]

/** A delivery with the lines whose numbers it names. */
type PlacedDelivery = StoredDelivery & { readonly lines: readonly OrderLine[] }

const deliveryFields: readonly Field<PlacedDelivery>[] = [
  ['お名前', (delivery) => `${delivery.familyName} ${delivery.givenName}`],
  ['フリガナ', (delivery) => `${delivery.familyKana} ${delivery.givenKana}`],
  ['会社名', (delivery) => delivery.company],
  ['住所', (delivery) => addressOf(delivery)],
  ['TEL', (delivery) => delivery.tel],
  ['FAX', (delivery) => delivery.fax],
  ['配送業者', (delivery) => delivery.carrier],
  ['配達日指定', (delivery) => day(delivery.requestedOn)],
  ['時間指定', (delivery) => delivery.timeSlot],
  ['発送伝票番号', (delivery) => delivery.trackingNo],
  ['追跡用URL', (delivery) => delivery.trackingUrl],
  ['発送日', (delivery) => time(delivery.shippedAt)],
  ['商品', goodsText],
]

const lineFields: readonly Field<OrderLine>[] = [
  [
    '',
    (line) =>
      [
        line.productCode,
        line.name,
        line.class1,
        line.class2,
        `${formatYen(line.unitPriceYen)}(${line.taxIncluded ? '税込' : '税抜'} ${line.taxRatePercent}%)`,
        `× ${line.quantity}`,
      ]
        .filter((text) => text !== '')
        .join(' '),
  ],
]

/** What differs between two states of an order, field by field in the words of the screens. */
export function orderChanges(before: OrderParts, after: OrderParts): readonly FieldChange[] {
  return [
    ...differences(orderFields, before.order, after.order, ''),
    ...listDifferences(lineFields, before.lines, after.lines, '明細'),
    ...listDifferences(deliveryFields, placed(before), placed(after), 'お届け先'),
  ]
}

function placed({ deliveries, lines }: OrderParts): readonly PlacedDelivery[] {
  return deliveries.map((delivery) => ({ ...delivery, lines: goodsOf(lines) }))
}

/** What goes to a delivery, in words; empty while nobody has said. */
function goodsText({ goods, lines }: Pick<PlacedDelivery, 'goods' | 'lines'>): string {
  return goodsOf(lines)
    .map(
      ({ name, class1, class2 }, at) =>
        [[name, class1, class2].filter((text) => text !== '').join(' '), goods[at] ?? 0] as const,
    )
    .flatMap(([name, quantity]) => (quantity === 0 ? [] : [`${name} × ${String(quantity)}`]))
    .join('、')
}

function differences<T>(fields: readonly Field<T>[], before: T | null, after: T | null, prefix: string): FieldChange[] {
  return fields
    .map(([label, textOf]) => ({
      field: [prefix, label].filter((text) => text !== '').join(' '),
      from: before === null ? '' : textOf(before),
      to: after === null ? '' : textOf(after),
    }))
    .filter((change) => change.from !== change.to)
}

/** A list of one needs no number: 「発送伝票番号」, but 「お届け先2 発送伝票番号」. */
function listDifferences<T>(
  fields: readonly Field<T>[],
  before: readonly T[],
  after: readonly T[],
  name: string,
): FieldChange[] {
  const count = Math.max(before.length, after.length)
  return Array.from({ length: count }, (_none, index) => {
    const prefix = count === 1 && fields.length > 1 ? '' : `${name}${index + 1}`
    return differences(fields, before[index] ?? null, after[index] ?? null, prefix)
  }).flat()
}

function addressOf(contact: {
  readonly postalCode: string
  readonly prefecture: string
  readonly address1: string
  readonly address2: string
}): string {
  const { postalCode, prefecture, address1, address2 } = contact
  return [postalCode === '' ? '' : `〒${postalCode}`, prefecture + address1, address2]
    .filter((text) => text !== '')
    .join(' ')
}
