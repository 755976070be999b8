import { formatDate, formatDay } from '../../src-shared/business-day.ts'
import type { PlaceholderValues } from '../../src-shared/mail-template.ts'
import { goodsOf } from '../../src-shared/order-money.ts'
import type { Contact, Delivery, Order, OrderMoney } from '../../src-shared/order.ts'
import { formatNumber, formatYen } from '../../src-shared/yen.ts'

/** What of the shop stands in its mails. */
export interface ShopWords {
  readonly shopName: string
  readonly shopAddress: string
}

/** The values of an order for its mails. `paymentLink`: address of its open payment link, or null. */
export function orderValues(order: Order, shop: ShopWords, paymentLink: string | null): PlaceholderValues {
  const { money, orderer } = order
  return {
    注文番号: order.orderNo,
    注文日: formatDate(order.orderedAt),
    顧客名: personName(orderer),
    会社名: orderer.company.trim(),
    小計: formatYen(money.subtotalYen),
    値引: formatYen(countedOnce(money).discountYen),
    送料: formatYen(money.shippingYen),
    手数料: formatYen(money.feeYen),
    合計: formatYen(countedOnce(money).totalYen),
    使用ポイント: formatNumber(money.usedPoints),
    加算ポイント: formatNumber(money.addedPoints),
    お支払い合計: formatYen(money.paymentTotalYen),
    お支払い方法: order.paymentMethod.name,
    発送日: order.shippedAt === null ? '' : formatDate(order.shippedAt),
    配送業者: each(order.deliveries, ({ carrier }) => carrier),
    発送伝票番号: each(order.deliveries, ({ trackingNo }) => trackingNo),
    追跡URL: each(order.deliveries, trackingUrl),
    配達日指定: each(order.deliveries, ({ requestedOn }) => (requestedOn === null ? '' : formatDay(requestedOn))),
    時間指定: each(order.deliveries, ({ timeSlot }) => timeSlot),
    決済リンク: paymentLink ?? '',
    ショップ名: shop.shopName,
    ショップのメールアドレス: shop.shopAddress,
    商品明細: goods(order) || (generalWords(order).商品明細 ?? ''),
    金額明細: sums(order),
    お届け先:
      order.deliveries.map((delivery) => place(delivery, order)).join('\n\n') || (generalWords(order).お届け先 ?? ''),
    配送情報: shipments(order.deliveries),
    お支払い番号: slip(order),
  }
}

/**
 * What stands for goods and places that the cart's file does not tell (EC-CUBE 2): the buyer knows them, and a mail for
 * another purpose need not stay away for their sake. Both say only what is true of every order.
 */
export function generalWords({
  source,
  lines,
  deliveries,
}: Order): Partial<Pick<PlaceholderValues, '商品明細' | 'お届け先'>> {
  if (source === 'desk') return {}
  return {
    ...(goodsOf(lines).length === 0 ? { 商品明細: 'ご注文時の内容のとおりです。' } : {}),
    ...(deliveries.length === 0 ? { お届け先: 'ご注文時にご指定いただいたお届け先です。' } : {}),
  }
}

/** 姓 and 名 with a blank between, as the buyer is addressed. */
export function personName({ familyName, givenName }: Pick<Contact, 'familyName' | 'givenName'>): string {
  return [familyName.trim(), givenName.trim()].filter((part) => part !== '').join(' ')
}

/** The value of every delivery, each once. */
function each(deliveries: readonly Delivery[], value: (delivery: Delivery) => string): string {
  const values = deliveries.map((delivery) => value(delivery).trim()).filter((text) => text !== '')
  return [...new Set(values)].join('、')
}

/** The cart writes `http://` into an empty field. */
function trackingUrl({ trackingUrl: url }: Delivery): string {
  return /^https?:\/\/./.test(url.trim()) ? url.trim() : ''
}

function goods({ lines }: Order): string {
  return lines
    .filter(({ kind }) => kind === 'product')
    .map((line) => {
      const classes = [line.class1, line.class2].filter((text) => text.trim() !== '').join(' / ')
      const code = line.productCode.trim() === '' ? '' : `（商品コード ${line.productCode.trim()}）`
      const tax = line.taxIncluded ? '税込' : '税抜'
      const price = `  ${formatYen(line.unitPriceYen)}（${tax}） × ${formatNumber(line.quantity)}`
      return `・${line.name}${classes === '' ? '' : ` ${classes}`}${code}\n${price}`
    })
    .join('\n')
}

/**
 * 値引 and 合計 without used points, which stand beside them. EC-CUBE 4 counts points among 値引き, so that its 合計 is what is
 * paid (order-calculation.md §3).
 */
function countedOnce({ discountYen, totalYen, paymentTotalYen, usedPoints }: OrderMoney) {
  if (totalYen !== paymentTotalYen) return { discountYen, totalYen }
  return { discountYen: discountYen - usedPoints, totalYen: totalYen + usedPoints }
}

function sums({ money }: Order): string {
  const lines: (readonly [string, number])[] = [['小計', money.subtotalYen]]
  const { discountYen, totalYen } = countedOnce(money)
  if (discountYen !== 0) lines.push(['値引', -discountYen])
  lines.push(['送料', money.shippingYen])
  if (money.feeYen !== 0) lines.push(['手数料', money.feeYen])
  lines.push(['合計', totalYen])
  const paid = [...lines, ['お支払い合計', money.paymentTotalYen] as const]
  const texts = paid.map(([name, yen]) => `${name}: ${formatYen(yen)}`)
  if (money.usedPoints === 0) return texts.join('\n')
  return texts.toSpliced(-1, 0, `使用ポイント: ${formatNumber(money.usedPoints)}`).join('\n')
}

function place(delivery: Delivery, order: Order): string {
  const address = `${delivery.prefecture}${delivery.address1}${delivery.address2}`.trim()
  const wished = [
    delivery.requestedOn === null ? '' : `配達日指定: ${formatDay(delivery.requestedOn)}`,
    delivery.timeSlot.trim() === '' ? '' : `時間指定: ${delivery.timeSlot.trim()}`,
  ]
  const name = personName(delivery)
  const lines = [
    delivery.postalCode.trim() === '' ? '' : `〒${postalCode(delivery.postalCode)}`,
    address,
    delivery.company.trim(),
    name === '' ? '' : `${name} 様`,
    ...wished,
    ...placedGoods(delivery, order.lines),
  ]
  return lines.filter((line) => line !== '').join('\n')
}

/** What of the goods goes there, where they are split over several deliveries. */
function placedGoods({ goods: quantities }: Delivery, lines: Order['lines']): readonly string[] {
  return goodsOf(lines).flatMap((line, at) => {
    const quantity = quantities[at] ?? 0
    return quantity === 0
      ? []
      : [`・${[line.name, line.class1, line.class2].join(' ').trim()} × ${formatNumber(quantity)}`]
  })
}

function postalCode(text: string): string {
  return text.trim().replace(/^(\d{3})-?(\d{4})$/, '$1-$2')
}

/** Only parcels that have a number or an address to follow them; the receiver is named when there are several. */
function shipments(deliveries: readonly Delivery[]): string {
  return deliveries
    .filter((delivery) => delivery.trackingNo.trim() !== '' || trackingUrl(delivery) !== '')
    .map((delivery) => {
      const receiver = personName(delivery)
      const lines = [
        deliveries.length > 1 && receiver !== '' ? `お届け先: ${receiver} 様` : '',
        delivery.carrier.trim() === '' ? '' : `配送業者: ${delivery.carrier.trim()}`,
        delivery.trackingNo.trim() === '' ? '' : `発送伝票番号: ${delivery.trackingNo.trim()}`,
        trackingUrl(delivery) === '' ? '' : `追跡URL: ${trackingUrl(delivery)}`,
      ]
      return lines.filter((line) => line !== '').join('\n')
    })
    .join('\n\n')
}

/** What a buyer needs at the store or the bank; empty for every other method. */
function slip({ settlement }: Order): string {
  const payment = settlement?.payment ?? null
  if (payment === null) return ''
  const lines = [
    ['お支払い先', payment.storeCode],
    ['受付番号', payment.receiptNo],
    ['確認番号', payment.confirmationNo],
    ['お客様番号', payment.customerNo],
    ['収納機関番号', payment.institutionNo],
    ['お支払い期限', payment.termAt === null ? '' : formatDate(payment.termAt)],
  ].filter(([, value]) => value !== '')
  return lines.map((pair) => pair.join(': ')).join('\n')
}
