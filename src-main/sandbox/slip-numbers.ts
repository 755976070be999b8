import { createHash } from 'node:crypto'
import { digitsOf } from './gateway-ids.ts'
import type { Trade } from './trade.ts'

/** How the numbers of one convenience store look. A fixed ConfNo is the code of the collecting company. */
interface Store {
  readonly receiptDigits: number
  readonly confDigits: number
  readonly fixedConfNo?: string
  readonly longestTermDays: number
}

const lawson: Store = { receiptDigits: 14, confDigits: 4, longestTermDays: 99 }
const familyMart: Store = { receiptDigits: 12, confDigits: 5, fixedConfNo: '20020', longestTermDays: 60 }
const circleK: Store = { receiptDigits: 11, confDigits: 4, longestTermDays: 60 }
const daily: Store = { receiptDigits: 11, confDigits: 0, longestTermDays: 60 }
const seven: Store = { receiptDigits: 13, confDigits: 0, longestTermDays: 99 }
const seicomart: Store = { receiptDigits: 6, confDigits: 11, longestTermDays: 99 }

/** Stores by code (gmo-protocol.md §3.7). A term has two digits at most, hence 99 where a store allows more. */
const stores: ReadonlyMap<string, Store> = new Map([
  ['00001', lawson],
  ['10001', lawson],
  ['00002', familyMart],
  ['10002', familyMart],
  ['00003', circleK],
  ['10003', circleK],
  ['00004', circleK],
  ['10004', circleK],
  ['00005', lawson],
  ['10005', lawson],
  ['00006', daily],
  ['00007', seven],
  ['00008', seicomart],
  ['10008', seicomart],
])

/** Days a buyer has when the shop names none (recorded for Pay-easy, gmo-protocol.md §3.8). */
export const DEFAULT_TERM_DAYS = 10
/** Longest Pay-easy term in days. */
const PAY_EASY_LONGEST_TERM_DAYS = 60
/** Number of the collecting institution that the recorded Pay-easy answer carries. */
const INSTITUTION_NO = '58021'

export function isStore(code: string): boolean {
  return stores.has(code)
}

/** Most days a buyer may be given: at the store `convenience`, or at a bank when that is empty. */
export function longestTermDays(convenience: string): number {
  if (convenience === '') return PAY_EASY_LONGEST_TERM_DAYS
  return stores.get(convenience)?.longestTermDays ?? PAY_EASY_LONGEST_TERM_DAYS
}

/** Numbers the buyer keys in at the till of `convenience`. */
export function convenienceNumbers(
  convenience: string,
  orderId: string,
): Pick<Trade, 'convenience' | 'confNo' | 'receiptNo'> {
  const store = stores.get(convenience) ?? lawson
  const confNo = store.fixedConfNo ?? (store.confDigits === 0 ? '' : digitsOf(`${orderId}|conf`, store.confDigits))
  return { convenience, confNo, receiptNo: digitsOf(`${orderId}|receipt`, store.receiptDigits) }
}

/** Numbers the buyer keys in at a bank's machine, in the order BkCode, CustID, ConfNo; the last is for net banks. */
export function payEasyNumbers(orderId: string): Pick<Trade, 'custId' | 'bkCode' | 'confNo' | 'encryptReceiptNo'> {
  return {
    custId: `WNT${digitsOf(`${orderId}|cust`, 8)}`,
    bkCode: INSTITUTION_NO,
    confNo: digitsOf(`${orderId}|conf`, 4),
    encryptReceiptNo: createHash('sha256').update(`${orderId}|bank`).digest('hex').toUpperCase(),
  }
}
