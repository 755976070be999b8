import { z } from 'zod'
import { instantSchema } from '../../src-shared/business-day.ts'
import { termAfter } from './gateway-date.ts'
import { CARD_FORWARD, processingIds } from './gateway-ids.ts'
import { convenienceNumbers, DEFAULT_TERM_DAYS, payEasyNumbers } from './slip-numbers.ts'
import { blankTrade, cardStatuses, DEFAULT_ITEM_CODE, slipStatuses } from './trade.ts'
import type { AccessKeys, NewTrade } from './trade.ts'

const hex32 = z.string().regex(/^[0-9a-f]{32}$/)

const everyTrade = {
  /** At most 27 letters, digits and hyphens; unique per kind for ever. */
  orderId: z.string().regex(/^[A-Za-z0-9-]{1,27}$/),
  amountYen: z.int().min(0).max(9_999_999),
  taxYen: z.int().min(0).max(9_999_999).default(0),
  /** Last processing (ProcessDate). For PAYSUCCESS the moment of payment. */
  processedAt: instantSchema,
  /** Both are derived from the order when left out. */
  accessId: hex32.optional(),
  accessPass: hex32.optional(),
  clientFields: z.tuple([z.string(), z.string(), z.string()]).default(['', '', '']),
}

const slip = {
  ...everyTrade,
  status: z.enum(slipStatuses),
  /** Left out: 23:59:59 in Japan, ten days after `processedAt`. */
  termAt: instantSchema.optional(),
}

const cardSeed = z.strictObject({
  kind: z.literal('card'),
  ...everyTrade,
  status: z.enum(cardStatuses),
  /** Processing class last applied. Left out: the status, or AUTH for a trade not executed yet. */
  jobCd: z.string().optional(),
  /** Day of 仮売上, from which the period for 実売上 counts. Left out: `processedAt`. */
  authorisedAt: instantSchema.optional(),
  cardLastFour: z
    .string()
    .regex(/^\d{4}$/)
    .default('1111'),
  /** YYMM. */
  cardExpire: z
    .string()
    .regex(/^\d{4}$/)
    .default('2912'),
  /** ErrInfo with which the card refuses every later authorisation. Left out: it agrees. */
  renewalDeclinedWith: z
    .string()
    .regex(/^42[GC]\d{6}$/)
    .optional(),
  method: z.enum(['1', '2', '3', '4', '5']).default('1'),
  payTimes: z
    .string()
    .regex(/^\d{0,2}$/)
    .default(''),
})

const convenienceSeed = z.strictObject({
  kind: z.literal('convenience'),
  ...slip,
  /** Convenience store code of five digits. */
  convenience: z
    .string()
    .regex(/^\d{5}$/)
    .default('10001'),
})

const payEasySeed = z.strictObject({ kind: z.literal('payEasy'), ...slip })

/** Shape of a trade to put into the ledger as if it had been made earlier. */
export const seedTradeSchema = z.discriminatedUnion('kind', [cardSeed, convenienceSeed, payEasySeed])

/** A trade to put into the ledger: any kind, status and age. Yen, UTC instants. */
export type SeedTrade = z.input<typeof seedTradeSchema>

/** The same with every default filled in. */
export type CompleteSeed = z.output<typeof seedTradeSchema>

/** What the ledger made of one seed: the keys a shop would have stored with its order. */
export interface SeededTrade {
  readonly kind: SeedTrade['kind']
  readonly orderId: string
  readonly accessId: string
  readonly accessPass: string
  /** False when the same seed was already there. */
  readonly added: boolean
}

/** The trade a seed stands for. `sequence` numbers its TranID and Approve. */
export function tradeFromSeed(seed: CompleteSeed, keys: AccessKeys, sequence: number): NewTrade {
  const blank = blankTrade(seed.kind, seed.orderId, keys, seed.processedAt)
  const base: NewTrade = {
    ...blank,
    accessId: seed.accessId ?? blank.accessId,
    accessPass: seed.accessPass ?? blank.accessPass,
    status: seed.status,
    amountYen: seed.amountYen,
    taxYen: seed.taxYen,
    clientFields: seed.clientFields,
  }
  if (seed.kind === 'card') return { ...base, ...cardPart(seed, sequence) }
  if (seed.status === 'UNPROCESSED') return base
  const termAt = seed.termAt ?? termAfter(seed.processedAt, DEFAULT_TERM_DAYS)
  const numbers =
    seed.kind === 'payEasy' ? payEasyNumbers(seed.orderId) : convenienceNumbers(seed.convenience, seed.orderId)
  return { ...base, ...numbers, termAt }
}

function cardPart(seed: Extract<CompleteSeed, { kind: 'card' }>, sequence: number): Partial<NewTrade> {
  const executed = seed.status !== 'UNPROCESSED' && seed.status !== 'AUTHENTICATED'
  const authorisedAt = seed.authorisedAt ?? seed.processedAt
  if (!executed) return { jobCd: seed.jobCd ?? 'AUTH', itemCode: DEFAULT_ITEM_CODE, enteredAt: authorisedAt }
  return {
    jobCd: seed.jobCd ?? seed.status,
    itemCode: DEFAULT_ITEM_CODE,
    enteredAt: authorisedAt,
    authorisedAt,
    maskedCardNo: `${'*'.repeat(12)}${seed.cardLastFour}`,
    cardExpire: seed.cardExpire,
    renewalDeclinedWith: seed.renewalDeclinedWith ?? '',
    method: seed.status === 'CHECK' ? '' : seed.method,
    payTimes: seed.payTimes,
    forward: CARD_FORWARD,
    // SALES keeps the numbers of its authorisation; everything else was given new ones when it was processed.
    ...processingIds(sequence, seed.status === 'SALES' ? authorisedAt : seed.processedAt),
  }
}
