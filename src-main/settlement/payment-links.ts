import { addDays, dayOf, endOfDay, formatDateTime, type Instant } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import { mayBePaid } from '../../src-shared/payment-link.ts'
import type { AuditKind } from '../../src-shared/audit.ts'
import type { Transaction } from '../db/database.ts'
import type { PaymentLink } from '../gmo/payment-link.ts'
import type { Change } from '../gmo/change.ts'
import { linkOrder } from './linking.ts'
import { findLostLink } from './lost-link-table.ts'
import { codesOf } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { linkNumber } from './payment-link-number.ts'
import {
  findLink,
  insertLink,
  linksOfOrder,
  orderOfLink,
  updateLink,
  type LinkProgress,
  type LinkRecord,
} from './payment-link-table.ts'
import { meaningOf, refusalOf } from './payment-link-view.ts'
import { holdsMoney, lookAtLink, lookAtLinks, waitForBuyer } from './payment-link-watch.ts'
import { orderOfTrade } from './payment-table.ts'
import { FIRST_INQUIRY_MS } from './verdict.ts'

export interface LinkRequest {
  readonly id: number
  /** Version of the order that the operator saw: the link asks for the amount on the screen. */
  readonly seen: number
  /** A new link although an earlier one may still be used. */
  readonly again: boolean
}

/** So many numbers in a row are tried; each is a line of the journal. */
const MOST_NUMBERS = 5

/**
 * Has the gateway make a payment page for the order's お支払い合計, after a look that the order has no trade of its own.
 * Every request has a number of its own that is committed before it is sent; one whose outcome is open is never sent
 * again, and its number stays watched. A number that the gateway has already is asked about before another one is tried.
 * The caller is alone on the order.
 */
export async function createLink(parts: SettlementParts, request: LinkRequest, operator: Operator): Promise<void> {
  await refuseIfPaidElsewhere(parts, request)
  await refuseUnlessLooked(parts, request.id)
  for (let tried = 1; ; tried += 1) {
    const link = await intend(parts, request, operator)
    await witnessLink(parts, link)
    const change = await send(parts, link)
    await finish(parts, link, change, operator)
    const failure = failureOf(change, link)
    if (failure === null) return
    if (!isTaken(change)) throw failure
    await refuseIfOurs(parts, link)
    if (tried === MOST_NUMBERS) throw failure
  }
}

/**
 * The cart may have taken the money already: the order's own numbers are asked about first. A trade that was found but is
 * not the order's by the rules is for the operator to decide, who has seen it when it was known before.
 */
async function refuseIfPaidElsewhere(parts: SettlementParts, { id, seen, again }: LinkRequest): Promise<void> {
  const order = await parts.orders.open(id)
  const { orderNo, settlement } = order
  await refuseUnlessPossible(parts, order, seen)
  const outcome = await linkOrder(parts, order)
  if (outcome === 'linked') throw notPossible(orderNo, 'linked')
  if (outcome === 'notConfigured') throw new Refusal('gateway.not-configured', {}, 'open-gateway-settings')
  if (outcome === 'noAnswer' || outcome === 'refused') throw new Refusal('link.not-looked', { orderNo }, 'retry')
  if (outcome !== 'doubtful' && outcome !== 'ambiguous') return
  const isKnown = settlement?.link.state === 'unlinked' && settlement.link.reason === outcome
  if (!again || !isKnown) throw new Refusal('link.perhaps-paid', { orderNo })
}

/** The buyer may have paid an earlier link since the last look: who agreed to two links did not agree to two payments. */
async function refuseUnlessLooked(parts: SettlementParts, orderId: number): Promise<void> {
  const { unanswered } = await lookAtLinks(parts, orderId, true)
  if (unanswered === null) return
  const { orderNo } = await parts.orders.open(orderId)
  throw new Refusal('link.not-looked', { orderNo }, 'retry')
}

/** Refuses what no confirmation changes: before anything is asked, and once more when the intent is written. */
async function refuseUnlessPossible(parts: SettlementParts, order: Order, seen: number): Promise<void> {
  // After a restore the copy may not know which numbers are used.
  await parts.gate.pass(order.orderNo)
  const refusal = refusalOf(order)
  if (refusal !== null) throw new Refusal(refusal.code, refusal.params)
  if (order.version !== seen) throw new Refusal('order.changed-meanwhile', { orderNo: order.orderNo }, 'reload')
}

/**
 * The gateway had the number already. Only when its trade is none of this order the next number may be tried; a number
 * without a trade may be a link of this order that nobody has paid yet, and no answer leaves that open.
 */
async function refuseIfOurs(parts: SettlementParts, { id, orderId, gatewayOrderNo }: LinkRecord): Promise<void> {
  const { unanswered } = await lookAtLink(parts, id)
  const link = await parts.db.read((db) => findLink(db, id))
  const { orderNo } = await parts.orders.open(orderId)
  if (unanswered !== null) throw new Refusal('link.taken-unanswered', { orderNo, gatewayOrderNo }, 'retry')
  if (link?.state === 'refused') return
  if (link?.state === 'paid') throw link.doubtful ? perhapsPaid(link, orderNo) : notPossible(orderNo, 'linked')
  throw new Refusal('link.taken', { orderNo, gatewayOrderNo })
}

/** A trade of another sum: where it holds money it is under 要確認, and a further link needs the operator's word. */
function perhapsPaid({ gatewayOrderNo, tradeStatus }: LinkRecord, orderNo: string): Refusal {
  if (holdsMoney(tradeStatus)) return new Refusal('link.perhaps-paid', { orderNo })
  return new Refusal('link.taken', { orderNo, gatewayOrderNo })
}

function notPossible(orderNo: string, why: string): Refusal {
  return new Refusal('link.not-possible', { orderNo, why })
}

/** Looks at the order once more and writes what is about to be sent, in one transaction. */
function intend(parts: SettlementParts, { id, seen, again }: LinkRequest, operator: Operator): Promise<LinkRecord> {
  return parts.db.write(async (trx) => {
    const now = parts.clock.now()
    const order = await parts.orders.openIn(trx, id)
    await refuseUnlessPossible(parts, order, seen)
    const earlier = await linksOfOrder(trx, id)
    if (!again && earlier.some((link) => mayBePaid(link) || meaningOf(link, order) === 'doubtful')) {
      throw new Refusal('link.alive', { orderNo: order.orderNo })
    }
    await giveUpIntended(trx, earlier, now)
    const link = await newLink(parts, trx, order, (earlier[0]?.attempt ?? 0) + 1, operator)
    await parts.witness.keepEnd(trx)
    return { ...link, id: await insertLink(trx, link) }
  })
}

/**
 * The number is known outside the data file before the first byte leaves (R9), so that a restored copy learns of it.
 * Where that cannot be done nothing is sent. Refusal `storage.witness`.
 */
async function witnessLink(parts: SettlementParts, { id, orderId, gatewayOrderNo }: LinkRecord): Promise<void> {
  try {
    await parts.witness.recordLink(gatewayOrderNo)
  } catch (error) {
    parts.log.error('settlement.witness', { link: id, error: String(error) })
    const over = { state: 'notSent', url: null, unanswered: 0, nextInquiryAt: null } as const
    // The same disk may refuse this as well; the number is then asked about like one of unknown outcome.
    await parts.db
      .write((trx) => updateLink(trx, id, 'intended', over))
      .catch((again: unknown) => {
        parts.log.error('settlement.finish', { link: id, error: String(again) })
      })
    const { orderNo } = await parts.orders.open(orderId)
    throw new Refusal('storage.witness', { orderNo }, 'retry')
  }
}

/** One whose outcome could not be written: whoever is alone on the order knows that it is not under way. */
async function giveUpIntended(trx: Transaction, links: readonly LinkRecord[], now: Instant): Promise<void> {
  for (const { id, state } of links) {
    if (state !== 'intended') continue
    await updateLink(trx, id, state, { state: 'unknown', url: null, unanswered: 0, nextInquiryAt: now })
  }
}

async function newLink(
  parts: SettlementParts,
  trx: Transaction,
  order: Order,
  firstAttempt: number,
  operator: Operator,
): Promise<Omit<LinkRecord, 'id'>> {
  const { linkPage } = await parts.terms()
  const issuedAt = parts.clock.now()
  const attempt = await freeAttempt(parts, trx, order.orderNo, firstAttempt)
  return {
    orderId: order.id,
    attempt,
    gatewayOrderNo: linkNumber(order.orderNo, attempt),
    amountYen: order.money.paymentTotalYen,
    job: linkPage.job,
    threeDSecure: linkPage.threeDSecure,
    state: 'intended',
    url: null,
    codes: '',
    issuedAt,
    expiresAt: endOfDay(addDays(dayOf(issuedAt), linkPage.days)),
    tradeStatus: null,
    seenAt: null,
    missingAt: null,
    doubtful: false,
    taken: false,
    unanswered: 0,
    // Longer than a request can be under way; only reached when its outcome could not be written.
    nextInquiryAt: issuedAt + 120_000,
    operatorId: operator.id,
  }
}

/** The next attempt whose number is nobody else's: `55-1` may also be another order's 注文番号. */
async function freeAttempt(parts: SettlementParts, trx: Transaction, orderNo: string, first: number): Promise<number> {
  for (let attempt = first; ; attempt += 1) {
    const number = linkNumber(orderNo, attempt)
    const taken =
      (await orderOfLink(trx, number)) !== null ||
      (await findLostLink(trx, number)) !== null ||
      (await orderOfTrade(trx, number)) !== null ||
      (await parts.orders.byOrderNos([number], trx)).size > 0
    if (!taken) return attempt
  }
}

/** What came of sending; `bug` when our own code broke on the way. */
type Sent = Change<PaymentLink> | { readonly outcome: 'unknown'; readonly reason: 'bug' }

/** Sends once. Whatever breaks in here may have happened after the first byte, so it counts as unknown. */
async function send(parts: SettlementParts, link: LinkRecord): Promise<Sent> {
  try {
    const { linkPage } = await parts.terms()
    return await parts.gateway.createPaymentLink({
      gatewayOrderId: link.gatewayOrderNo,
      configId: linkPage.configId,
      amountYen: link.amountYen,
      ways: ['card'],
      card: { job: link.job, threeDSecure: link.threeDSecure },
      overview: `ご注文 ${link.gatewayOrderNo}`,
      expiresAt: link.expiresAt,
    })
  } catch (error) {
    parts.log.error('settlement.link', { link: link.id, error: String(error) })
    return { outcome: 'unknown', reason: 'bug' }
  }
}

async function finish(parts: SettlementParts, link: LinkRecord, sent: Sent, operator: Operator): Promise<void> {
  const at = parts.clock.now()
  const [kind, progress] = endOf(link, sent, at)
  await parts.db.write(async (trx) => {
    await updateLink(trx, link.id, 'intended', progress)
    const { codes = '' } = progress
    await parts.audit.append(trx, {
      at,
      kind,
      operator,
      orderId: link.orderId,
      details: {
        amountYen: link.amountYen,
        gatewayOrderNo: link.gatewayOrderNo,
        ...(kind === 'link.issued' ? { until: formatDateTime(link.expiresAt) } : {}),
        ...(codes === '' ? {} : { codes }),
      },
    })
  })
}

function endOf(link: LinkRecord, sent: Sent, at: Instant): readonly [AuditKind, LinkProgress] {
  const over = { url: null, unanswered: 0, nextInquiryAt: null }
  if (sent.outcome === 'applied') {
    const nextInquiryAt = at + waitForBuyer(link, at)
    return ['link.issued', { state: 'open', url: sent.receipt.url, unanswered: 0, nextInquiryAt }]
  }
  if (sent.outcome === 'not-sent') return ['link.notSent', { ...over, state: 'notSent' }]
  const codes = sent.outcome === 'refused' ? codesOf(sent.errors) : ''
  if (isUnknown(sent)) {
    return ['link.unknown', { ...over, state: 'unknown', codes, nextInquiryAt: at + FIRST_INQUIRY_MS }]
  }
  if (isTaken(sent)) {
    // Asked about at once; the plan stands for a program that ends before that.
    return ['link.taken', { ...over, state: 'unknown', taken: true, codes, nextInquiryAt: at + FIRST_INQUIRY_MS }]
  }
  return ['link.refused', { ...over, state: 'refused', codes }]
}

function isUnknown(sent: Sent): boolean {
  return sent.outcome === 'unknown' || (sent.outcome === 'refused' && sent.state === 'unknown')
}

function isTaken(sent: Sent): boolean {
  return (
    sent.outcome === 'refused' && sent.errors.some(({ kind, field }) => kind === 'duplicate' && field === 'orderId')
  )
}

/** What the operator is told when there is no link; null when there is one, or when nobody knows. */
function failureOf(sent: Sent, { gatewayOrderNo }: LinkRecord): Refusal | null {
  if (sent.outcome === 'applied' || isUnknown(sent)) return null
  if (sent.outcome === 'refused') {
    return new Refusal('gateway.refused', { gatewayOrderNo, codes: codesOf(sent.errors) })
  }
  if (sent.outcome === 'not-sent' && sent.reason === 'credentials') {
    return new Refusal('gateway.not-configured', {}, 'open-gateway-settings')
  }
  return new Refusal('gateway.offline', {}, 'retry')
}
