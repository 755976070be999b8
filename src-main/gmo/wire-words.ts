import { isBusinessDay, japanTime } from '../../src-shared/business-day.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'

/** The gateway's words for the state of a trade. Several newer ones exist for services this program does not sell. */
const statuses = new Map<string, SettlementStatus>([
  ['UNPROCESSED', 'unprocessed'],
  ['AUTHENTICATED', 'authenticated'],
  ['CHECK', 'checked'],
  ['AUTH', 'authorised'],
  ['SAUTH', 'simpleAuthorised'],
  ['SALES', 'sales'],
  ['CAPTURE', 'captured'],
  ['VOID', 'voided'],
  ['RETURN', 'returned'],
  ['RETURNX', 'returnedLater'],
  ['CANCEL', 'cancelled'],
  ['REQSUCCESS', 'requested'],
  ['PAYSUCCESS', 'paid'],
  ['PAYFAIL', 'payFailed'],
  ['EXPIRED', 'expired'],
])

/** What AlterTran can be asked for, in the field's words. */
export const alterJobs = {
  sales: 'SALES',
  voided: 'VOID',
  returned: 'RETURN',
  returnedLater: 'RETURNX',
  cancelled: 'CANCEL',
  authorised: 'AUTH',
  captured: 'CAPTURE',
} as const
export type AlterJob = keyof typeof alterJobs

/** How the customer pays with the card. Some public clients have 4 and 5 the wrong way round; the vendor's SDK is right. */
export const paymentMethods = {
  once: '1',
  instalments: '2',
  bonusOnce: '3',
  bonusInstalments: '4',
  revolving: '5',
} as const
export type PaymentMethod = keyof typeof paymentMethods

/** PayType of the services SearchTradeMulti is asked about. */
export const otherPayTypes = { convenience: '3', payEasy: '4' } as const
export type OtherKind = keyof typeof otherPayTypes

/** State of a trade; `other` for a word this program has no rule for. */
export function statusOf(word: string): SettlementStatus {
  return statuses.get(word) ?? 'other'
}

/** Payment method of a digit, null when empty or not one of the five. */
export function paymentMethodOf(digit: string): PaymentMethod | null {
  const names = Object.keys(paymentMethods) as PaymentMethod[]
  return names.find((name) => paymentMethods[name] === digit) ?? null
}

/** Instant of `yyyyMMddHHmmss` in Japan, null when it is not exactly that or names no existing time. */
export function instantOf(stamp: string): Instant | null {
  const [, year = '', month = '', day = '', hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp) ?? []
  const on = `${year}-${month}-${day}`
  if (!isBusinessDay(on) || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null
  return japanTime(on, Number(hours), Number(minutes), Number(seconds))
}

/** Whole yen of a field of digits, null for anything else. At most ten digits, so always exact. */
export function yenOf(digits: string): number | null {
  return /^\d{1,10}$/.test(digits) ? Number(digits) : null
}

/** An amount or count as the gateway takes it, of up to `maxDigits` digits; absent stays absent. */
export function digitsOf(value: number | undefined, maxDigits = 7): string | undefined {
  if (value === undefined) return undefined
  if (!Number.isInteger(value) || value < 0 || value >= 10 ** maxDigits) {
    throw new RangeError(`not a sendable number: ${String(value)}`)
  }
  return String(value)
}

const loopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\//

/** A web address that may be handed to a buyer: https, or a page of this machine's sandbox. Null for anything else. */
export function webAddressOf(text: string): string | null {
  if (!/^[\x21-\x7e]{1,2048}$/.test(text) || !URL.canParse(text)) return null
  const { protocol, username, password } = new URL(text)
  const allowed = protocol === 'https:' || loopback.test(text)
  return allowed && username === '' && password === '' ? text : null
}
