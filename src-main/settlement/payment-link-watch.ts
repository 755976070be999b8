import type { Instant } from '../../src-shared/business-day.ts'
import type { AuditKind } from '../../src-shared/audit.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { Transaction } from '../db/database.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import type { Trade } from '../gmo/trade.ts'
import { noteDifference } from './differences.ts'
import { refresh } from './fresh-trade.ts'
import { sinceFirstLook } from './first-look.ts'
import { searchTrade } from './linking.ts'
import { takeBackLinks } from './lost-link-return.ts'
import { markAnswered } from './lost-table.ts'
import { programItself } from './outcome.ts'
import type { SettlementParts } from './parts.ts'
import { findLink, linksOfOrder, updateLink, type LinkProgress, type LinkRecord } from './payment-link-table.ts'
import { findPayment, orderOfTrade, type PaymentRecord } from './payment-table.ts'
import { authorisationOf, stateOfTrade } from './trade-record.ts'
import { SECOND_LOOK_MS, STRAY_WAIT_MS, waitAfterUnanswered } from './verdict.ts'

/** A buyer who is at the card company's page when the time ends may still finish. */
export const GRACE_MS = 3_600_000
/** Clocks of this machine and the gateway may differ by so much. */
const SKEW_MS = 600_000
/** While a link is young, the buyer is at the telephone. */
const waits = [
  { until: 600_000, waitMs: 60_000 },
  { until: 3_600_000, waitMs: 300_000 },
] as const
const LATER_WAIT_MS = 900_000

const moneyStates: readonly SettlementStatus[] = ['authorised', 'simpleAuthorised', 'sales', 'captured', 'other']
/** States of a trade nobody has paid for. */
const waitingStates: readonly SettlementStatus[] = ['unprocessed', 'authenticated', 'checked']

/** States in which a trade holds the buyer's money; for the list of what a person has to look at. */
export const holdingStates = moneyStates

/** True when the buyer's card is charged or held, or nobody knows what the gateway's word means. */
export function holdsMoney(status: SettlementStatus | null): boolean {
  return status !== null && moneyStates.includes(status)
}

/** Milliseconds until an unpaid link is asked about again: 1, then 5, then 15 minutes, and once when its time is over. */
export function waitForBuyer(
  { issuedAt, expiresAt }: Pick<LinkRecord, 'issuedAt' | 'expiresAt'>,
  now: Instant,
): number {
  const age = now - issuedAt
  const wait = waits.find(({ until }) => age < until)?.waitMs ?? LATER_WAIT_MS
  const untilEnd = expiresAt + GRACE_MS + 1 - now
  return untilEnd > 0 ? Math.min(wait, untilEnd) : wait
}

/** What came of asking about links: whether anything is new, and the last inquiry that gave no answer. */
export interface LinkLook {
  readonly changed: boolean
  readonly unanswered: Unanswered | null
}

type Unanswered = Exclude<Inquiry, { outcome: 'found' | 'missing' }>

/**
 * Asks about every watched link of an order, with `endedToo` once more about those whose time is over: a buyer may have
 * finished after the last look, and a machine's clock may have been wrong. The caller is alone on the order.
 */
export async function lookAtLinks(parts: SettlementParts, orderId: number, endedToo = false): Promise<LinkLook> {
  await takeBackLinks(parts, orderId)
  const links = await parts.db.read((db) => linksOfOrder(db, orderId))
  let changed = false
  for (const link of links) {
    if (!isAsked(link, endedToo)) continue
    const look = await lookAtLink(parts, link.id, endedToo)
    changed ||= look.changed
    if (look.unanswered !== null) return { changed, unanswered: look.unanswered }
  }
  return { changed, unanswered: null }
}

/**
 * Asks the gateway whether a link was used, and ties its trade to the order when it was. Sends nothing that could
 * change a trade. The caller is alone on the order; a link that is no longer watched is left as it is.
 */
export async function lookAtLink(parts: SettlementParts, linkId: number, endedToo = false): Promise<LinkLook> {
  const link = await parts.db.read((db) => findLink(db, linkId))
  if (link === null || !isAsked(link, endedToo)) return { changed: false, unanswered: null }
  const inquiry = await parts.gateway.inquire(link.gatewayOrderNo)
  if (inquiry.outcome !== 'found' && inquiry.outcome !== 'missing') return noteUnanswered(parts, link, inquiry)
  const trade = inquiry.outcome === 'found' ? inquiry.trade : null
  const isUsed = trade !== null && !waitingStates.includes(trade.status)
  const cart = isUsed ? await lookAtCart(parts, link) : 'clear'
  if (cart === 'noAnswer') return noteUnanswered(parts, link, { outcome: 'unknown', reason: 'unreadable' })
  const changed = await parts.db.write(async (trx) => {
    await markAnswered(trx, link.gatewayOrderNo, parts.clock.now())
    return noteAnswer(parts, trx, link, trade, cart)
  })
  return { changed, unanswered: null }
}

function isAsked({ state, nextInquiryAt }: LinkRecord, endedToo: boolean): boolean {
  return nextInquiryAt !== null || (endedToo && state === 'ended')
}

async function noteUnanswered(parts: SettlementParts, link: LinkRecord, unanswered: Unanswered): Promise<LinkLook> {
  if (link.nextInquiryAt !== null) await postpone(parts, link)
  return { changed: link.state === 'intended', unanswered }
}

/** What the gateway shows under the link's number, null when it knows no such trade. Answers whether that is new. */
async function noteAnswer(
  parts: SettlementParts,
  trx: Transaction,
  link: LinkRecord,
  trade: Trade | null,
  cart: Exclude<CartLook, 'noAnswer'>,
): Promise<boolean> {
  if (trade !== null && (await isElsewhere(parts, trx, link, trade))) return noteElsewhere(parts, trx, link)
  if (trade === null && (await isFirstMissing(parts, trx, link))) return false
  return trade !== null && !waitingStates.includes(trade.status)
    ? noteUsed(parts, trx, link, trade, cart)
    : noteUnused(parts, trx, link, trade?.status ?? null)
}

/** `doubtful`: money lies under the order's own numbers that may be the order's, and that no rule ties to it. */
type CartLook = 'clear' | 'doubtful' | 'noAnswer'

/**
 * The cart may have taken the money as well: then that is the order's trade, and the link's a second one. Asked before a
 * link's trade becomes the order's, because nobody looks under the order's own numbers afterwards. A trade that was there
 * before the link is no doubt: whoever had the link made was asked about it.
 */
async function lookAtCart(parts: SettlementParts, link: LinkRecord): Promise<CartLook> {
  if ((await parts.db.read((db) => findPayment(db, link.orderId))) !== null) return 'clear'
  const { outcome, found } = await searchTrade(parts, await parts.orders.open(link.orderId))
  if (outcome === 'noAnswer') return 'noAnswer'
  // A refused look stays refused; it must not keep the link's money from being seen.
  if (outcome === 'linked') return 'clear'
  const since = link.issuedAt - SKEW_MS
  const doubts = found.filter(
    (trade) => trade.gatewayOrderId !== link.gatewayOrderNo && holdsMoney(trade.status) && madeAt(trade) >= since,
  )
  return doubts.length > 0 ? 'doubtful' : 'clear'
}

function madeAt(trade: Trade): Instant {
  return authorisationOf(trade, null) ?? trade.processedAt
}

/**
 * The gateway does not know a trade that it had shown as paid. Said once it may be a mistake of the moment: what was seen
 * stays, and only the same answer at least a minute later ends the watch.
 */
async function isFirstMissing(parts: SettlementParts, trx: Transaction, link: LinkRecord): Promise<boolean> {
  const { id, state, url, missingAt } = link
  if (state !== 'paid') return false
  const at = parts.clock.now()
  const key = `link ${link.gatewayOrderNo} missing`
  const since = sinceFirstLook(parts, key, missingAt, at)
  if (since >= SECOND_LOOK_MS) {
    parts.firstLooks.delete(key)
    return false
  }
  const nextInquiryAt = at + STRAY_WAIT_MS
  await updateLink(trx, id, state, { state, url, missingAt: at - since, unanswered: 0, nextInquiryAt })
  return true
}

async function postpone(parts: SettlementParts, link: LinkRecord): Promise<void> {
  const unanswered = link.unanswered + 1
  const nextInquiryAt = parts.clock.now() + waitAfterUnanswered(unanswered)
  const state = link.state === 'intended' ? 'unknown' : link.state
  await parts.db.write((trx) =>
    updateLink(trx, link.id, link.state, { state, url: link.url, unanswered, nextInquiryAt }),
  )
}

/** Nobody has paid yet. When the time of the link is over, this was the last look. */
async function noteUnused(
  parts: SettlementParts,
  trx: Transaction,
  link: LinkRecord,
  tradeStatus: SettlementStatus | null,
): Promise<boolean> {
  const at = parts.clock.now()
  const seen = { tradeStatus, seenAt: at, missingAt: null, unanswered: 0 }
  if (link.state === 'ended') {
    await updateLink(trx, link.id, 'ended', { ...seen, state: 'ended', url: null, nextInquiryAt: null })
    return false
  }
  if (at > link.expiresAt + GRACE_MS || link.state === 'paid') {
    const state = link.state === 'paid' ? 'paid' : 'ended'
    await updateLink(trx, link.id, link.state, { ...seen, state, url: null, nextInquiryAt: null })
    if (state === 'ended') await note(parts, trx, link, 'link.ended')
    return true
  }
  const state = link.state === 'intended' ? 'unknown' : link.state
  const nextInquiryAt = at + waitForBuyer(link, at)
  await updateLink(trx, link.id, link.state, { ...seen, state, url: link.url, nextInquiryAt })
  return state !== link.state || tradeStatus !== link.tradeStatus
}

/**
 * A number that the gateway had before the desk asked for it, with a trade that cannot be this order's: older than the
 * order, or another order's. One that only has another sum may be a link of which a restored copy knows nothing.
 */
async function isElsewhere(parts: SettlementParts, trx: Transaction, link: LinkRecord, trade: Trade): Promise<boolean> {
  if (!link.taken) return false
  const owner = await orderOfTrade(trx, link.gatewayOrderNo)
  if (owner !== null && owner !== link.orderId) return true
  return madeAt(trade) < (await parts.orders.openIn(trx, link.orderId)).orderedAt - SKEW_MS
}

/** What became of a number that is somebody else's: there is no link under it. */
async function noteElsewhere(parts: SettlementParts, trx: Transaction, link: LinkRecord): Promise<boolean> {
  const over = { state: 'refused', url: null, unanswered: 0, nextInquiryAt: null } as const
  await updateLink(trx, link.id, link.state, { ...over, seenAt: parts.clock.now() })
  await note(parts, trx, link, 'link.takenElsewhere')
  return true
}

/** The gateway shows a trade that someone paid. */
async function noteUsed(
  parts: SettlementParts,
  trx: Transaction,
  link: LinkRecord,
  trade: Trade,
  cart: Exclude<CartLook, 'noAnswer'>,
): Promise<boolean> {
  const at = parts.clock.now()
  const payment = await findPayment(trx, link.orderId)
  const { status: tradeStatus } = trade
  const seen = { state: 'paid', url: null, tradeStatus, seenAt: at, missingAt: null, unanswered: 0 } as const
  const isTied = payment?.gatewayOrderNo === link.gatewayOrderNo
  if (isTied || (payment === null && cart === 'clear' && (await fits(parts, trx, link, trade)))) {
    await updateLink(trx, link.id, link.state, { ...seen, doubtful: false, nextInquiryAt: null })
    await tie(parts, trx, link, payment, trade)
    return true
  }
  const nextInquiryAt = holdsMoney(tradeStatus) ? at + STRAY_WAIT_MS : null
  return noteStray(parts, trx, link, { ...seen, doubtful: link.doubtful || payment === null, nextInquiryAt })
}

/** A trade that is not the order's: it is said once in the history, and on the order as long as it holds money. */
async function noteStray(
  parts: SettlementParts,
  trx: Transaction,
  link: LinkRecord,
  progress: LinkProgress & { readonly doubtful: boolean; readonly tradeStatus: SettlementStatus },
): Promise<boolean> {
  await updateLink(trx, link.id, link.state, progress)
  if (link.state === 'paid') return link.tradeStatus !== progress.tradeStatus
  const { tradeStatus: status } = progress
  await note(parts, trx, link, progress.doubtful ? 'link.doubtful' : 'link.paidTwice', { status })
  await parts.orders.touch(trx, link.orderId)
  return true
}

/** The link's trade becomes the order's. 対応状況 stays, unless the order was waiting for just this. */
async function tie(
  parts: SettlementParts,
  trx: Transaction,
  link: LinkRecord,
  payment: PaymentRecord | null,
  trade: Trade,
): Promise<void> {
  await refresh(parts, link.orderId, payment, trade)
  await note(parts, trx, link, 'link.paid', { status: trade.status })
  const order = await parts.orders.openIn(trx, link.orderId)
  // The order may cost something else by now: then both stand in 照合 from the start, not only after the next sweep.
  const sight = stateOfTrade(trade)
  await noteDifference(parts, order, sight, sight)
  if (order.status === 'paymentProcessing') {
    await parts.orders.changeStatusIn(trx, link.orderId, 'received', programItself)
  }
}

/**
 * The number is this link's alone, but a second desk on the same contract may have used it as well: the trade must be
 * of the link's amount, not older than the link, and nobody else's. Where the gateway knew the number before the desk
 * asked for it, the link may be one that a restored copy does not know: then it must not be older than the order.
 */
async function fits(parts: SettlementParts, trx: Transaction, link: LinkRecord, trade: Trade): Promise<boolean> {
  if (trade.amountYen + trade.taxYen !== link.amountYen) return false
  const since = link.taken ? (await parts.orders.openIn(trx, link.orderId)).orderedAt : link.issuedAt
  if (trade.processedAt < since - SKEW_MS) return false
  const owner = await orderOfTrade(trx, link.gatewayOrderNo)
  return owner === null || owner === link.orderId
}

async function note(
  parts: SettlementParts,
  trx: Transaction,
  { orderId, gatewayOrderNo, amountYen }: LinkRecord,
  kind: AuditKind,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const details = { amountYen, gatewayOrderNo, ...more }
  await parts.audit.append(trx, { at: parts.clock.now(), kind, operator: programItself, orderId, details })
}
