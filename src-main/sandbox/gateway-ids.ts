import { createHash } from 'node:crypto'
import type { Instant } from '../../src-shared/business-day.ts'
import { gatewayDateTime } from './gateway-date.ts'
import type { AccessKeys, TradeKind } from './trade.ts'

/** What a newly processed card trade is given. */
export interface ProcessingIds {
  readonly tranId: string
  readonly approve: string
}

/** Forward code of the card company the recorded sandbox names for cards (gmo-protocol.md §1.2). */
export const CARD_FORWARD = '2a99662'

/**
 * Keys of a trade, 32 lower-case hex digits each. The id follows from the order alone, the pass from order and kind:
 * the recorded gateway gave two payment kinds of one order the same id and different passes.
 */
export function accessKeys(idSeed: string, kind: TradeKind, orderId: string): AccessKeys {
  return { accessId: hex32(`${idSeed}|${orderId}`), accessPass: hex32(`${idSeed}|${orderId}|${kind}|pass`) }
}

/**
 * TranID is yyMMddHHmm, twelve ones and six digits; Approve has seven characters and sometimes starts with a blank,
 * which a reader must keep. Every ninth one does here, so that nobody gets by without noticing.
 */
export function processingIds(sequence: number, at: Instant): ProcessingIds {
  const number = String(sequence % 1_000_000).padStart(6, '0')
  const approve = sequence % 9 === 0 ? ` ${number}` : String(2_000_000 + (sequence % 8_000_000))
  return { tranId: `${gatewayDateTime(at).slice(2, 12)}${'1'.repeat(12)}${number}`, approve }
}

/** `length` digits that look drawn but follow from `text`: numbers a buyer keys in at a till. */
export function digitsOf(text: string, length: number): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return BigInt(`0x${hex}`).toString().slice(-length).padStart(length, '0')
}

/** MD5 in hex over the values just as they are answered, then the shop's pass (gmo-protocol.md §1.2). */
export function checkString(values: readonly string[], shopPass: string): string {
  return createHash('md5')
    .update([...values, shopPass].join(''))
    .digest('hex')
}

function hex32(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
