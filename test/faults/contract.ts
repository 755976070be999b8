import { firstMoneySettings } from '../../src-shared/money-settings.ts'
import { firstLinkPage } from '../../src-shared/settings.ts'
import { defaultCancelRules } from '../../src-shared/settlement-deadline.ts'
import type { SettlementTerms } from '../../src-main/settlement/parts.ts'

const contract: SettlementTerms = {
  orderNoPatterns: ['{no}'],
  authorisationDays: 90,
  cancelRules: defaultCancelRules,
  linkPage: firstLinkPage,
  bulkAtOnce: 1,
}

/** What the contract with the gateway says: the program's own first settings. */
export const terms = (): Promise<SettlementTerms> => Promise.resolve(contract)

/** How the shop makes its sums: the program's own first settings. */
export const moneySettings = () => Promise.resolve(firstMoneySettings)
