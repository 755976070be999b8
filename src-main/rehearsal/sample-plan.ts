import type { OrderStatus } from '../../src-shared/order.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { Random } from './random.ts'

export const methods = {
  card: 'クレジットカード決済',
  bank: '銀行振込',
  cashOnDelivery: '代金引換',
  convenience: 'コンビニ決済',
  payEasyNet: 'Pay-easy決済（ネットバンク）',
  payEasyAtm: 'Pay-easy決済（ATM）',
  postal: '郵便振替',
  registeredCash: '現金書留',
  counter: '店頭でお支払い',
} as const
export type Method = keyof typeof methods

/**
 * How the trade of an order stands at the gateway. `age`: days since its last processing. `registered`: under which
 * number, where it is an odd one; `retried` is one that no pattern yields, `twice` two trades for one order. `offsetYen`: how far the trade's
 * amount is from the order's.
 */
export interface TradePlan {
  readonly status: SettlementStatus
  readonly age: number
  readonly registered?: 'retried' | 'twice'
  readonly offsetYen?: number
}

/** One order to invent: how many days ago, how it is paid, how far it is. */
export interface OrderPlan {
  readonly age: number
  readonly method: Method
  readonly status: OrderStatus
  readonly trade: TradePlan | null
  /** Days ago on which it was paid or sent; null = not yet. */
  readonly paidAge: number | null
  readonly shippedAge: number | null
  readonly note?: string
  /** One of the two orders of the guide (p.4 and p.9). */
  readonly guide?: 'page4' | 'page9'
}

type Extra = Partial<Omit<OrderPlan, 'age' | 'method' | 'status' | 'trade'>>

const plan = (
  age: number,
  method: Method,
  status: OrderStatus,
  trade: TradePlan | null,
  extra: Extra = {},
): OrderPlan => ({ age, method, status, trade, paidAge: null, shippedAge: null, ...extra })

const lateAges = [35, 40, 45, 50, 55, 60, 65, 69, 70, 75, 80, 82, 83, 85, 86, 87, 88, 89, 90, 91, 93, 95]

/** 仮売上 of every age; the few that the operator should notice carry what is wrong with them. */
function authorised(): OrderPlan[] {
  const ages = [0, 0, ...Array.from({ length: 31 }, (_, age) => age), ...lateAges]
  const odd = new Map<number, Pick<OrderPlan, 'status'> & Extra & { readonly offsetYen?: number }>([
    [2, { status: 'shipped', shippedAge: 1, note: '急ぎのため先に発送' }],
    [5, { status: 'received', guide: 'page9' }],
    [3, { status: 'received', guide: 'page4' }],
    [6, { status: 'received', offsetYen: 1100, note: '電話で1点取り消し。金額変更がまだ' }],
    [8, { status: 'cancelled', note: 'お客様都合でキャンセル' }],
    [12, { status: 'shipped', shippedAge: 10 }],
    [17, { status: 'inProgress', offsetYen: -440, note: '包装を追加' }],
    [40, { status: 'shipped', shippedAge: 37 }],
    [95, { status: 'received', note: '期限を過ぎたため、お支払い方法をお客様に確認中' }],
  ])
  return ages.map((age, index) => {
    const { status, offsetYen, ...extra } = odd.get(age) ?? { status: waitingStatus(age, index) }
    const trade: TradePlan = { status: 'authorised', age, ...(offsetYen === undefined ? {} : { offsetYen }) }
    return plan(age, 'card', status, trade, extra)
  })
}

/** What an order that is not charged yet waits for, by its age. */
function waitingStatus(age: number, index: number): OrderStatus {
  if (age < 4) return 'received'
  if (age > 30) return index % 4 === 0 ? 'received' : 'backordered'
  return (['received', 'inProgress', 'backordered'] as const)[index % 3] ?? 'received'
}

/** 実売上 of today, of this month, of each earlier one, and around the 180 days. `monthAge`: days since the 1st. */
function sales(monthAge: number, random: Random): OrderPlan[] {
  const thisMonth = spread(10, 0, monthAge)
  const earlier = spread(24, monthAge + 1, 178)
  const made = [...thisMonth, ...earlier, 179, 180, 181, 182].map((age) => sold(age + random.between(1, 6), age))
  const today = [sold(0, 0), sold(3, 0), sold(9, 0)]
  const odd = [5, 41].map((age) =>
    plan(age + 2, 'card', 'cancelled', { status: 'sales', age }, { paidAge: age, note: '返金の連絡待ち' }),
  )
  return [...made, ...today, ...odd]
}

/** A card order that was charged `saleAge` days ago and, unless that is very recent, sent on the same day. */
function sold(age: number, saleAge: number): OrderPlan {
  const shipped = saleAge > 2
  const extra = { paidAge: saleAge, shippedAge: shipped ? saleAge : null }
  return plan(age, 'card', shipped ? 'shipped' : 'paid', { status: 'sales', age: saleAge }, extra)
}

function captured(monthAge: number): OrderPlan[] {
  const ages = [0, 1, Math.floor(monthAge / 2), monthAge, monthAge + 1, 45, 100, 150, 180, 210]
  return ages.map((age, index) => {
    const shipped = age > 3
    const extra = { paidAge: age, shippedAge: shipped ? age - 2 : null }
    return plan(
      age,
      'card',
      shipped ? 'shipped' : index === 1 ? 'inProgress' : 'paid',
      { status: 'captured', age },
      extra,
    )
  })
}

/** 取消, 返品, 月跨返品: order, then the day of the cancel. The last two wait to be authorised again (guide p.10). */
function undone(): OrderPlan[] {
  const rows: readonly (readonly [number, number, SettlementStatus, OrderStatus])[] = [
    [1, 1, 'voided', 'cancelled'],
    [6, 6, 'voided', 'cancelled'],
    [50, 50, 'voided', 'cancelled'],
    [15, 13, 'returned', 'cancelled'],
    [28, 20, 'returned', 'returned'],
    [62, 20, 'returned', 'cancelled'],
    [33, 26, 'returned', 'returned'],
    [75, 20, 'returnedLater', 'returned'],
    [130, 71, 'returnedLater', 'cancelled'],
    [260, 190, 'returnedLater', 'cancelled'],
    [4, 4, 'voided', 'received'],
    [19, 11, 'returned', 'received'],
  ]
  return rows.map(([age, cancelAge, trade, status]) => plan(age, 'card', status, { status: trade, age: cancelAge }))
}

/** Convenience store and Pay-easy. A number can be paid until the tenth day after the order. */
function slips(): OrderPlan[] {
  const open = (method: Method) => (age: number) => plan(age, method, 'awaitingPayment', { status: 'requested', age })
  const paid = (method: Method, age: number, paidAge: number): OrderPlan => {
    const shippedAge = paidAge > 2 ? paidAge - 2 : null
    const status = shippedAge === null ? 'paid' : 'shipped'
    return plan(age, method, status, { status: 'paid', age: paidAge }, { paidAge, shippedAge })
  }
  const over = (method: Method, age: number, status: OrderStatus): OrderPlan =>
    plan(age, method, status, { status: 'expired', age: age - 11 })
  return [
    ...[0, 1, 3, 6, 9, 10].map(open('convenience')),
    ...[1, 7].map(open('payEasyNet')),
    ...[0, 4].map(open('payEasyAtm')),
    paid('convenience', 2, 1),
    paid('convenience', 8, 5),
    paid('convenience', 30, 27),
    paid('convenience', 80, 75),
    paid('payEasyNet', 3, 3),
    paid('payEasyNet', 48, 48),
    paid('payEasyAtm', 25, 24),
    paid('payEasyAtm', 140, 139),
    over('convenience', 12, 'awaitingPayment'),
    over('convenience', 34, 'cancelled'),
    over('payEasyNet', 18, 'cancelled'),
    over('payEasyAtm', 66, 'cancelled'),
    plan(20, 'convenience', 'cancelled', { status: 'cancelled', age: 18 }),
  ]
}

/** Purchases that stopped half-way, the three card orders without a clear trade, and the methods that have none. */
function others(): OrderPlan[] {
  return [
    plan(1, 'card', 'paymentProcessing', { status: 'unprocessed', age: 1 }),
    plan(21, 'card', 'paymentProcessing', { status: 'unprocessed', age: 21 }),
    plan(0, 'bank', 'purchaseProcessing', null),
    plan(33, 'cashOnDelivery', 'purchaseProcessing', null),
    plan(2, 'card', 'received', null),
    plan(24, 'card', 'inProgress', { status: 'authorised', age: 24, registered: 'retried' }),
    plan(52, 'card', 'received', { status: 'authorised', age: 52, registered: 'twice' }),
    ...[1, 2, 5, 14].map((age) => plan(age, 'bank', 'awaitingPayment', null)),
    plan(0, 'cashOnDelivery', 'received', null),
    plan(6, 'postal', 'awaitingPayment', null),
    plan(9, 'registeredCash', 'awaitingPayment', null),
    plan(4, 'counter', 'received', null),
    plan(36, 'bank', 'returned', null, { paidAge: 34, shippedAge: 32 }),
  ]
}

/** How buyers pay, by how often it occurs here. */
const fillMethods = [
  'card',
  'card',
  'card',
  'card',
  'card',
  'card',
  'card',
  'card',
  'card',
  'cashOnDelivery',
  'cashOnDelivery',
  'cashOnDelivery',
  'cashOnDelivery',
  'bank',
  'bank',
  'bank',
  'convenience',
  'convenience',
  'convenience',
  'payEasyNet',
  'payEasyAtm',
  'postal',
  'registeredCash',
  'counter',
] as const satisfies readonly Method[]

/** An ordinary order of the past five years that went well, or was cancelled before anything was sent. */
function ordinary(random: Random): OrderPlan {
  const method = random.pick(fillMethods)
  const share = random.between(0, 1000) / 1000
  const age = 12 + Math.floor(share ** 1.8 * (5 * 365 - 20))
  const done = Math.max(age - random.between(1, 6), 0)
  const cancelled = random.chance(7)
  const kept = (trade: TradePlan | null): OrderPlan =>
    plan(age, method, 'shipped', trade, { paidAge: done, shippedAge: done })
  if (method === 'card') {
    if (cancelled) return plan(age, method, 'cancelled', { status: 'returned', age: done })
    return random.chance(12) ? kept({ status: 'captured', age }) : kept({ status: 'sales', age: done })
  }
  if (method === 'convenience' || method === 'payEasyNet' || method === 'payEasyAtm') {
    if (cancelled) return plan(age, method, 'cancelled', { status: 'expired', age: age - 11 })
    return kept({ status: 'paid', age: done })
  }
  return cancelled ? plan(age, method, 'cancelled', null) : kept(null)
}

/** All orders of the shop, in no order. `monthAge`: days since the first of today's month. */
export function planOrders(monthAge: number, count: number, random: Random): readonly OrderPlan[] {
  const told = [
    ...authorised(),
    ...sales(monthAge, random),
    ...captured(monthAge),
    ...undone(),
    ...slips(),
    ...others(),
  ]
  const rest = Array.from({ length: Math.max(0, count - told.length) }, () => ordinary(random))
  return [...told, ...rest]
}

/** `count` whole numbers from `least` to `most`, evenly. */
function spread(count: number, least: number, most: number): number[] {
  return Array.from({ length: count }, (_, index) => least + Math.floor((index * (most - least)) / (count - 1)))
}
