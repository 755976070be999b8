import { addDays, dayOf, japanTime, type Instant } from '../../src-shared/business-day.ts'
import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import type { SeedTrade } from '../../src-main/sandbox/seed-trade.ts'

/** An order of the guide's page 9: 5,250 + 525 = 5,775 yen, unless told otherwise. */
export function sampleOrder(orderNo: string, orderedAt: Instant, more: Partial<ImportedOrder> = {}): ImportedOrder {
  return {
    orderNo,
    source: 'sample',
    status: 'received',
    orderedAt,
    updatedAt: orderedAt,
    paidAt: null,
    shippedAt: null,
    customerNo: null,
    orderer: {
      familyName: 'テスト',
      givenName: orderNo,
      familyKana: 'テスト',
      givenKana: 'テスト',
      company: '',
      postalCode: '8700026',
      prefecture: '大分県',
      address1: '大分市金池町',
      address2: '',
      tel: '0985000000',
      fax: '',
      email: `order${orderNo}@example.jp`,
      sex: null,
      bornOn: null,
      job: null,
    },
    message: '',
    note: '',
    money: {
      subtotalYen: 5250,
      discountYen: 0,
      shippingYen: 525,
      feeYen: 0,
      taxYen: 525,
      totalYen: 5775,
      paymentTotalYen: 5775,
      usedPoints: 0,
      addedPoints: 52,
    },
    paymentMethodName: 'クレジットカード決済',
    device: 10,
    lines: [
      {
        kind: 'product',
        productCode: '123456',
        name: '商品A',
        class1: '',
        class2: '',
        unitPriceYen: 5250,
        taxIncluded: true,
        quantity: 1,
        taxRatePercent: 10,
      },
    ],
    deliveries: [{ familyName: 'テスト', givenName: orderNo, timeSlot: '', trackingNo: '', trackingUrl: '' }],
    ...more,
  }
}

/** The card trade that goes with `sampleOrder`: 仮売上 of the same minute. */
export function sampleTrade(
  orderNo: string,
  at: Instant,
  more: Partial<Extract<SeedTrade, { kind: 'card' }>> = {},
): SeedTrade {
  return { kind: 'card', orderId: orderNo, amountYen: 5775, processedAt: at, status: 'AUTH', ...more }
}

/** Ten in the morning in Japan, `days` days before the day of `at`. */
export function daysBefore(at: Instant, days: number): Instant {
  return japanTime(addDays(dayOf(at), -days), 10, 0)
}
