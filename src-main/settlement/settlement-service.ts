import type { AttentionItem, ReconcileReport } from '../../src-shared/attention.ts'
import type { CallParsed, LinkReport, OfferedAction, SettlementResult } from '../../src-shared/api.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { Order } from '../../src-shared/order.ts'
import { isGatewayKind, paymentKindOf } from '../../src-shared/payment-method.ts'
import { offeredActions } from '../../src-shared/settlement-rules.ts'
import type { DeadlinePage, DeadlineRequest } from '../../src-shared/deadline-radar.ts'
import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { TradeDifference, TradeSight } from '../../src-shared/trade-difference.ts'
import { adopt } from './adopt.ts'
import { countAttention, listAttention } from './attention.ts'
import { createBulk, type Bulk } from './bulk-service.ts'
import { changeSettlement } from './change.ts'
import { cardCounts, deadlinePage } from './deadlines.ts'
import { adoptDifference, listDifferences } from './differences.ts'
import { factsOf } from './facts.ts'
import { recover, startInquiryTimer } from './inquiry-timer.ts'
import { inquireOperation } from './inquiry.ts'
import type { ChangeRequest } from './intent.ts'
import { openJournalWitness } from './journal-witness.ts'
import { linkOrders, refreshOrLink } from './linking.ts'
import { countWaiting } from './lost-table.ts'
import { createMoneyGate } from './money-gate.ts'
import { liveOperation } from './operation-table.ts'
import { createOrderTurns, type OrderTurns } from './order-turns.ts'
import type { SettlementOptions, SettlementParts } from './parts.ts'
import { createLinkDesk, type LinkDesk } from './payment-link-desk.ts'
import { lookAtLinks } from './payment-link-watch.ts'
import { authorisedPayments, saveSettleBy } from './payment-table.ts'
import { createReconciling, noteInquired } from './reconcile.ts'
import { createSweep, type Sweep } from './sweep.ts'
import { countUnlinked, unlinkedOrderIds, type UnlinkedScope } from './unlinked-table.ts'
import { lastDayOfSales } from './trade-record.ts'

/** What is typed in the form and would be stored together with the operation. */
export type OfferedDraft = CallParsed<'settlement.offered'>['draft']

/** Everything the program does with money at the gateway. */
export interface SettlementService {
  /** What the pull-down offers; `draft` is what the form shows and is not stored yet. */
  offered(orderId: number, draft?: OfferedDraft): Promise<readonly OfferedAction[]>
  change(request: ChangeRequest, operator: Operator): Promise<SettlementResult>
  inquire(orderId: number): Promise<Order>
  /**
   * Ends what a person has to decide: by what the gateway shows, or, with `missing`, because it knows no such trade.
   */
  adopt(orderId: number, operator: Operator, missing?: boolean): Promise<Order>
  /**
   * Looks for the trade of every order that has none: those of the last year (nothing older can still be changed at
   * the gateway), or of all time. A second call while one runs gets the running one's report.
   */
  linkAll(reach?: 'year' | 'all'): Promise<LinkReport>
  attention(): Promise<readonly AttentionItem[]>
  /** Asks about every trade that moved after a restored copy was made (R10); while that runs, its report. */
  reconcile(): Promise<ReconcileReport>
  /** Payment links for the buyer. */
  readonly links: LinkDesk
  /** Asks about every open trade, by hand and by plan. */
  readonly sweep: Sweep
  /** What the check of the records looks at and closes. */
  readonly safeguards: Pick<SettlementParts, 'witness' | 'gate'>
  /** Many orders at once. */
  readonly bulk: Bulk
  cardCounts(): Promise<Readonly<Partial<Record<SettlementStatus, number>>>>
  deadlines(request: DeadlineRequest): Promise<DeadlinePage>
  /** Orders that disagree with the gateway as it was last seen, the longest known first. */
  differences(): Promise<readonly TradeDifference[]>
  /** Takes over what the gateway shows. Refused when that is no longer `seen`, or while an outcome is open. */
  adoptDifference(orderId: number, seen: TradeSight | null, operator: Operator): Promise<Order>
  counts(): Promise<{ readonly attention: number; readonly unlinked: number; readonly reconcile: number }>
  /** Writes a changed limit of 実売上 to every 仮売上. */
  recountDeadlines(): Promise<void>
  /** Stops asking and waits for what is under way. The gateway client is closed meanwhile, so that this is soon. */
  close(): Promise<void>
}

/** Starts the service: first the comparison with the witness and recovery, then the timer that asks about open operations, and the sweep by its plan. */
export async function createSettlementService(options: SettlementOptions): Promise<SettlementService> {
  const parts = await partsOf(options)
  const turns = createOrderTurns(parts.events)
  const open = await recover(parts)
  if (open > 0) parts.log.warn('settlement.recovery', { open })
  const timer = startInquiryTimer(parts, async (orderId, work) => {
    if (turns.isBusy(orderId)) return false
    await turns.take(orderId, work)
    return true
  })
  let linking: Promise<LinkReport> | null = null
  const sweep = await createSweep(parts, {
    isBusy: (orderId) => turns.isBusy(orderId),
    isLinking: () => linking !== null,
    unlinkedIds: () => unlinkedIds(parts, 'year'),
  })
  const links = await createLinkDesk(parts, turns, (orderId) => sweep.letGo(orderId))

  /**
   * The turn of what an operator asks for: a look of the sweep at that order is waited for, and the timer's plan may
   * be another afterwards.
   */
  async function alone<T>(orderId: number, work: () => Promise<T>): Promise<T> {
    await sweep.letGo(orderId)
    try {
      return await turns.take(orderId, work)
    } finally {
      timer.wake()
    }
  }

  const reconciling = createReconciling(parts, (id, work) => turns.free(id).then(() => alone(id, work)))
  const bulk = createBulk(parts, (request, operator, gateway) =>
    alone(request.id, () => changeSettlement({ ...parts, gateway }, request, operator)),
  )
  return {
    offered: (orderId, draft) => offeredFor(parts, orderId, draft),
    change: (request, operator) => alone(request.id, () => changeSettlement(parts, request, operator)),
    bulk,
    ...listsOf(parts),
    inquire: (orderId) => alone(orderId, () => inquireOrder(parts, orderId)),
    adopt: (id, operator, missing = false) => alone(id, () => adopt(parts, id, operator, missing)),
    async linkAll(reach = 'year') {
      linking ??= sweep
        .letGo()
        .then(() => linkEveryOrder(parts, turns, reach))
        .finally(() => (linking = null))
      return linking
    },
    reconcile: () => reconciling.run(),
    links,
    sweep,
    adoptDifference: (orderId, seen, operator) => alone(orderId, () => adoptDifference(parts, orderId, seen, operator)),
    counts: () => countOpen(parts),
    async close() {
      await Promise.all([bulk.close(), sweep.close(), timer.stop(), links.close(), reconciling.ended()])
      await turns.ended()
    },
  }
}

async function partsOf(options: SettlementOptions): Promise<SettlementParts> {
  const witness = await openJournalWitness(options)
  return { ...options, witness, gate: createMoneyGate({ db: options.db, witness }), firstLooks: new Map() }
}

/** What needs nothing but its parts. */
function listsOf(parts: SettlementParts) {
  return {
    safeguards: parts,
    attention: () => listAttention(parts),
    differences: () => listDifferences(parts),
    cardCounts: () => cardCounts(parts),
    deadlines: (request) => deadlinePage(parts, request),
    recountDeadlines: () => recountDeadlines(parts),
  } satisfies Partial<SettlementService>
}

async function offeredFor(
  parts: SettlementParts,
  orderId: number,
  draft: OfferedDraft = {},
): Promise<readonly OfferedAction[]> {
  const facts = factsOf(await parts.orders.open(orderId))
  const { orderStatus = facts.orderStatus, paymentTotalYen = facts.paymentTotalYen } = draft
  const { cancelRules } = await parts.terms()
  const offers = offeredActions({ ...facts, orderStatus, paymentTotalYen }, parts.clock.now(), cancelRules)
  const closed = await parts.gate.closedFor(facts.orderNo)
  return closed === null ? offers : offers.map((offer) => ({ ...offer, allowed: false, reason: closed }))
}

/** 「今すぐ確認」 / 「GMOに照会する」: settles an open outcome, refreshes a linked trade, or looks for one. */
async function inquireOrder(parts: SettlementParts, orderId: number): Promise<Order> {
  const order = await parts.orders.open(orderId)
  if (!isGatewayKind(order.paymentMethod.kind)) {
    throw new Refusal('settlement.nothing-to-inquire', { orderNo: order.orderNo })
  }
  const live = await parts.db.read((db) => liveOperation(db, orderId))
  if (live !== null && live.state !== 'awaitRetry') await inquireOperation(parts, live.id)
  else {
    await lookAtLinks(parts, orderId)
    await refreshOrLink(parts, order)
    await noteInquired(parts, order)
  }
  return parts.orders.open(orderId)
}

const YEAR_MS = 365 * 86_400_000

async function unlinkedScope(parts: SettlementParts, reach: 'year' | 'all'): Promise<UnlinkedScope> {
  const { paymentMethods } = await parts.orders.vocabulary()
  const methods = paymentMethods.filter((name) => isGatewayKind(paymentKindOf(name)))
  return { methods, orderedSince: reach === 'all' ? 0 : parts.clock.now() - YEAR_MS }
}

async function countOpen(parts: SettlementParts) {
  const scope = await unlinkedScope(parts, 'year')
  const unlinked = await parts.db.read((db) => countUnlinked(db, scope))
  return { attention: await countAttention(parts), unlinked, reconcile: await parts.db.read(countWaiting) }
}

async function unlinkedIds(parts: SettlementParts, reach: 'year' | 'all'): Promise<readonly number[]> {
  const scope = await unlinkedScope(parts, reach)
  return parts.db.read((db) => unlinkedOrderIds(db, scope))
}

async function linkEveryOrder(parts: SettlementParts, turns: OrderTurns, reach: 'year' | 'all'): Promise<LinkReport> {
  const ids = await unlinkedIds(parts, reach)
  const report = await linkOrders(parts, ids, turns.lookAside, (done) => {
    parts.events.send('settlement.linking', { done, total: ids.length })
  })
  if (report.asked > 0) parts.events.send('orders.changed', { ids: [] })
  return report
}

async function recountDeadlines(parts: SettlementParts): Promise<void> {
  const terms = await parts.terms()
  await parts.db.write(async (trx) => {
    for (const { orderId, authorisedAt } of await authorisedPayments(trx)) {
      const settleBy = lastDayOfSales('authorised', authorisedAt, terms)
      if (settleBy !== null) await saveSettleBy(trx, orderId, settleBy)
    }
  })
  parts.events.send('orders.changed', { ids: [] })
}
