import type { AttentionItem } from '../../src-shared/attention.ts'
import { unlessLost } from './damaged-row.ts'
import { lostLinksIn, type LostLink } from './lost-link-table.ts'
import { openOperations, type Operation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'
import { linksOfCancelled, strayLinks, type LinkRecord } from './payment-link-table.ts'
import { holdingStates } from './payment-link-watch.ts'
import { isMissing } from './verdict.ts'

/** How many items `listAttention` would list. */
export async function countAttention({ db }: Pick<SettlementParts, 'db'>): Promise<number> {
  const operations = await db.read((connection) => openOperations(connection))
  const strays = await db.read((connection) => strayLinks(connection, holdingStates))
  const orphans = await db.read((connection) => lostLinksIn(connection, holdingStates))
  const cancelled = await db.read(linksOfCancelled)
  return operations.length + strays.length + orphans.length + cancelled.length
}

/** 要確認: operations whose outcome is open or that a person has to decide, and trades of links that are not their order's. */
export async function listAttention(parts: SettlementParts): Promise<readonly AttentionItem[]> {
  const operations = await parts.db.read((db) => openOperations(db))
  const strays = await parts.db.read((db) => strayLinks(db, holdingStates))
  const cancelled = await parts.db.read(linksOfCancelled)
  const items = await Promise.all([
    ...operations.map((operation) => unlessLost(attentionItem(parts, operation))),
    ...strays.map((link) => unlessLost(linkItem(parts, link, link.doubtful ? 'doubtfulLink' : 'paidTwice'))),
    ...cancelled.map((link) => unlessLost(linkItem(parts, link, 'paidCancelled'))),
  ])
  const orphans = await parts.db.read((db) => lostLinksIn(db, holdingStates))
  return [...items.filter((item) => item !== null), ...orphans.map(orphanItem)]
}

/** A trade that a buyer paid by a link whose order was lost with a restored copy. */
function orphanItem(link: LostLink): AttentionItem {
  return {
    operationId: `link-${link.gatewayOrderNo}`,
    orderId: null,
    orderNo: link.orderNo,
    name: '',
    action: null,
    gatewayOrderNo: link.gatewayOrderNo,
    state: 'orphanLink',
    startedAt: link.issuedAt,
    nextInquiryAt: link.nextInquiryAt,
    amountYen: link.amountYen,
    gatewayStatus: link.tradeStatus,
  }
}

/** A trade that a buyer paid by a link, and that a person has to look at. */
async function linkItem(
  parts: SettlementParts,
  link: LinkRecord,
  state: AttentionItem['state'],
): Promise<AttentionItem> {
  const order = await parts.orders.open(link.orderId)
  return {
    operationId: `link-${String(link.id)}`,
    orderId: order.id,
    orderNo: order.orderNo,
    name: `${order.orderer.familyName} ${order.orderer.givenName}`.trim(),
    action: null,
    gatewayOrderNo: link.gatewayOrderNo,
    state,
    startedAt: link.issuedAt,
    nextInquiryAt: link.nextInquiryAt,
    amountYen: link.amountYen,
    gatewayStatus: state === 'paidCancelled' ? (order.settlement?.status ?? null) : link.tradeStatus,
  }
}

async function attentionItem(parts: SettlementParts, operation: Operation): Promise<AttentionItem> {
  const order = await parts.orders.open(operation.orderId)
  return {
    operationId: operation.id,
    orderId: order.id,
    orderNo: order.orderNo,
    name: `${order.orderer.familyName} ${order.orderer.givenName}`.trim(),
    action: operation.action,
    gatewayOrderNo: operation.gatewayOrderNo,
    state: attentionState(operation),
    startedAt: operation.createdAt,
    nextInquiryAt: operation.nextInquiryAt,
    amountYen: operation.expectedAmountYen,
    gatewayStatus: isMissing(operation) ? null : (order.settlement?.status ?? null),
  }
}

function attentionState(operation: Operation): AttentionItem['state'] {
  if (operation.state === 'conflict') return isMissing(operation) ? 'missing' : 'conflict'
  return operation.state === 'intended' ? 'inProgress' : 'unknown'
}
