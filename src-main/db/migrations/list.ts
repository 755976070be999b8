import type { Knex } from 'knex'
import { createOrders } from './0001-orders.ts'
import { createSettlement } from './0002-settlement.ts'
import { createReconciliation } from './0003-reconciliation.ts'
import { widenOperations } from './0004-operations.ts'
import { createPaymentLinks } from './0005-payment-links.ts'
import { createDeskOrders } from './0006-desk-orders.ts'
import { createBulkRuns } from './0007-bulk-runs.ts'
import { createOrderList } from './0008-order-list.ts'
import { createMails } from './0009-mails.ts'
import { addSafety } from './0010-safety.ts'
import { keepAlerts } from './0011-alerts.ts'
import { addLinkSafety } from './0012-link-safety.ts'
import { listHeldMoney } from './0013-held-alerts.ts'
import { tellMissingTrades } from './0014-missing-trades.ts'
import { widenOrderDays } from './0015-order-days.ts'
import { addDeliveryGoods } from './0016-delivery-goods.ts'
import { createFormDrafts } from './0017-form-drafts.ts'
import { rememberMissingLinkTrades } from './0018-missing-link-trades.ts'
import { addStockAndPoints } from './0019-stock-and-points.ts'
import { keepProductMaster } from './0020-product-master.ts'
import { tellHeldStatus } from './0021-held-status.ts'

/** One step of the data file. Steps are only ever added; one that was released is never edited. */
export interface Migration {
  readonly id: number
  readonly name: string
  /** Runs inside the one transaction that takes a file from its version to the program's. */
  up(trx: Knex.Transaction): Promise<void>
}

/** Every step in order, kept by hand so that bundling needs no folder scan. Ids count from 1 without gaps. */
export const migrations: readonly Migration[] = [
  { id: 1, name: 'orders', up: createOrders },
  { id: 2, name: 'settlement', up: createSettlement },
  { id: 3, name: 'reconciliation', up: createReconciliation },
  { id: 4, name: 'operations', up: widenOperations },
  { id: 5, name: 'payment-links', up: createPaymentLinks },
  { id: 6, name: 'desk-orders', up: createDeskOrders },
  { id: 7, name: 'bulk-runs', up: createBulkRuns },
  { id: 8, name: 'order-list', up: createOrderList },
  { id: 9, name: 'mails', up: createMails },
  { id: 10, name: 'safety', up: addSafety },
  { id: 11, name: 'alerts', up: keepAlerts },
  { id: 12, name: 'link-safety', up: addLinkSafety },
  { id: 13, name: 'held-alerts', up: listHeldMoney },
  { id: 14, name: 'missing-trades', up: tellMissingTrades },
  { id: 15, name: 'order-days', up: widenOrderDays },
  { id: 16, name: 'delivery-goods', up: addDeliveryGoods },
  { id: 17, name: 'form-drafts', up: createFormDrafts },
  { id: 18, name: 'missing-link-trades', up: rememberMissingLinkTrades },
  { id: 19, name: 'stock-and-points', up: addStockAndPoints },
  { id: 20, name: 'product-master', up: keepProductMaster },
  { id: 21, name: 'held-status', up: tellHeldStatus },
]
