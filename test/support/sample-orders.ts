import type { Order, OrderStatus } from '../../src-shared/order.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'

const DAY = 86_400_000
/** 2026-11-23 14:10 in Japan: the day all sample orders are seen on. */
export const SAMPLE_NOW = Date.UTC(2026, 10, 23, 5, 10)
export const SAMPLE_TODAY = '2026-11-23'

const contact = {
  familyName: 'テスト',
  givenName: 'テスト',
  familyKana: 'テスト',
  givenKana: 'テスト',
  company: '',
  postalCode: '870-0026',
  prefecture: '大分県',
  address1: '大分市金池町',
  address2: '2丁目1番10号',
  tel: '0985-00-0000',
  fax: '',
}

/** A linked 仮売上 of `yen`, authorised `daysAgo` days before the sample day. */
export function authorised(orderNo: string, yen: number, daysAgo = 0): OrderSettlement {
  const at = SAMPLE_NOW - daysAgo * DAY
  return {
    status: 'authorised',
    link: { state: 'linked', gatewayOrderNo: orderNo },
    amountYen: yen,
    processedAt: at,
    authorisedAt: at,
    settleBy: new Date(at + 9 * 3_600_000 + 89 * DAY).toISOString().slice(0, 10),
    inquiredAt: SAMPLE_NOW,
    underInquiry: null,
    payment: null,
    refusedWords: [],
  }
}

/** One complete order; `changes` replaces whole fields. */
export function sampleOrder(id: number, changes: Partial<Order> = {}): Order {
  const orderNo = changes.orderNo ?? String(id)
  return {
    id,
    version: 1,
    orderNo,
    source: 'ec4',
    status: 'received',
    orderedAt: SAMPLE_NOW - id * 3_600_000,
    updatedAt: SAMPLE_NOW - id * 1_800_000,
    paidAt: null,
    shippedAt: null,
    customerNo: '12',
    orderer: { ...contact, email: 'test@example.jp', sex: 'female', bornOn: '1980-04-01', job: 7 },
    message: '',
    note: '',
    money: {
      subtotalYen: 5250,
      discountYen: 0,
      shippingYen: 525,
      feeYen: 0,
      taxYen: 427,
      totalYen: 5775,
      paymentTotalYen: 5775,
      usedPoints: 0,
      addedPoints: 52,
    },
    cartSums: null,
    paymentMethod: { name: 'クレジットカード決済', kind: 'card' },
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
        taxRatePercent: 8,
      },
    ],
    deliveries: [
      {
        ...contact,
        id: id * 10,
        cartShipmentNo: '',
        carrier: 'ヤマト運輸',
        requestedOn: '2026-11-26',
        timeSlot: '16:00～18:00',
        trackingNo: '',
        trackingUrl: '',
        goods: [],
        shippedAt: null,
      },
    ],
    settlement: authorised(orderNo, 5775),
    ...changes,
  }
}

/** Ninety-five orders with every state a list can show. */
export function sampleShop(): Order[] {
  const statuses: OrderStatus[] = [
    'received',
    'paid',
    'shipped',
    'cancelled',
    'awaitingPayment',
    'backordered',
    'inProgress',
  ]
  return Array.from({ length: 95 }, (_, index) => {
    const id = 95 - index
    const status = statuses[index % statuses.length] ?? 'received'
    const shippedAt = status === 'shipped' ? SAMPLE_NOW - DAY : null
    return sampleOrder(id, { status, shippedAt, ...variants[index % variants.length]?.(id) })
  })
}

const variants: readonly ((id: number) => Partial<Order>)[] = [
  (id) => ({ settlement: authorised(String(id), 5775, 87) }),
  (id) => ({ settlement: { ...authorised(String(id), 5775, 3), status: 'sales', settleBy: null } }),
  () => ({ paymentMethod: { name: '銀行振込', kind: 'bankTransfer' }, settlement: null, source: 'ec2', lines: [] }),
  (id) => ({
    settlement: {
      ...authorised(String(id), 5775),
      status: null,
      settleBy: null,
      amountYen: null,
      link: { state: 'unlinked', reason: 'notFound' },
    },
    message: '平日の夕方以降に届けてください。',
  }),
  (id) => ({
    settlement: {
      ...authorised(String(id), 5775, 12),
      underInquiry: { id: `op-${id}`, action: 'sales', state: 'unknown', startedAt: SAMPLE_NOW - 600_000 },
    },
  }),
  (id) => ({ settlement: authorised(String(id), 5775, 75) }),
  (id) => ({
    paymentMethod: { name: 'コンビニ決済', kind: 'convenience' },
    settlement: {
      ...authorised(String(id), 5775),
      status: 'requested',
      settleBy: null,
      payment: {
        storeCode: 'ローソン',
        receiptNo: '1234567',
        confirmationNo: '012345',
        customerNo: '',
        institutionNo: '',
        termAt: SAMPLE_NOW + 5 * DAY,
      },
    },
  }),
  (id) => ({ settlement: { ...authorised(String(id), 5775, 5), status: 'voided', settleBy: null } }),
]
