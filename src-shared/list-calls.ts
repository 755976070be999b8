import { z } from 'zod'
import { answers } from './call.ts'
import { listColumnsSchema, type ListColumn } from './list-columns.ts'
import { stockChoiceSchema } from './effect-calls.ts'
import type { DeletedOrder } from './order-deletion.ts'
import { exportRequestSchema, ownLayoutSchema, type ExportPiece, type OwnLayout } from './order-export.ts'
import { orderConditionsSchema, orderSortSchema } from './order-search.ts'
import { keptNameSchema, savedSearchContentSchema, type SavedSearch } from './saved-search.ts'

const nothing = z.strictObject({})
const id = z.int().positive()
const fileId = z.string().regex(/^[0-9a-f]{32}$/)

/** What the window may ask of 受注管理 beyond its pages: deleting, whole results, files, and what is kept for the list. */
export const listCalls = {
  /** Logical: out of every list, and back with `orders.restore`. Refused while the gateway holds the buyer's money. */
  'orders.delete': answers<DeletedOrder>()(
    'orders',
    z.strictObject({
      ...{ id, seen: z.int() },
      /** Whether stock and points are given back; absent = by `deletionPreset`. */
      choices: z.strictObject({ stock: stockChoiceSchema, points: stockChoiceSchema }).optional(),
    }),
  ),
  'orders.restore': answers<DeletedOrder>()('orders', z.strictObject({ id, seen: z.int() })),
  /** Ids of the whole result in the order of the list, for 全て選択. */
  'orders.ids': answers<readonly number[]>()(
    'viewer',
    z.strictObject({ conditions: orderConditionsSchema, sort: orderSortSchema }),
  ),
  /** CSVダウンロード, piece by piece: `begin`, then `next` until it says `finished`, or `end`. */
  'exports.begin': answers<{ readonly exportId: string; readonly orders: number; readonly fileName: string }>()(
    'orders',
    exportRequestSchema,
  ),
  'exports.next': answers<ExportPiece>()('orders', z.strictObject({ exportId: fileId })),
  'exports.end': answers<null>()('orders', z.strictObject({ exportId: fileId })),
  /** 印刷履歴ダウンロード; `rows` is 0 while nothing was printed. */
  'prints.file': answers<{ readonly rows: number; readonly base64: string }>()('orders', nothing),
  'searches.list': answers<readonly SavedSearch[]>()('viewer', nothing),
  /** `id` null adds; else what has this id gets the name and the search. Refused with `view.name-taken`. */
  'searches.save': answers<readonly SavedSearch[]>()(
    'orders',
    z.strictObject({ id: id.nullable(), name: keptNameSchema, content: savedSearchContentSchema }),
  ),
  'searches.delete': answers<readonly SavedSearch[]>()('orders', z.strictObject({ id })),
  'csv-layouts.list': answers<readonly OwnLayout[]>()('viewer', nothing),
  'csv-layouts.save': answers<readonly OwnLayout[]>()('orders', ownLayoutSchema.extend({ id: id.nullable() })),
  'csv-layouts.delete': answers<readonly OwnLayout[]>()('orders', z.strictObject({ id })),
  /** Columns of 検索結果一覧. */
  'columns.list': answers<readonly ListColumn[]>()('viewer', nothing),
  'columns.save': answers<readonly ListColumn[]>()('viewer', z.strictObject({ columns: listColumnsSchema })),
} as const
