import { orderStatuses, sexes, type OrderLine } from '../../../src-shared/order.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'

const families = [
  '田中',
  '髙橋',
  '渡邉',
  '渡辺',
  '山﨑',
  '小鳥遊',
  '佐々木',
  '林',
  '𠮷田',
  '齋藤',
  '東',
  '伊集院',
  '濵田',
]
const familyKanas = [
  'タナカ',
  'タカハシ',
  'ワタナベ',
  'わたなべ',
  'ﾔﾏｻﾞｷ',
  'タカナシ',
  'ササキ',
  'ハヤシ',
  'ヨシダ',
  'サイトウ',
  'アズマ',
  'イジュウイン',
  'ハマダ',
]
const givens = ['太郎', '花子', '眞一', '中', '美咲', 'コーヒー', '一%_', '桜', '浩二', '']
const givenKanas = ['タロウ', 'ハナコ', 'シンイチ', 'アタル', 'ミサキ', 'コーヒー', 'イチ', 'サクラ', 'コウジ', '']
const methods = ['クレジットカード決済', '銀行振込', '代金引換', 'コンビニ決済', 'ペイジー決済']
const messages = [
  '',
  '',
  '',
  '',
  'ギフト包装をお願いします。',
  '50%引きの_件',
  '急ぎ',
  '返品希望です',
  'ぎふと',
  '3-5日に',
]
const carriers = ['ヤマト運輸', '佐川急便']
const DAY = 86_400_000

/** Small numbers that look random and are the same in every run. */
export function sequence(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
}

const pick = <T>(next: (below: number) => number, list: readonly T[]): T => {
  const found = list[next(list.length)]
  if (found === undefined) throw new Error('Nothing to pick from')
  return found
}

/** An order line with what a test does not care about filled in. */
export function madeLine(given: Partial<OrderLine> = {}): OrderLine {
  return {
    kind: 'product',
    productCode: 'cup-1',
    name: '湯呑',
    class1: '',
    class2: '',
    unitPriceYen: 1000,
    taxIncluded: true,
    quantity: 1,
    taxRatePercent: 10,
    ...given,
  }
}

/** An order of a file with what a test does not care about filled in. */
export function madeOrder(given: Partial<ImportedOrder> & { readonly orderNo: string }): ImportedOrder {
  const at = Date.UTC(2026, 10, 1)
  return {
    source: 'ec4',
    status: 'received',
    orderedAt: at,
    updatedAt: at,
    orderer: {
      familyName: '田中',
      givenName: '太郎',
      familyKana: 'タナカ',
      givenKana: 'タロウ',
      email: 'taro@example.jp',
      tel: '0985-23-3362',
    },
    money: { totalYen: 1000, paymentTotalYen: 1000 },
    paymentMethodName: 'クレジットカード決済',
    ...given,
  }
}

/** `count` orders over two years that tie often in every sort key. */
export function madeOrders(count: number, seed: number, firstNumber = 1): ImportedOrder[] {
  const next = sequence(seed)
  return Array.from({ length: count }, (_none, index) => oneOrder(next, firstNumber + index))
}

function oneOrder(next: (below: number) => number, number: number): ImportedOrder {
  const family = next(families.length)
  const given = next(givens.length)
  const orderedAt = Date.UTC(2025, 0, 1) + next(700) * DAY + next(24) * 3_600_000
  const total = next(60) * 500
  return {
    orderNo: next(40) === 0 ? `A-${number}` : next(30) === 0 ? `00${number}` : String(number),
    source: 'ec4',
    status: pick(next, orderStatuses),
    orderedAt,
    updatedAt: orderedAt + next(20) * DAY,
    paidAt: next(3) === 0 ? null : orderedAt + next(9) * DAY,
    shippedAt: next(2) === 0 ? null : orderedAt + next(9) * DAY,
    customerNo: next(3) === 0 ? null : String(next(300) + 1),
    orderer: {
      familyName: families[family],
      givenName: givens[given],
      familyKana: familyKanas[family],
      givenKana: givenKanas[given],
      email:
        next(8) === 0 ? '' : `User.${next(500)}-x@${pick(next, ['example.jp', 'shop_a.example', 'ＭＡＩＬ.example'])}`,
      tel: `0${next(9) + 1}${pick(next, ['-', '', '(', ' '])}${next(9000) + 1000}-${next(9000) + 1000}`,
      sex: pick(next, [...sexes, null]),
      bornOn: next(5) === 0 ? null : `19${next(50) + 40}-0${next(9) + 1}-1${next(10)}`,
    },
    message: pick(next, messages),
    note: '',
    money: { totalYen: total, paymentTotalYen: total, subtotalYen: total },
    paymentMethodName: pick(next, methods),
    lines: [madeLine({ productCode: `p-${next(40)}`, unitPriceYen: total })],
    deliveries: [
      { familyName: families[family], carrier: pick(next, carriers), timeSlot: pick(next, ['', '午前中', '14-16']) },
    ],
  }
}
