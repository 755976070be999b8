import type { Operator } from '../../src-shared/operator.ts'
import type { RehearsalGateway } from '../ports.ts'
import type { SettingsService } from '../settings/settings-service.ts'
import type { SettlementService } from '../settlement/settlement-service.ts'
import { fillRehearsal, type RehearsalParts } from './fill-rehearsal.ts'

type Sample = ReturnType<RehearsalGateway['sample']>

/** What a practice shop is filled with and into. */
export interface PracticeParts extends Omit<RehearsalParts<Sample>, 'sample'> {
  readonly operator: Operator
  readonly settings: SettingsService
  readonly settlement: Pick<SettlementService, 'linkAll'>
  readonly rehearsal: RehearsalGateway
  /** Takes work that nobody waits for. */
  readonly background: (work: Promise<unknown>) => void
  readonly changed: () => void
}

/** Gives an empty practice shop its sample, and ties the orders to their trades the way real ones are. */
export async function openRehearsal(parts: PracticeParts): Promise<void> {
  const { operator, settings, settlement, rehearsal, background, changed } = parts
  const sample = await fillRehearsal({ ...parts, sample: () => rehearsal.sample() })
  if (sample === null) return
  const { orderNoPatterns, shopName } = sample
  const { shopId: _none, ...contract } = await settings.contract()
  await settings.saveShop({ shopName }, operator)
  await settings.saveGateway({ ...contract, shopId: rehearsal.shopId, orderNoPatterns: [...orderNoPatterns] }, operator)
  // The window need not wait for this: the list fills in as the answers come.
  background(settlement.linkAll('all').then(() => changed()))
}
