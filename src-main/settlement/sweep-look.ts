import type { Inquiry } from '../gmo/gateway.ts'
import { noteDifference, noteSight } from './differences.ts'
import { inquireLinked } from './inquire-linked.ts'
import { linkOrder, type LinkOutcome } from './linking.ts'
import { liveOperation, openStates } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment } from './payment-table.ts'
import { stateOfPayment } from './trade-record.ts'

/** What came of asking about one order. */
export interface Look {
  readonly answer: 'found' | 'missing' | 'leftOut' | 'refused' | 'noAnswer' | 'unreachable' | 'notConfigured'
  readonly linked?: boolean
  readonly adopted?: boolean
  readonly differs?: boolean
}

/**
 * Asks about one order and writes down what differs; changes nothing at the gateway. An order whose outcome is open is
 * left out: the inquiry that follows an operation is judged by other rules (`verdict.ts`).
 */
export async function lookAtOrder(parts: SettlementParts, orderId: number, isLinking: () => boolean): Promise<Look> {
  const live = await parts.db.read((db) => liveOperation(db, orderId))
  if (live !== null && openStates.includes(live.state)) return { answer: 'leftOut' }
  const order = await parts.orders.open(orderId)
  const payment = await parts.db.read((db) => findPayment(db, orderId))
  if (payment === null) return isLinking() ? { answer: 'leftOut' } : lookForTrade(parts, orderId)
  const inquiry = await inquireLinked(parts, order, payment)
  if (inquiry.outcome === 'found') return { answer: 'found', ...(await noteSight(parts, payment, inquiry.trade)) }
  if (inquiry.outcome !== 'missing') return { answer: answerOf(inquiry) }
  return { answer: 'missing', differs: await noteDifference(parts, order, stateOfPayment(payment), null) }
}

async function lookForTrade(parts: SettlementParts, orderId: number): Promise<Look> {
  const outcome = await linkOrder(parts, await parts.orders.open(orderId))
  const payment = outcome === 'linked' ? await parts.db.read((db) => findPayment(db, orderId)) : null
  if (payment === null) return { answer: answerOfLinking(outcome) }
  const sight = stateOfPayment(payment)
  const differs = await noteDifference(parts, await parts.orders.open(orderId), sight, sight)
  return { answer: 'found', linked: true, differs }
}

/** That a shop's number leads to no trade, or to a doubtful one, is an answer; the order shows the reason itself. */
function answerOfLinking(outcome: LinkOutcome): Look['answer'] {
  return outcome === 'refused' || outcome === 'noAnswer' || outcome === 'notConfigured' ? outcome : 'missing'
}

function answerOf(inquiry: Exclude<Inquiry, { outcome: 'found' | 'missing' }>): Look['answer'] {
  if (inquiry.outcome === 'refused') return 'refused'
  if (inquiry.reason === 'credentials') return 'notConfigured'
  return inquiry.outcome === 'not-sent' ? 'unreachable' : 'noAnswer'
}
