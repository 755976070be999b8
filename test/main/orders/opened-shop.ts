import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createAudit, type Audit } from '../../../src-main/audit/audit-service.ts'
import type { Database } from '../../../src-main/db/database.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { createOrderService, type OrderService } from '../../../src-main/orders/order-service.ts'
import type { Clock } from '../../../src-main/ports.ts'
import type { Operator } from '../../../src-shared/operator.ts'
import { firstMoneySettings } from '../../../src-shared/money-settings.ts'

/** The built-in operator. */
export const owner: Operator = { id: 'owner', name: '店主', role: 'owner' }

/** A clock that stands still until a test moves it. */
export interface StillClock extends Clock {
  set(at: number): void
}

/** A real data file in a folder of its own. */
export interface OpenedShop {
  readonly dataDir: string
  readonly db: Database
  readonly audit: Audit
  readonly orders: OrderService
  readonly clock: StillClock
  close(): Promise<void>
}

/** A clock at `at`; sleeping does not take time. */
export function stillClock(at: number): StillClock {
  let now = at
  return {
    now: () => now,
    sleep: () => Promise.resolve(),
    set: (to) => {
      now = to
    },
  }
}

/** A folder that a test removes itself. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'juchu-'))
}

/** Opens an empty shop at 2026-11-23 10:00 in Japan. */
export async function openedShop(): Promise<OpenedShop> {
  const dataDir = temporaryFolder()
  const db = await openDatabase({ dataDir })
  const clock = stillClock(Date.UTC(2026, 10, 23, 1))
  let isOpen = true
  const closeOnce = async () => {
    if (isOpen) await db.close()
    isOpen = false
  }
  const audit = createAudit(db)
  return {
    dataDir,
    db: { ...db, close: closeOnce },
    audit,
    clock,
    orders: createOrderService({
      ...{ db, clock, audit },
      moneySettings: () => Promise.resolve(firstMoneySettings),
    }),
    close: async () => {
      await closeOnce()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
