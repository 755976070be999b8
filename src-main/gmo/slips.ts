import type { Instant } from '../../src-shared/business-day.ts'
import { valueOf } from './answer.ts'
import type { AnswerFields } from './answer.ts'
import { keysOf } from './change.ts'
import type { FormFields } from './form.ts'
import { otherTrade, unreadable } from './trade.ts'
import type { ConvenienceSlip, PayEasySlip, Reading } from './trade.ts'
import { TradeAccess } from './trade-access.ts'
import { digitsOf, instantOf, statusOf, webAddressOf } from './wire-words.ts'

/** A trade to be registered that the buyer pays with a number. Amount and tax have up to six digits. */
export interface SlipEntry {
  /** Up to 27 letters, digits and hyphens, never used before at this shop. */
  readonly gatewayOrderId: string
  readonly amountYen: number
  readonly taxYen?: number
}

/** What the gateway prints on the slip and tells the buyer. Lengths are the gateway's business: it names what is wrong. */
export interface SlipDetails {
  /** As `register…` or an inquiry returned it. */
  readonly access: TradeAccess
  readonly customerName: string
  /** Full-width kana; half-width is refused (M01011013). */
  readonly customerKana: string
  readonly phone: string
  readonly mail?: string
  /** Days the number is valid; left out, as the shop has agreed with the gateway. */
  readonly termDays?: number
  /** Whom the buyer can ask, with the hours written `09:00-18:00`. */
  readonly contact: { readonly name: string; readonly phone: string; readonly hours: string }
  /** Up to three free texts that stay with the trade. */
  readonly notes?: readonly string[]
}

export interface ConvenienceDetails extends SlipDetails {
  /** The gateway's code of the chain, such as `10001` (gmo-protocol.md §3.7). */
  readonly storeCode: string
}

/** The numbers issued for a convenience store. */
export interface IssuedConvenience extends ConvenienceSlip {
  readonly termAt: Instant
  readonly processedAt: Instant
  /** The printable slip of some chains. */
  readonly slipUrl: string | null
}

/** The numbers issued for Pay-easy. */
export interface IssuedPayEasy extends PayEasySlip {
  readonly termAt: Instant
  readonly processedAt: Instant
  /** Where a buyer goes on who pays online. */
  readonly bankUrl: string | null
}

/** A number taken back. The answer carries no time: an inquiry does. */
export interface CancelledSlip {
  readonly status: 'cancelled'
}

/** Fields of EntryTranCvs and EntryTranPayEasy. An amount that is not sendable is a thrown bug. */
export function entryFields({ gatewayOrderId, amountYen, taxYen }: SlipEntry): FormFields {
  return { OrderID: gatewayOrderId, Amount: digitsOf(amountYen, 6), Tax: digitsOf(taxYen, 6) }
}

/** Fields of ExecTranPayEasy, and with a store code of ExecTranCvs. More than three notes are a thrown bug. */
export function issueFields(details: SlipDetails, storeCode?: string): FormFields {
  const { access, contact, notes = [] } = details
  if (notes.length > 3) throw new RangeError('a trade has room for three notes')
  const [ClientField1, ClientField2, ClientField3] = notes
  return {
    ...keysOf(access),
    OrderID: access.gatewayOrderId,
    Convenience: storeCode,
    CustomerName: details.customerName,
    CustomerKana: details.customerKana,
    TelNo: details.phone,
    PaymentTermDay: digitsOf(details.termDays, 2),
    MailAddress: details.mail,
    ReceiptsDisp11: contact.name,
    ReceiptsDisp12: contact.phone,
    ReceiptsDisp13: contact.hours,
    ClientField1,
    ClientField2,
    ClientField3,
    ClientFieldFlag: notes.length > 0 ? '1' : undefined,
  }
}

/** Fields of CvsCancel and PayEasyCancel. */
export function cancelFields(access: TradeAccess): FormFields {
  return { OrderID: access.gatewayOrderId, ...keysOf(access) }
}

/** The key to the trade just registered. The pass has 32 signs: a shorter one was cut off. */
export function readEntry(fields: AnswerFields, gatewayOrderId: string): Reading<TradeAccess> {
  const id = valueOf(fields, 'AccessID') ?? ''
  const pass = valueOf(fields, 'AccessPass') ?? ''
  if ((valueOf(fields, 'OrderID') ?? gatewayOrderId) !== gatewayOrderId) return otherTrade
  if (![id, pass].every((key) => /^[0-9A-Za-z]{32}$/.test(key))) return unreadable
  return { ok: true, value: new TradeAccess(gatewayOrderId, id, pass) }
}

/** The numbers in an answer of ExecTranCvs. Some chains use no confirmation number; its key is there all the same. */
export function readConvenience(fields: AnswerFields, asked: ConvenienceDetails): Reading<IssuedConvenience> {
  const storeCode = valueOf(fields, 'Convenience') ?? ''
  const receiptNumber = valueOf(fields, 'ReceiptNo') ?? ''
  const confirmationNumber = valueOf(fields, 'ConfNo')
  const times = timesOf(fields, asked.access.gatewayOrderId)
  if (!times.ok) return times
  if (storeCode !== asked.storeCode) return storeCode === '' ? unreadable : otherTrade
  if (receiptNumber === '' || confirmationNumber === undefined) return unreadable
  const slipUrl = webAddressOf(valueOf(fields, 'ReceiptUrl') ?? '')
  return { ok: true, value: { storeCode, receiptNumber, confirmationNumber, ...times.value, slipUrl } }
}

/** The numbers in an answer of ExecTranPayEasy. */
export function readPayEasy(fields: AnswerFields, { access }: SlipDetails): Reading<IssuedPayEasy> {
  const institutionNumber = valueOf(fields, 'BkCode') ?? ''
  const customerNumber = valueOf(fields, 'CustID') ?? ''
  const confirmationNumber = valueOf(fields, 'ConfNo') ?? ''
  const times = timesOf(fields, access.gatewayOrderId)
  if (!times.ok) return times
  if ([institutionNumber, customerNumber, confirmationNumber].includes('')) return unreadable
  const bankUrl = webAddressOf(valueOf(fields, 'PaymentURL') ?? '')
  return { ok: true, value: { institutionNumber, customerNumber, confirmationNumber, ...times.value, bankUrl } }
}

/** Any state but キャンセル proves nothing: the call can only be answered with that one. */
export function readCancelled(fields: AnswerFields, { gatewayOrderId }: TradeAccess): Reading<CancelledSlip> {
  const orderId = valueOf(fields, 'OrderID') ?? ''
  if (orderId !== gatewayOrderId) return orderId === '' ? unreadable : otherTrade
  const status = statusOf(valueOf(fields, 'Status') ?? '')
  return status === 'cancelled' ? { ok: true, value: { status } } : unreadable
}

function timesOf(fields: AnswerFields, gatewayOrderId: string): Reading<{ termAt: Instant; processedAt: Instant }> {
  const orderId = valueOf(fields, 'OrderID') ?? ''
  if (orderId !== gatewayOrderId) return orderId === '' ? unreadable : otherTrade
  const termAt = instantOf(valueOf(fields, 'PaymentTerm') ?? '')
  const processedAt = instantOf(valueOf(fields, 'TranDate') ?? '')
  return termAt === null || processedAt === null ? unreadable : { ok: true, value: { termAt, processedAt } }
}
