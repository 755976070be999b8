import type { Operator } from '../src-shared/operator.ts'
import type { Database } from './db/database.ts'
import type { OrderService } from './orders/order-service.ts'
import type { Clock, RehearsalGateway } from './ports.ts'
import { fillRehearsal } from './rehearsal/fill-rehearsal.ts'
import type { SettingsService } from './settings/settings-service.ts'
import type { SettlementService } from './settlement/settlement-service.ts'

/** Where the sample goes, and what ties its orders to their trades. */
export interface SampleParts {
  readonly db: Database
  readonly clock: Clock
  readonly operator: Operator
  readonly orders: OrderService
  readonly settings: SettingsService
  readonly settlement: SettlementService
  /** Null outside of rehearsal: there is nothing to fill then. */
  readonly rehearsal: RehearsalGateway | null
  readonly background: (work: Promise<unknown>) => void
  readonly changed: () => void
}

/** Gives an empty practice shop its sample, and ties the orders to their trades the way real ones are. */
export async function fillWithSample({
  db,
  clock,
  operator,
  orders,
  settings,
  settlement,
  rehearsal,
  background,
  changed,
}: SampleParts): Promise<void> {
  if (rehearsal === null) return
  const sample = await fillRehearsal({ db, clock, orders, operator, sample: () => rehearsal.sample() })
  if (sample === null) return
  const { orderNoPatterns, shopName } = sample
  const { shopId: _none, ...contract } = await settings.contract()
  await settings.saveShop({ shopName }, operator)
  await settings.saveGateway({ ...contract, shopId: rehearsal.shopId, orderNoPatterns: [...orderNoPatterns] }, operator)
  // The window need not wait for this: the list fills in as the answers come.
  background(settlement.linkAll('all').then(() => changed()))
}
