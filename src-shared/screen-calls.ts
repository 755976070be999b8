import { z } from 'zod'
import { answers } from './call.ts'
import { contactsSchema, type HelpContacts } from './contacts.ts'
import type { OrderStatus } from './order.ts'
import type { MovePreview, MoveReport, UndoReport } from './status-move.ts'
import { movePreviewRequestSchema, moveRequestSchema } from './status-move-request.ts'
import { todayKinds, type Today, type TodayCard } from './today.ts'

const nothing = z.strictObject({})

/** Calls that serve one screen each: 管理メイン, ステータス管理, Help. */
export const screenCalls = {
  /** 管理メイン = 今日やること: every list with its first rows. */
  'home.today': answers<Today>()('viewer', nothing),
  /** One list of 管理メイン, 200 rows of it. */
  'home.card': answers<TodayCard>()('viewer', z.strictObject({ kind: z.enum(todayKinds) })),

  /** ステータス管理: number of orders by 対応状況. */
  'orders.status-counts': answers<Partial<Record<OrderStatus, number>>>()('viewer', nothing),
  /** What a move would do to each order; writes nothing. */
  'orders.preview-move': answers<MovePreview>()('orders', movePreviewRequestSchema),
  /**
   * Moves every order that is still as it was seen; the others are named in the report. The same `moveId` again answers
   * the same report. Refused with `order.selection-changed` when the selection is not that of the preview's digest.
   */
  'orders.move-status': answers<MoveReport>()('orders', moveRequestSchema),
  /** Takes a move back, but for orders that were changed since. Refused with `order.undo-too-late`. */
  'orders.undo-move': answers<UndoReport>()('orders', z.strictObject({ moveId: z.uuid() })),

  /** Whom to ask. */
  'settings.contacts': answers<HelpContacts>()('viewer', nothing),
  'settings.save-contacts': answers<HelpContacts>()('owner', contactsSchema),
} as const
