import type { Instant } from '../../src-shared/business-day.ts'
import { accessKeys, processingIds } from './gateway-ids.ts'
import type { ProcessingIds } from './gateway-ids.ts'
import type { NewMutation } from './ledger-schema.ts'
import { LedgerTable } from './ledger-table.ts'
import { Shelf } from './shelf.ts'
import type { Member } from './member.ts'
import type { PaymentLink } from './payment-link.ts'
import type { SecureStep } from './secure-step.ts'
import { seedTradeSchema, tradeFromSeed } from './seed-trade.ts'
import type { CompleteSeed, SeededTrade, SeedTrade } from './seed-trade.ts'
import type { AccessKeys, LedgerSum, Mutation, NewTrade, Trade, TradeKind } from './trade.ts'

/** A trade as the outside may see it: without the pass that moves its money. */
export type LedgerTrade = Omit<Trade, 'accessPass'>

/** The gateway's own books: what tests prove things against, and what the sample shop fills. */
export interface SandboxLedger {
  /**
   * Puts trades in, all or none. The same seed again is kept as it is, whatever has happened to its trade since.
   * Throws when an order of that kind is already there and differs from the seed, or when a seed is malformed.
   */
  seed(trades: readonly SeedTrade[]): SeededTrade[]
  /** The trade of `orderId`; kind `card` when left out. */
  trade(orderId: string, kind?: TradeKind): LedgerTrade | undefined
  /** All trades, oldest first. */
  trades(): LedgerTrade[]
  /** Everything that was applied, in order; of one order when given. */
  mutations(orderId?: string): Mutation[]
  /** Count and amount per kind and status. */
  sums(): LedgerSum[]
}

/** Who asks for a change, for the list of mutations. */
export type MutationCause = Pick<NewMutation, 'requestId' | 'origin' | 'endpoint' | 'jobCd'>

/** The ledger as the gateway itself uses it: every change leaves a mutation, in the same step. */
export class Ledger implements SandboxLedger {
  /** Members of the site with their cards, by member id. */
  readonly members: Shelf<Member>
  /** Links to the hosted card page, by token. */
  readonly links: Shelf<PaymentLink>
  /** Authentications of card holders, by token. */
  readonly secureSteps: Shelf<SecureStep>
  /** Token of an order's last authentication, by order number. */
  readonly currentSecureStep: Shelf<string>
  readonly #table: LedgerTable
  readonly #now: () => Instant
  readonly #idSeed: string

  constructor(path: string, idSeed: string, now: () => Instant) {
    this.#table = new LedgerTable(path, idSeed)
    this.members = new Shelf(this.#table, 'member')
    this.links = new Shelf(this.#table, 'link')
    this.secureSteps = new Shelf(this.#table, 'secure')
    this.currentSecureStep = new Shelf(this.#table, 'secure-of-order')
    this.#now = now
    this.#idSeed = this.#table.idSeed()
  }

  close(): void {
    this.#table.close()
  }

  /** One durable step; see `LedgerTable.transact`. */
  transact<Result>(work: () => Result): Result {
    return this.#table.transact(work)
  }

  seed(trades: readonly SeedTrade[]): SeededTrade[] {
    const seeds = trades.map((trade) => seedTradeSchema.parse(trade))
    return this.transact(() => seeds.map((seed) => this.#plant(seed)))
  }

  trade(orderId: string, kind: TradeKind = 'card'): LedgerTrade | undefined {
    this.expireDue()
    const trade = this.#table.byOrder(orderId, kind)
    return trade === undefined ? undefined : withoutPass(trade)
  }

  trades(): LedgerTrade[] {
    this.expireDue()
    return this.#table.all().map(withoutPass)
  }

  mutations(orderId?: string): Mutation[] {
    this.expireDue()
    return this.#table.mutations(orderId)
  }

  sums(): LedgerSum[] {
    this.expireDue()
    return this.#table.sums()
  }

  byOrder(orderId: string, kind: TradeKind): Trade | undefined {
    return this.#table.byOrder(orderId, kind)
  }

  byAccess(accessId: string, accessPass: string): Trade | undefined {
    return this.#table.byAccess(accessId, accessPass)
  }

  /** Trades of every kind under one order number, oldest first. */
  ofOrder(orderId: string): Trade[] {
    return this.#table.ofOrder(orderId)
  }

  /** The keys a new trade gets. */
  newAccessKeys(kind: TradeKind, orderId: string): AccessKeys {
    return accessKeys(this.#idSeed, kind, orderId)
  }

  /** Fresh TranID and Approve. Only inside `transact`. */
  newProcessingIds(at: Instant): ProcessingIds {
    return processingIds(this.#table.nextSequence(), at)
  }

  /** Registers a trade. Only inside `transact`. */
  register(trade: NewTrade, cause: MutationCause): void {
    this.#table.insert(trade, null)
    this.#table.append(mutationOf(cause, trade, '', 0))
  }

  /** Puts `after` in the place of `before`. Only inside `transact`. */
  change(before: Trade, after: Trade, cause: MutationCause): void {
    this.#table.update(after)
    this.#table.append(mutationOf(cause, after, before.status, before.amountYen))
  }

  /** Ends every trade whose term the clock has passed. Cheap when there is none. */
  expireDue(): void {
    const now = this.#now()
    const overdue = this.#table.overdue(now)
    if (overdue.length === 0) return
    const cause: MutationCause = { requestId: '', origin: 'clock', endpoint: 'expire', jobCd: '' }
    this.transact(() => {
      for (const trade of overdue) {
        const endedAt = (trade.termAt ?? now) + 1000
        this.change(trade, { ...trade, status: 'EXPIRED', processedAt: endedAt }, cause)
      }
    })
  }

  #plant(seed: CompleteSeed): SeededTrade {
    const text = JSON.stringify(seed)
    const known = this.#table.seedOf(seed.orderId, seed.kind)
    if (known !== undefined && known !== text) {
      throw new Error(`The ledger already holds a different ${seed.kind} trade for order ${seed.orderId}`)
    }
    if (known === undefined) {
      const keys = this.newAccessKeys(seed.kind, seed.orderId)
      this.#table.insert(tradeFromSeed(seed, keys, this.#table.nextSequence()), text)
    }
    const trade = this.#table.byOrder(seed.orderId, seed.kind)
    if (trade === undefined) throw new Error(`Order ${seed.orderId} is missing right after it was put in`)
    const { kind, orderId, accessId, accessPass } = trade
    return { kind, orderId, accessId, accessPass, added: known === undefined }
  }
}

function withoutPass(trade: Trade): LedgerTrade {
  const shown: LedgerTrade & { accessPass?: string } = { ...trade }
  delete shown.accessPass
  return shown
}

function mutationOf(cause: MutationCause, after: NewTrade, statusBefore: string, amountBeforeYen: number): NewMutation {
  return {
    ...cause,
    at: after.processedAt,
    kind: after.kind,
    orderId: after.orderId,
    statusBefore,
    statusAfter: after.status,
    amountBeforeYen,
    amountAfterYen: after.amountYen,
    tranId: after.tranId,
  }
}
