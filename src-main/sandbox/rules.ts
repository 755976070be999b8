import { z } from 'zod'
import { tradeKinds } from './trade.ts'

/**
 * What differs between contracts, and what nobody has recorded of the real gateway (gmo-protocol.md §4.2, §4.3, §5):
 * every such guess is a switch here.
 */
export const sandboxRulesSchema = z.strictObject({
  /** `older` knows VOID, RETURN and RETURNX, `newer` the single CANCEL, `either` all four. */
  contract: z.enum(['older', 'newer', 'either']),
  /** Days after 仮売上 in which SALES is taken, to the end of the last one. 90 or 60 by contract. */
  authorisationDays: z.int().min(1).max(365),
  /** Days after the last processing in which anything at all can be done to a card trade. */
  operationDays: z.int().min(1).max(3650),
  /** VOID is refused after the day it counts from. */
  voidOnSameDayOnly: z.boolean(),
  /** The day VOID of 実売上 counts from: that of the last processing, or that of the 仮売上 (§5.1). */
  voidOfSalesCountsFrom: z.enum(['processing', 'authorisation']),
  /** RETURN of 実売上 and 即時売上 is refused in a later month. */
  returnInSameMonthOnly: z.boolean(),
  /** RETURNX is refused within the month. */
  returnxInLaterMonthOnly: z.boolean(),
  /** RETURN on the day itself is refused. The recorded traffic shows it accepted, hence off by default. */
  returnFromNextDayOnly: z.boolean(),
  /** Payment kinds of the contract; the others are refused with E61030001 when they are to be executed. */
  licensed: z.array(z.enum(tradeKinds)),
  /** Convenience stores of the contract by code (M01053002 for others); null: all. */
  stores: z.array(z.string()).nullable(),
  /** False: card numbers are refused (E61040001), only tokens and stored cards pay. */
  takesCardNumbers: z.boolean(),
  /** Whether a trade may (`optional`), must (`required`, E01080101) or cannot (`none`, E01080010) ask for 3-D Secure 2. */
  threeDSecure: z.enum(['none', 'optional', 'required']),
  /** Days a link to the hosted page lives when the shop names no other time. */
  linkDays: z.int().min(1).max(365),
  /** The trade of a link appears when the link is issued; otherwise with the buyer's first attempt. Nobody recorded it. */
  linkRegistersTrade: z.boolean(),
  /** Field of the hosted page for the security code; the link may ask for it by SecCodeRequiredFlag=1. */
  hostedSecurityCode: z.enum(['none', 'optional', 'required']),
  /** Requests handled at once before E92000001; null: no limit. */
  maxConcurrent: z.int().min(1).nullable(),
})

export type SandboxRules = z.output<typeof sandboxRulesSchema>

/** What the recorded traffic and the gateway's own modules suggest: strict about days and months, lenient same-day RETURN. */
export const defaultRules: SandboxRules = {
  contract: 'older',
  authorisationDays: 90,
  operationDays: 180,
  voidOnSameDayOnly: true,
  voidOfSalesCountsFrom: 'processing',
  returnInSameMonthOnly: true,
  returnxInLaterMonthOnly: true,
  returnFromNextDayOnly: false,
  licensed: [...tradeKinds],
  stores: null,
  takesCardNumbers: true,
  threeDSecure: 'optional',
  linkDays: 7,
  linkRegistersTrade: false,
  hostedSecurityCode: 'optional',
  maxConcurrent: null,
}
