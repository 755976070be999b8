import type { ReconcileReport } from '../../src-shared/attention.ts'
import type { Order } from '../../src-shared/order.ts'
import type { Inquiry } from '../gmo/gateway.ts'
import { refresh } from './fresh-trade.ts'
import { inquireByKind } from './inquire-linked.ts'
import { inquireOperation } from './inquiry.ts'
import { isLostLink } from './lost-link-table.ts'
import { lookAtLostLink } from './lost-link-watch.ts'
import { countWaiting, markAnswered, waitingLost, type LostOperation } from './lost-table.ts'
import { liveOperation, openStates } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { findPayment, orderOfTrade } from './payment-table.ts'

/** Runs work as the only one on an order. */
export type Alone = <T>(orderId: number, work: () => Promise<T>) => Promise<T>

/**
 * Asks about every trade that moved after the restored copy was made (settlement.md R10). Changes nothing at the gateway;
 * an order gets the state its trade has there. Stops when the gateway cannot be asked; what is left waits.
 */
async function reconcileLost(parts: SettlementParts, alone: Alone): Promise<ReconcileReport> {
  let answered = 0
  const trades = new Map((await parts.db.read(waitingLost)).map((lost) => [lost.gatewayOrderNo, lost]))
  for (const lost of trades.values()) {
    const outcome = await reconcileOne(parts, alone, lost).catch((error: unknown) => {
      parts.log.error('settlement.reconcile', { trade: lost.gatewayOrderNo, error: String(error) })
      return 'failed' as const
    })
    if (outcome === 'answered') answered += 1
    if (outcome === 'unreachable') break
  }
  return { asked: trades.size, answered, waiting: await parts.db.read(countWaiting) }
}

/** One look at everything at a time: a second call while one runs gets the running one's report. */
export interface Reconciling {
  run(): Promise<ReconcileReport>
  /** Resolves when none is under way. */
  ended(): Promise<void>
}

export function createReconciling(parts: SettlementParts, alone: Alone): Reconciling {
  let running: Promise<ReconcileReport> | null = null
  return {
    run() {
      running ??= reconcileLost(parts, alone).finally(() => (running = null))
      return running
    },
    async ended() {
      await Promise.allSettled([running])
    },
  }
}

async function reconcileOne(
  parts: SettlementParts,
  alone: Alone,
  lost: LostOperation,
): Promise<'answered' | 'unreachable' | 'failed'> {
  if (isLostLink(lost.operationId)) return reconcileLink(parts, alone, lost)
  const orderId = await orderOf(parts, lost)
  const look = () => lookAtLost(parts, lost, orderId)
  const inquiry = await (orderId === null ? look() : alone(orderId, look))
  if (inquiry.outcome === 'found' || inquiry.outcome === 'missing') return 'answered'
  return inquiry.outcome === 'not-sent' ? 'unreachable' : 'failed'
}

/** A payment link is judged by the rules for links, not taken over as a trade. */
async function reconcileLink(
  parts: SettlementParts,
  alone: Alone,
  { gatewayOrderNo }: LostOperation,
): Promise<'answered' | 'unreachable' | 'failed'> {
  const unanswered = await lookAtLostLink(parts, gatewayOrderNo, alone)
  if (unanswered === null) return 'answered'
  return unanswered !== 'busy' && unanswered.outcome === 'not-sent' ? 'unreachable' : 'failed'
}

/**
 * The order that carries the trade, or the one it belonged to when the witness saw it; null when the copy has neither. An
 * order made after that only got the same number again.
 */
async function orderOf(parts: SettlementParts, lost: LostOperation): Promise<number | null> {
  const linked = await parts.db.read((db) => orderOfTrade(db, lost.gatewayOrderNo))
  if (linked !== null) return linked
  const id = (await parts.orders.byOrderNos([lost.orderNo])).get(lost.orderNo)?.id
  if (id === undefined) return null
  return (await parts.orders.open(id)).orderedAt <= lost.happenedAt ? id : null
}

/** One look. The trade counts as asked about with the gateway's answer, also when it knows no such trade. */
async function lookAtLost(parts: SettlementParts, lost: LostOperation, orderId: number | null): Promise<Inquiry> {
  const inquiry = await inquireByKind(parts, lost.gatewayOrderNo, lost.tradeKind)
  if (inquiry.outcome !== 'found' && inquiry.outcome !== 'missing') return inquiry
  if (inquiry.outcome === 'found' && orderId !== null) await takeOver(parts, orderId, inquiry)
  await parts.db.write((trx) => markAnswered(trx, lost.gatewayOrderNo, parts.clock.now()))
  return inquiry
}

/** An operation that is still open in the copy is judged by its own rules; everything else takes the gateway's state. */
async function takeOver(
  parts: SettlementParts,
  orderId: number,
  { trade }: Extract<Inquiry, { outcome: 'found' }>,
): Promise<void> {
  const live = await parts.db.read((db) => liveOperation(db, orderId))
  if (live !== null && openStates.includes(live.state)) return inquireOperation(parts, live.id)
  const payment = await parts.db.read((db) => findPayment(db, orderId))
  if (payment === null || payment.gatewayOrderNo === trade.gatewayOrderId) {
    await refresh(parts, orderId, payment, trade)
  }
}

/** An inquiry the operator asked for brought the trade's state: that frees the order as well. */
export async function noteInquired(parts: SettlementParts, order: Order): Promise<void> {
  const payment = await parts.db.read((db) => findPayment(db, order.id))
  if (payment === null) return
  await parts.db.write((trx) => markAnswered(trx, payment.gatewayOrderNo, parts.clock.now()))
}
