/** What a payment method is to the program, whatever the shop calls it. */
export const paymentKinds = [
  'card',
  'convenience',
  'payEasy',
  'bankTransfer',
  'cashOnDelivery',
  'postalTransfer',
  'registeredCash',
  'other',
] as const
export type PaymentKind = (typeof paymentKinds)[number]

const namePatterns: readonly (readonly [RegExp, PaymentKind])[] = [
  [/クレジット|カード決済|ｸﾚｼﾞｯﾄ|credit/i, 'card'],
  [/コンビニ|ｺﾝﾋﾞﾆ/, 'convenience'],
  [/ペイジー|pay-?easy|ネットバンク|銀行ATM/i, 'payEasy'],
  [/代金引換|代引/, 'cashOnDelivery'],
  [/現金書留/, 'registeredCash'],
  [/郵便振替|ゆうちょ振込/, 'postalTransfer'],
  [/銀行振込|振込/, 'bankTransfer'],
]

/**
 * The kind behind the name that the cart's file carries (支払方法 is text there: csv-formats.md §1, §2).
 * A name that fits nothing is `other`: such an order is never offered a settlement.
 */
export function paymentKindOf(methodName: string): PaymentKind {
  const name = methodName.normalize('NFKC')
  return namePatterns.find(([pattern]) => pattern.test(name))?.[1] ?? 'other'
}

/** Kinds that have a trade at the gateway. */
export function isGatewayKind(kind: PaymentKind): boolean {
  return kind === 'card' || kind === 'convenience' || kind === 'payEasy'
}
