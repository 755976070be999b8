import { createOrderExport, type OrderExportParts } from './orders/order-export.ts'
import { printHistoryFile } from './prints/print-history.ts'
import { createViewService } from './views/view-service.ts'

/** What 受注管理 keeps and gives out beside the orders themselves. */
export function createListParts(parts: Pick<OrderExportParts, 'db' | 'clock' | 'audit'>) {
  const views = createViewService(parts.db)
  const exports = createOrderExport({ ...parts, ownLayouts: () => views.csvLayouts.list() })
  return { views, exports, printHistory: () => printHistoryFile(parts.db) }
}
