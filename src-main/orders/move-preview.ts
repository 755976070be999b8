import type { OrderStatus } from '../../src-shared/order.ts'
import type { OrderSettlement } from '../../src-shared/settlement.ts'
import {
  moneyLeftKind,
  moneyLeftKinds,
  type MoneyLeft,
  type MoneyLeftGroup,
  type MoneyLeftKind,
  type MoveFate,
  type MovePreview,
} from '../../src-shared/status-move.ts'
import type { SeenOrder } from './status-move-table.ts'

/** Orders of one kind that the preview names; the count is of all. */
const NAMED = 20

/**
 * What becomes of one order. An order that is there already is not worth a word about its version: it may be this very
 * move that brought it there.
 */
export function fateOf(
  order: { readonly status: OrderStatus; readonly version: number } | undefined,
  seen: number,
  to: OrderStatus,
  isLocked: boolean,
): MoveFate {
  if (order === undefined) return 'missing'
  if (order.status === to) return 'same'
  if (isLocked) return 'underInquiry'
  return order.version === seen ? 'moved' : 'changed'
}

/** A count of nothing. */
export function noFates(): Record<MoveFate, number> {
  return { moved: 0, same: 0, changed: 0, underInquiry: 0, missing: 0, damaged: 0, shortStock: 0, shortPoints: 0 }
}

/** Adds up what a move does, order by order; stock and points are added up by `createMoveEffects`. */
export interface PreviewSum {
  add(order: SeenOrder | undefined, fate: MoveFate, settlement: OrderSettlement | undefined): void
  result(digest: string): Omit<MovePreview, 'points' | 'stock' | 'short'>
}

/** An empty sum for a move to `to`. */
export function createPreviewSum(to: OrderStatus): PreviewSum {
  const counts = noFates()
  const from = new Map<OrderStatus, number>()
  const paidDates = { count: 0, again: 0 }
  const shippedDates = { count: 0, again: 0, deliveries: 0 }
  const money: MoneySums = new Map()

  function addDates(order: SeenOrder): void {
    if (to === 'paid') {
      paidDates.count += 1
      paidDates.again += Number(order.hasPaidDay)
    }
    if (to === 'shipped') {
      shippedDates.count += 1
      shippedDates.again += Number(order.hasShippedDay)
      shippedDates.deliveries += order.unshippedDeliveries
    }
  }

  return {
    add(order, fate, settlement) {
      counts[fate] += 1
      if (fate !== 'moved' || order === undefined) return
      from.set(order.status, (from.get(order.status) ?? 0) + 1)
      addDates(order)
      if (settlement !== undefined) addMoney(money, to, order, settlement)
    },
    result: (digest) => ({
      ...{ digest, to, paidDates, shippedDates },
      from: [...from].map(([status, count]) => ({ status, count })),
      moving: counts.moved,
      same: counts.same,
      underInquiry: counts.underInquiry,
      changed: counts.changed + counts.missing,
      money: moneyLeftKinds.flatMap((kind): MoneyLeftGroup[] => {
        const group = money.get(kind)
        return group === undefined ? [] : [{ kind, ...group }]
      }),
    }),
  }
}

type MoneySums = Map<MoneyLeftKind, { count: number; totalYen: number; first: MoneyLeft[] }>

function addMoney(
  money: MoneySums,
  to: OrderStatus,
  { id: orderId, orderNo, name }: SeenOrder,
  { status, amountYen }: OrderSettlement,
): void {
  const kind = moneyLeftKind(to, status)
  if (kind === null || status === null) return
  const group = money.get(kind) ?? { count: 0, totalYen: 0, first: [] }
  money.set(kind, group)
  group.count += 1
  group.totalYen += amountYen ?? 0
  if (group.first.length < NAMED) group.first.push({ orderId, orderNo, name, status, amountYen: amountYen ?? 0 })
}
