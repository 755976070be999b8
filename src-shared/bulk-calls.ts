import { z } from 'zod'
import {
  bulkActions,
  bulkSelectionSchema,
  type BulkAction,
  type BulkLine,
  type BulkPreview,
  type BulkRun,
} from './bulk.ts'
import { answers } from './call.ts'
import { deadlineRequestSchema, type DeadlinePage } from './deadline-radar.ts'
import { orderStatusSchema } from './order.ts'
import type { SettlementStatus } from './settlement.ts'

const nothing = z.strictObject({})

/** What the window may ask of カード決済情報, 期限レーダー and 一括処理. */
export const bulkCalls = {
  /** カード決済情報: how many card orders are in each status. */
  'settlement.card-counts': answers<Readonly<Partial<Record<SettlementStatus, number>>>>()('viewer', nothing),
  /** 期限レーダー: every 仮売上, the nearest limit first; `within` keeps those with at most so many days left. */
  'settlement.deadlines': answers<DeadlinePage>()('viewer', deadlineRequestSchema),

  /** Plans a bulk run. Sends nothing. */
  'bulk.preview': answers<BulkPreview>()(
    'settlement',
    z.strictObject({ selection: bulkSelectionSchema, action: z.enum(bulkActions) }),
  ),
  /**
   * Starts exactly what a preview showed. Refused with `bulk.changed-since-preview` when an order would be treated in
   * another way now. `thenStatus`: 対応状況 for every order whose operation succeeds.
   */
  'bulk.start': answers<BulkRun>()(
    'settlement',
    z.strictObject({ digest: z.string().max(100), thenStatus: orderStatusSchema.nullable() }),
  ),
  'bulk.hold': answers<BulkRun>()(
    'settlement',
    z.strictObject({ runId: z.uuid(), how: z.enum(['pause', 'resume', 'cancel']) }),
  ),
  /** The run that is not over, or null. */
  'bulk.state': answers<BulkRun | null>()('viewer', nothing),
  /** Running and past runs, newest first. */
  'bulk.list': answers<readonly BulkRun[]>()('viewer', nothing),
  'bulk.report': answers<{ readonly run: BulkRun; readonly lines: readonly BulkLine[] }>()(
    'viewer',
    z.strictObject({ runId: z.uuid() }),
  ),
  /** 失敗のみ再選択: the orders of a run that failed or were not sent, for a new preview. */
  'bulk.reselect-failed': answers<{ readonly action: BulkAction; readonly ids: readonly number[] }>()(
    'settlement',
    z.strictObject({ runId: z.uuid() }),
  ),
} as const
