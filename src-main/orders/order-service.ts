import type { AuditEntry } from '../../src-shared/audit.ts'
import type { EffectPreview } from '../../src-shared/effect-preview.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { DeletedOrder, DeletionChoices, DeletionPreview } from '../../src-shared/order-deletion.ts'
import type { StockChoice } from '../../src-shared/order-effects.ts'
import type { NewOrder, NewOrderEffects, OrderChanges } from '../../src-shared/order-input.ts'
import type { Order, OrderStatus } from '../../src-shared/order.ts'
import type { MoneySettings } from '../../src-shared/money-settings.ts'
import type { OrderConditions, OrderPageRequest, OrderRow } from '../../src-shared/order-search.ts'
import type { Audit } from '../audit/audit-service.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { createProductService } from '../products/product-service.ts'
import { lastDeskNumber, passOverDeskNumbers } from './desk-order-table.ts'
import { timeSlotsInUse } from './delivery-table.ts'
import type { ImportedOrder, ImportOutcome } from './imported-order.ts'
import { previewChange, previewCreate, previewDeletion } from './effect-preview.ts'
import { registerOrder } from './order-register.ts'
import { editOrder, moveStatus, termsOf, type EditParts } from './order-edit.ts'
import { evenOrder, type EvenRequest } from './order-evening.ts'
import { deleteOrder, restoreOrder } from './order-deletion.ts'
import { orderFacts, type OrderFacts } from './order-facts-table.ts'
import { allOrderIds, countOrders, pageOfOrders } from './order-search.ts'
import { orderRows } from './order-search-table.ts'
import { createSearchMemory } from './search-memory.ts'
import { asOrder, mustLoad } from './order-store.ts'
import { anyOrder, bumpVersion, findVersions, orderNosOf } from './order-table.ts'
import { compareOrders, upsertOrders } from './order-upsert.ts'
import { paymentMethodNames } from './payment-method-table.ts'

/** Everything the program does with orders, except money at the gateway. */
export interface OrderService {
  page(request: OrderPageRequest): Promise<readonly OrderRow[]>
  count(conditions: OrderConditions): Promise<number>
  /** The whole result, in the order of the list; at most `limit` orders when one is given. */
  ids(request: Pick<OrderPageRequest, 'conditions' | 'sort'>, limit?: number): Promise<readonly number[]>
  /** Rows of the list in the order of `ids`. */
  rows(ids: readonly number[]): Promise<readonly OrderRow[]>
  /** What the rules of settlement look at, for any number of orders at once; ids that do not exist are left out. */
  facts(ids: readonly number[]): Promise<readonly OrderFacts[]>
  /** Refusal `order.not-found`. */
  open(id: number): Promise<Order>
  openIn(trx: Transaction, id: number): Promise<Order>
  /**
   * Registers an order under the shop's next number of its own. The same `requestId` again answers the order that it has
   * made; refused with `order.already-created` when it comes with other contents, and as `createdOrder` says.
   */
  create(input: NewOrder, operator: Operator): Promise<Order>
  /**
   * Without `stock` the preset of `stockQuestion` is taken. Refusals `order.not-found`, `order.changed-meanwhile` (stored version
   * is not `seen`), `stock.short`, `points.short`, and those of `changedOrder`.
   */
  change(id: number, seen: number, changes: OrderChanges, operator: Operator, stock?: StockChoice): Promise<Order>
  /** What `change`, `create` and `remove` would do to stock and points; write nothing. */
  readonly effects: OrderEffectPreviews
  /** Closes the gap between what an order holds and what it should; refusals as `evenOrder` names them. */
  even(input: EvenRequest, operator: Operator): Promise<Order>
  /** Refusals as `deleteOrder` names them. */
  remove(id: number, seen: number, operator: Operator, choices?: DeletionChoices): Promise<DeletedOrder>
  restore(id: number, seen: number, operator: Operator): Promise<DeletedOrder>
  /**
   * Moves 対応状況 with its effects on 入金日/発送日, stock and points, and its entry in the history. Where stock or points are
   * short, or what it holds is damaged, the order stays where it is, and the history says why: what goes with it in `trx`
   * is money that has moved. Counts the version up in any case; answers why it stayed, in words, or null when it moved.
   */
  changeStatusIn(trx: Transaction, id: number, status: OrderStatus, operator: Operator): Promise<string | null>
  /** Counts the version up and sets 更新日, after something outside the order's own rows changed. */
  touch(trx: Transaction, id: number): Promise<void>
  /** Newest first. */
  history(id: number): Promise<readonly AuditEntry[]>
  vocabulary(): Promise<{ readonly paymentMethods: readonly string[]; readonly timeSlots: readonly string[] }>
  /** What `upsert` would do with each order, in the order of the batch; writes nothing. */
  compare(batch: readonly ImportedOrder[], trx?: Transaction): Promise<readonly ImportOutcome[]>
  /**
   * Adds and updates orders with customers, products, search index and audit events (order.imported / order.reimported),
   * in one transaction and 1,000 at a time. Locked orders are left as they are.
   */
  upsert(batch: readonly ImportedOrder[], operator: Operator, trx?: Transaction): Promise<readonly ImportOutcome[]>
  /** Ids and versions by 注文番号; numbers that do not exist are left out. */
  byOrderNos(
    orderNos: readonly string[],
    trx?: Transaction,
  ): Promise<ReadonlyMap<string, { readonly id: number; readonly version: number }>>
  /** 注文番号 of ids, deleted orders included; ids that do not exist are left out. */
  numbersOf(ids: readonly number[]): Promise<readonly string[]>
  /** How many 注文番号 of the desk's own were given. */
  lastOwnNumber(): Promise<number>
  /** Gives none up to `last` from now on: they were given before the data file was replaced by a copy. */
  passOverNumbers(last: number): Promise<void>
  /** True when the file holds no order at all. */
  isEmpty(): Promise<boolean>
}

/** Previews of effects, counted from what is stored and from what is typed, never from what the window says of it. */
export interface OrderEffectPreviews {
  change(id: number, changes: OrderChanges, stock?: StockChoice): Promise<EffectPreview>
  create(input: NewOrderEffects): Promise<EffectPreview>
  deletion(id: number): Promise<DeletionPreview>
}

/** What the order service works with. */
export interface OrderServiceParts {
  readonly db: Database
  readonly clock: Clock
  readonly audit: Audit
  /** How the shop counts its sums. */
  readonly moneySettings: () => Promise<MoneySettings>
}

const others = { customers: createCustomerService(), products: createProductService() }

/** The orders in the data file. */
export function createOrderService({ db, clock, audit, moneySettings }: OrderServiceParts): OrderService {
  const memory = createSearchMemory()
  const parts = { audit, clock, moneySettings }

  return {
    page: (request) => db.read((connection) => pageOfOrders(connection, request, memory)),
    count: (conditions) => db.read((connection) => countOrders(connection, conditions, memory)),
    ids: (request, limit) => db.read((connection) => allOrderIds(connection, request, limit)),
    rows: (ids) => db.read((connection) => orderRows(connection, ids)),
    facts: (ids) => db.read((connection) => orderFacts(connection, ids)),
    open: (id) => db.read(async (connection) => asOrder(connection, await mustLoad(connection, id))),
    openIn: async (trx, id) => asOrder(trx, await mustLoad(trx, id)),
    change: (id, seen, changes, operator, stock) =>
      db.write((trx) => editOrder(trx, { id, seen, changes, stock }, operator, parts)),
    effects: createEffectPreviews(db, parts),
    even: (input, operator) => db.write((trx) => evenOrder(trx, input, operator, parts)),
    remove: (id, seen, operator, choices) =>
      db.write((trx) => deleteOrder(trx, id, seen, operator, { ...parts, choices })),
    restore: (id, seen, operator) => db.write((trx) => restoreOrder(trx, id, seen, operator, parts)),
    create: (input, operator) => db.write((trx) => registerOrder(trx, input, operator, parts)),
    changeStatusIn: (trx, id, status, operator) => moveStatus(trx, { id, status }, operator, parts),
    touch: async (trx, id) => {
      if (!(await bumpVersion(trx, id, clock.now()))) throw new Refusal('order.not-found', { id })
    },
    history: (id) => audit.ofOrder(id),
    vocabulary: () =>
      db.read(async (connection) => ({
        paymentMethods: await paymentMethodNames(connection),
        timeSlots: await timeSlotsInUse(connection),
      })),
    compare: (batch, trx) => db.read((connection) => compareOrders(connection, batch), trx),
    upsert: (batch, operator, trx) =>
      db.write((own) => upsertOrders(own, batch, operator, { ...parts, ...others }), trx),
    byOrderNos: (orderNos, trx) => db.read((connection) => findVersions(connection, orderNos), trx),
    numbersOf: (ids) => db.read((connection) => orderNosOf(connection, ids)),
    lastOwnNumber: () => db.read(lastDeskNumber),
    async passOverNumbers(last) {
      if (last > (await db.read(lastDeskNumber))) await db.write((trx) => passOverDeskNumbers(trx, last))
    },
    isEmpty: () => db.read(async (connection) => !(await anyOrder(connection))),
  }
}

function createEffectPreviews(db: Database, parts: EditParts): OrderEffectPreviews {
  const { clock, moneySettings } = parts
  return {
    change: (id, changes, stock) =>
      db.read(async (connection) => {
        const before = await mustLoad(connection, id)
        const terms = await termsOf(connection, before, changes, parts)
        return previewChange(connection, before, { changes, terms, stock: stock ?? null, now: clock.now() })
      }),
    create: (input) =>
      db.read(async (connection) => previewCreate(connection, input, await moneySettings(), clock.now())),
    deletion: (id) => db.read((connection) => previewDeletion(connection, id)),
  }
}
