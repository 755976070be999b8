import type { BusinessDay, Instant } from '../../src-shared/business-day.ts'
import type { ExportField } from '../../src-shared/export-field.ts'
import type { ExportLayout } from '../../src-shared/order-export.ts'
import type { Delivery, LineKind, OrderLine, OrderMoney } from '../../src-shared/order.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import { jobText, orderStatusText, settlementStatusText, sexText } from '../../src-shared/text.ts'
import { prefectureId, type CartNumbers } from '../csv/export-layouts.ts'
import type { ExportedOrder } from './export-order-table.ts'

/** What the cells of one record are made from. */
export interface RecordSource {
  readonly order: ExportedOrder
  /** The sums as the layout counts them: that of a cart as the cart does, an own one as the desk does. */
  readonly money: OrderMoney
  readonly line: OrderLine | null
  readonly delivery: Delivery | null
  /** What stands in 出荷ID: the cart's number, or the place where it has none. */
  readonly shipmentNo: string
  readonly lines: readonly OrderLine[]
  readonly deliveryCount: number
  readonly trade: OrderSettlement | null
}

/** How a layout writes things, and where it says what it has no number for. */
export interface CellWriter {
  readonly layout: ExportLayout
  readonly numbers: CartNumbers
  missing(word: string): void
}

type Value = (from: RecordSource, writer: CellWriter) => string

const lineKindText: Readonly<Record<LineKind, string>> = {
  product: '商品',
  shipping: '送料',
  fee: '手数料',
  discount: '割引',
  tax: '税',
  points: 'ポイント',
}

/** How each field is written. */
export const exportValues: Readonly<Record<ExportField, Value>> = {
  ...orderValues(),
  ...buyerValues(),
  ...moneyValues(),
  ...lineValues(),
  ...deliveryValues(),
}

function orderValues() {
  return {
    orderNo: ({ order }) => order.orderNo,
    statusText: ({ order }) => orderStatusText[order.status],
    status: ({ order }, writer) =>
      writer.numbers.statuses.get(order.status) ?? missing(writer, orderStatusText[order.status]),
    statusName: ({ order }, { numbers }) => numbers.statusNames.get(order.status) ?? orderStatusText[order.status],
    orderedAt: ({ order }) => instant(order.orderedAt),
    updatedAt: ({ order }) => instant(order.updatedAt),
    paidAt: ({ order }) => instant(order.paidAt),
    shippedAt: ({ order }) => instant(order.shippedAt),
    message: ({ order }) => order.message,
    note: ({ order }) => order.note,
    paymentMethodName: ({ order }) => order.paymentMethodName,
    settlementStatus: ({ trade }) => (trade?.status ? settlementStatusText[trade.status] : ''),
    gatewayOrderNo: ({ trade }) => (trade?.link.state === 'linked' ? trade.link.gatewayOrderNo : ''),
    products: ({ lines }) =>
      lines
        .filter(({ kind }) => kind === 'product')
        .map((line) => `${[line.name, line.class1, line.class2].filter(Boolean).join(' ')}×${line.quantity}`)
        .join('、'),
    device: ({ order }) => String(order.device ?? ''),
    deliveryPlaces: ({ deliveryCount }) => Array.from({ length: deliveryCount }, (_none, at) => at).join(',') || '0',
  } satisfies Partial<Record<ExportField, Value>>
}

function buyerValues() {
  return {
    customerNo: ({ order }, { layout }) => order.customerNo ?? layout.guest,
    name: ({ order: { orderer } }) => joined(' ', orderer.familyName, orderer.givenName),
    familyName: ({ order }) => order.orderer.familyName,
    givenName: ({ order }) => order.orderer.givenName,
    kana: ({ order: { orderer } }) => joined(' ', orderer.familyKana, orderer.givenKana),
    familyKana: ({ order }) => order.orderer.familyKana,
    givenKana: ({ order }) => order.orderer.givenKana,
    company: ({ order }) => order.orderer.company,
    email: ({ order }) => order.orderer.email,
    tel: ({ order }) => order.orderer.tel,
    tel1: ({ order }) => part(order.orderer.tel, 0, 3),
    tel2: ({ order }) => part(order.orderer.tel, 1, 3),
    tel3: ({ order }) => part(order.orderer.tel, 2, 3),
    fax: ({ order }) => order.orderer.fax,
    fax1: ({ order }) => part(order.orderer.fax, 0, 3),
    fax2: ({ order }) => part(order.orderer.fax, 1, 3),
    fax3: ({ order }) => part(order.orderer.fax, 2, 3),
    postalCode: ({ order }) => order.orderer.postalCode,
    postalDigits: ({ order }) => digits(order.orderer.postalCode),
    postalCode1: ({ order }) => part(order.orderer.postalCode, 0, 2),
    postalCode2: ({ order }) => part(order.orderer.postalCode, 1, 2),
    prefecture: ({ order }) => order.orderer.prefecture,
    prefectureId: ({ order }) => prefectureId(order.orderer.prefecture),
    address1: ({ order }) => order.orderer.address1,
    address2: ({ order }) => order.orderer.address2,
    sexName: ({ order: { orderer } }) => (orderer.sex === null ? '' : sexText[orderer.sex]),
    sex: ({ order: { orderer } }, writer) =>
      orderer.sex === null ? '' : (writer.numbers.sexes.get(orderer.sex) ?? missing(writer, sexText[orderer.sex])),
    bornOn: ({ order }, writer) => day(order.orderer.bornOn, writer),
    jobName: ({ order: { orderer } }) => (orderer.job === null ? '' : (jobText[orderer.job - 1] ?? '')),
    job: ({ order }) => String(order.orderer.job ?? ''),
  } satisfies Partial<Record<ExportField, Value>>
}

function moneyValues() {
  return {
    settledYen: ({ trade }, writer) => yen(trade?.amountYen ?? null, writer),
    subtotalYen: ({ money }, writer) => yen(money.subtotalYen, writer),
    discountYen: ({ money }, writer) => yen(money.discountYen, writer),
    shippingYen: ({ money }, writer) => yen(money.shippingYen, writer),
    feeYen: ({ money }, writer) => yen(money.feeYen, writer),
    taxYen: ({ money }, writer) => yen(money.taxYen, writer),
    totalYen: ({ money }, writer) => yen(money.totalYen, writer),
    paymentTotalYen: ({ money }, writer) => yen(money.paymentTotalYen, writer),
    usedPoints: ({ money }) => String(money.usedPoints),
    addedPoints: ({ money }) => String(money.addedPoints),
  } satisfies Partial<Record<ExportField, Value>>
}

function lineValues() {
  return {
    lineKind: ({ line }, { numbers }) => (line === null ? '' : (numbers.lineKinds.get(line.kind) ?? '')),
    lineKindName: ({ line }) => (line === null ? '' : lineKindText[line.kind]),
    productCode: ({ line }) => line?.productCode ?? '',
    lineName: ({ line }) => line?.name ?? '',
    class1: ({ line }) => line?.class1 ?? '',
    class2: ({ line }) => line?.class2 ?? '',
    unitPriceYen: ({ line }, writer) => yen(line?.unitPriceYen ?? null, writer),
    cartPriceYen: ({ line }, writer) => yen(line === null ? null : cartPrice(line), writer),
    quantity: ({ line }) => String(line?.quantity ?? ''),
    taxRatePercent: ({ line }) => String(line?.taxRatePercent ?? ''),
  } satisfies Partial<Record<ExportField, Value>>
}

function deliveryValues() {
  return {
    cartShipmentNo: ({ shipmentNo }) => shipmentNo,
    deliveryName: ({ delivery }) => joined(' ', delivery?.familyName ?? '', delivery?.givenName ?? ''),
    deliveryFamilyName: ({ delivery }) => delivery?.familyName ?? '',
    deliveryGivenName: ({ delivery }) => delivery?.givenName ?? '',
    deliveryFamilyKana: ({ delivery }) => delivery?.familyKana ?? '',
    deliveryGivenKana: ({ delivery }) => delivery?.givenKana ?? '',
    deliveryCompany: ({ delivery }) => delivery?.company ?? '',
    deliveryPostalCode: ({ delivery }) => delivery?.postalCode ?? '',
    deliveryPostalDigits: ({ delivery }) => digits(delivery?.postalCode ?? ''),
    deliveryPrefecture: ({ delivery }) => delivery?.prefecture ?? '',
    deliveryPrefectureId: ({ delivery }) => prefectureId(delivery?.prefecture ?? ''),
    deliveryAddress1: ({ delivery }) => delivery?.address1 ?? '',
    deliveryAddress2: ({ delivery }) => delivery?.address2 ?? '',
    deliveryTel: ({ delivery }) => delivery?.tel ?? '',
    carrier: ({ delivery }) => delivery?.carrier ?? '',
    requestedOn: ({ delivery }, writer) => day(delivery?.requestedOn ?? null, writer),
    timeSlot: ({ delivery }) => delivery?.timeSlot ?? '',
    deliveryShippedAt: ({ delivery }) => instant(delivery?.shippedAt ?? null),
    trackingNo: ({ delivery }) => delivery?.trackingNo ?? '',
    trackingUrl: ({ delivery }) => delivery?.trackingUrl ?? '',
  } satisfies Partial<Record<ExportField, Value>>
}

/** A word for which the cart has no number is written out: an empty cell would hide it. */
function missing(writer: CellWriter, word: string): string {
  writer.missing(word)
  return word
}

function joined(by: string, ...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(by)
}

/** One part of a number with hyphens; the last takes all that is left, so that joining them gives the number again. */
function part(text: string, index: number, count: number): string {
  let from = 0
  for (let passed = 0; passed < index; passed += 1) {
    from = text.indexOf('-', from) + 1
    if (from === 0) return ''
  }
  const end = index === count - 1 ? -1 : text.indexOf('-', from)
  return end === -1 ? text.slice(from) : text.slice(from, end)
}

function digits(text: string): string {
  return /^\d{3}-\d{4}$/.test(text) ? text.replace('-', '') : text
}

const JAPAN = 9 * 3_600_000
const DAY = 24 * 3_600_000
const twoDigits = Array.from({ length: 60 }, (_none, number) => String(number).padStart(2, '0'))
/** Days since 1970 as they are written; many orders share each. */
const dayTexts = new Map<number, string>()
const MAX_DAY_TEXTS = 4_000

/** `2026-11-23 14:10:05` in Japan, with milliseconds where there are any: the import reads the same instant again. */
function instant(at: Instant | null): string {
  if (at === null) return ''
  const days = Math.floor((at + JAPAN) / DAY)
  const clock = at + JAPAN - days * DAY
  const two = (unit: number, count: number) => twoDigits[Math.floor(clock / unit) % count] ?? ''
  const text = `${dayText(days)} ${two(3_600_000, 24)}:${two(60_000, 60)}:${two(1_000, 60)}`
  const fraction = clock % 1_000
  return fraction === 0 ? text : `${text}.${String(fraction).padStart(3, '0')}`
}

function dayText(days: number): string {
  const known = dayTexts.get(days)
  if (known !== undefined) return known
  if (dayTexts.size === MAX_DAY_TEXTS) dayTexts.clear()
  const text = new Date(days * DAY).toISOString().slice(0, 10)
  dayTexts.set(days, text)
  return text
}

/** Carts keep days as instants at midnight. */
function day(on: BusinessDay | null, { layout }: CellWriter): string {
  if (on === null) return ''
  return layout.id === 'own' ? on : `${on} 00:00:00`
}

function yen(amount: number | null, { layout }: CellWriter): string {
  if (amount === null) return ''
  return layout.decimals ? `${amount}.00` : String(amount)
}

/** EC-CUBE 4 keeps goods without tax and every charge with it (order-calculation.md §3). */
function cartPrice({ kind, unitPriceYen, taxIncluded, taxRatePercent }: OrderLine): number {
  if (kind !== 'product' || !taxIncluded) return unitPriceYen
  return Math.round((unitPriceYen * 100) / (100 + taxRatePercent))
}
