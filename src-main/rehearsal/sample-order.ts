import { addDays, dayOf, type Instant } from '../../src-shared/business-day.ts'
import type { Contact, OrderLine, OrderMoney } from '../../src-shared/order.ts'
import { orderTotals, type TotalsSettings } from '../../src-shared/order-totals.ts'
import type { ImportedDelivery, ImportedOrder } from '../orders/imported-order.ts'
import { shippingTo } from './sample-addresses.ts'
import { momentOn, officeHours, type Present } from './sample-calendar.ts'
import { inventGuest, type SamplePerson } from './sample-people.ts'
import { methods, type OrderPlan } from './sample-plan.ts'
import { foods, goods, guideProduct, smallProduct, type SampleProduct } from './sample-products.ts'
import { carriers, messages, notes, timeSlots } from './sample-texts.ts'
import type { Random } from './random.ts'

/** The sample shop counts as the guide's cart does: tax-included prices, one point per 100 yen of them. */
export const sampleTotals: TotalsSettings = {
  rounding: 'halfUp',
  standardRatePercent: 10,
  pointBase: 'taxIncluded',
  pointRatePercent: 1,
  usedPointsReduce: false,
}

/** Shipping is free from this 小計 on. */
const freeShippingYen = 11_000

/** An order before its details are invented. */
export interface PlannedOrder {
  readonly plan: OrderPlan
  readonly orderNo: string
  readonly orderedAt: Instant
  readonly person: SamplePerson
  /** Last processing of its trade; null without one. */
  readonly processedAt: Instant | null
}

/** Invents everything else of an order: goods, sums, deliveries, remarks and the days on which it moved. */
export function inventOrder(random: Random, present: Present, planned: PlannedOrder): ImportedOrder {
  const { plan, orderedAt, person } = planned
  const recipients = recipientsOf(random, present, planned)
  const lines = linesOf(random, plan)
  const paidAt = paidAtOf(random, present, planned)
  const shippedAt = sentAtOf(random, present, planned, paidAt)
  return {
    orderNo: planned.orderNo,
    source: 'sample',
    status: plan.status,
    orderedAt,
    updatedAt: Math.max(orderedAt, paidAt ?? 0, shippedAt ?? 0, planned.processedAt ?? 0),
    paidAt,
    shippedAt,
    customerNo: person.customerNo,
    orderer: person.orderer,
    message: plan.guide === undefined && random.chance(30) ? random.pick(messages) : '',
    note: plan.note ?? (plan.guide === undefined && random.chance(15) ? random.pick(notes) : ''),
    money: moneyOf(random, planned, lines, recipients),
    paymentMethodName: methods[plan.method],
    device: random.pick([2, 2, 2, 10, 10, 1, 99]),
    lines,
    deliveries: recipients.map((contact, index) => deliveryOf(random, orderedAt, contact, index, shippedAt)),
  }
}

function paidAtOf(random: Random, present: Present, planned: PlannedOrder): Instant | null {
  const { paidAge, trade } = planned.plan
  if (paidAge === null) return null
  if (trade !== null && trade.age === paidAge && planned.processedAt !== null) return planned.processedAt
  return momentOn(random, present, paidAge, planned.orderedAt, officeHours)
}

function sentAtOf(random: Random, present: Present, planned: PlannedOrder, paidAt: Instant | null): Instant | null {
  const { shippedAge } = planned.plan
  return shippedAge === null ? null : momentOn(random, present, shippedAge, paidAt ?? planned.orderedAt, officeHours)
}

function linesOf(random: Random, plan: OrderPlan): readonly OrderLine[] {
  if (plan.guide === 'page9') return [lineOf(guideProduct, 1)]
  if (plan.guide === 'page4') return [lineOf(smallProduct, 2)]
  const chosen = new Map<string, OrderLine>()
  for (let left = random.pick([1, 1, 1, 2, 2, 3, 4, 6]); left > 0; left -= 1) {
    const product = random.pick(random.chance(55) ? foods : goods)
    const most = product.unitPriceYen > 3000 ? 2 : 5
    chosen.set(product.code, lineOf(product, random.chance(60) ? 1 : random.between(1, most)))
  }
  return [...chosen.values()]
}

function lineOf(product: SampleProduct, quantity: number): OrderLine {
  return {
    kind: 'product',
    productCode: product.code,
    name: product.name,
    class1: product.class1,
    class2: product.class2,
    unitPriceYen: product.unitPriceYen,
    taxIncluded: true,
    quantity,
    taxRatePercent: product.taxRatePercent,
  }
}

function moneyOf(
  random: Random,
  planned: PlannedOrder,
  lines: readonly OrderLine[],
  recipients: readonly Contact[],
): OrderMoney {
  const { plan, person } = planned
  const goodsYen = lines.reduce((sum, line) => sum + line.unitPriceYen * line.quantity, 0)
  const guideShipping = { page4: 550, page9: 525 }
  const plain = plan.guide !== undefined
  const discountYen = !plain && goodsYen >= 3000 && random.chance(8) ? random.pick([100, 300, 500]) : 0
  const usedPoints = !plain && person.customerNo !== null && goodsYen >= 3000 && random.chance(15)
  const totals = orderTotals(
    {
      lines,
      discountYen,
      shippingYen: plan.guide === undefined ? shippingOf(goodsYen, recipients) : guideShipping[plan.guide],
      feeYen: plan.method === 'cashOnDelivery' ? 330 : plan.method === 'convenience' ? 165 : 0,
      usedPoints: usedPoints ? random.between(10, 600) : 0,
    },
    sampleTotals,
  )
  const { lines: _lines, byRate: _byRate, ...money } = totals
  return { ...money, addedPoints: person.customerNo === null ? 0 : money.addedPoints }
}

function shippingOf(goodsYen: number, recipients: readonly Contact[]): number {
  if (goodsYen >= freeShippingYen && recipients.length === 1) return 0
  return recipients.reduce((sum, contact) => sum + shippingTo(contact.prefecture), 0)
}

/** Mostly the buyer; sometimes somebody who gets a present, and now and then two or three of them. */
function recipientsOf(random: Random, present: Present, planned: PlannedOrder): readonly [Contact, ...Contact[]] {
  const buyer = contactOf(planned.person.orderer)
  if (planned.plan.guide !== undefined) return [buyer]
  const gift = (index: number): Contact =>
    contactOf(inventGuest(random.branch(500 + index), 5000 + index, present.today).orderer)
  if (random.chance(7)) return [buyer, ...Array.from({ length: random.between(1, 2) }, (_, index) => gift(index + 1))]
  return [random.chance(15) ? gift(0) : buyer]
}

function contactOf(contact: Contact): Contact {
  return {
    familyName: contact.familyName,
    givenName: contact.givenName,
    familyKana: contact.familyKana,
    givenKana: contact.givenKana,
    company: contact.company,
    postalCode: contact.postalCode,
    prefecture: contact.prefecture,
    address1: contact.address1,
    address2: contact.address2,
    tel: contact.tel,
    fax: contact.fax,
  }
}

/** Tracking numbers begin with four zeros, which no carrier gives out. */
function deliveryOf(
  random: Random,
  orderedAt: Instant,
  contact: Contact,
  index: number,
  shippedAt: Instant | null,
): ImportedDelivery {
  const trackingNo = shippedAt === null ? '' : `0000${String(random.between(10_000_000, 99_999_999))}`
  return {
    ...contact,
    cartShipmentNo: String(index),
    carrier: random.pick(carriers),
    requestedOn: random.chance(30) ? addDays(dayOf(orderedAt), random.between(3, 12)) : null,
    timeSlot: random.chance(40) ? random.pick(timeSlots) : '',
    trackingNo,
    trackingUrl: trackingNo !== '' && random.chance(50) ? `https://tracking.example.jp/${trackingNo}` : '',
    shippedAt,
  }
}
