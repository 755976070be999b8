import { createHash } from 'node:crypto'
import {
  MAX_BULK_ORDERS,
  type BulkAction,
  type BulkPreview,
  type BulkSelection,
  type PlannedLine,
} from '../../src-shared/bulk.ts'
import { planLine } from '../../src-shared/bulk-run.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { SettlementParts } from './parts.ts'

const newestFirst = { key: 'orderedAt', descending: true } as const

/** Previews that may still be started: those looked at last. */
const KEPT = 5

/** Plans that were shown, so that a start can tell what changed since. */
export interface BulkPreviews {
  make(selection: BulkSelection, action: BulkAction): Promise<BulkPreview>
  /**
   * The same orders planned anew. Refused with `bulk.changed-since-preview`, naming an order, when one of them would be
   * treated in another way than was shown.
   */
  confirm(digest: string): Promise<BulkPreview>
}

export function createBulkPreviews(parts: SettlementParts): BulkPreviews {
  const shown = new Map<string, BulkPreview>()

  async function plan(ids: readonly number[], action: BulkAction): Promise<BulkPreview> {
    const { cancelRules } = await parts.terms()
    const now = parts.clock.now()
    const facts = await parts.orders.facts(ids)
    const lines = facts.map((one) => planLine(one, action, now, cancelRules))
    return { digest: digestOf(action, lines), action, lines }
  }

  return {
    async make(selection, action) {
      const ids = await idsOf(parts, selection)
      const preview = await plan(ids, action)
      shown.delete(preview.digest)
      shown.set(preview.digest, preview)
      for (const old of [...shown.keys()].slice(0, -KEPT)) shown.delete(old)
      return preview
    },
    async confirm(digest) {
      const before = shown.get(digest)
      if (before === undefined) throw new Refusal('bulk.changed-since-preview', {}, 'reload')
      const now = await plan(
        before.lines.map((line) => line.orderId),
        before.action,
      )
      if (now.digest === digest) return now
      throw new Refusal('bulk.changed-since-preview', whatChanged(before.lines, now.lines), 'reload')
    },
  }
}

async function idsOf(parts: SettlementParts, selection: BulkSelection): Promise<readonly number[]> {
  const ids =
    'ids' in selection
      ? [...new Set(selection.ids)]
      : await parts.orders.ids({ conditions: selection.conditions, sort: newestFirst }, MAX_BULK_ORDERS + 1)
  if (ids.length > MAX_BULK_ORDERS) throw new Refusal('bulk.too-many', { max: MAX_BULK_ORDERS })
  return ids
}

/** Names everything an operator saw and agreed to; a note or a delivery that changed is not among it. */
function digestOf(action: BulkAction, lines: readonly PlannedLine[]): string {
  return createHash('sha256')
    .update(JSON.stringify([action, lines.map(shownOf)]))
    .digest('hex')
}

function shownOf({ orderId, orderStatus, settlementStatus, action, amountYen, excluded }: PlannedLine): string {
  return JSON.stringify([orderId, orderStatus, settlementStatus, action, amountYen, excluded?.code ?? null])
}

function whatChanged(before: readonly PlannedLine[], now: readonly PlannedLine[]): Refusal['failure']['params'] {
  const known = new Map(now.map((line) => [line.orderId, shownOf(line)]))
  const changed = before.filter((line) => known.get(line.orderId) !== shownOf(line))
  const [first] = changed
  if (first === undefined) return {}
  return changed.length === 1 ? { orderNo: first.orderNo } : { orderNo: first.orderNo, others: changed.length - 1 }
}
