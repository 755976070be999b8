import { z } from 'zod'
import type { AttentionItem, ReconcileReport } from './attention.ts'
import type { AuditEntry } from './audit.ts'
import type { Backup } from './backup.ts'
import type { BulkProgress } from './bulk.ts'
import { bulkCalls } from './bulk-calls.ts'
import type { BusinessDay } from './business-day.ts'
import { answers, type Call } from './call.ts'
import { effectCalls, stockChoiceSchema } from './effect-calls.ts'
import type { Failure } from './failure.ts'
import { formCalls } from './form-calls.ts'
import { listCalls } from './list-calls.ts'
import type { MailRun } from './mail.ts'
import { mailCalls } from './mail-calls.ts'
import type { Operator } from './operator.ts'
import { orderStatusSchema, type Order, type OrderStatus } from './order.ts'
import type { RecordCheck, RecordDamage } from './record-check.ts'
import type { ImportPreview, ImportReport } from './order-import.ts'
import { newOrderSchema, orderChangesSchema } from './order-input.ts'
import { orderConditionsSchema, orderPageRequestSchema, type OrderRow } from './order-search.ts'
import { productCalls } from './product-calls.ts'
import {
  gatewaySettingsInputSchema,
  shopSettingsInputSchema,
  type GatewaySettings,
  type ShopSettings,
} from './settings.ts'
import type { OrderLinks } from './payment-link.ts'
import { settlementActions, type GatewayMessage, type SettlementAction } from './settlement.ts'
import { screenCalls } from './screen-calls.ts'
import { sweepScheduleSchema, type SweepSchedule, type SweepState } from './sweep.ts'
import { tradeSightSchema, type TradeDifference } from './trade-difference.ts'
import { typedText } from './typed-text.ts'
import { yenSchema } from './yen.ts'

/** 練習, テスト, 本番. */
export type Mode = 'rehearsal' | 'test' | 'production'

/** What every screen's frame shows. */
export interface DeskState {
  readonly mode: Mode
  readonly host: 'desktop' | 'preview'
  readonly version: string
  readonly shopName: string
  readonly operator: Operator
  readonly dataDir: string
  /** Today in Japan, from the core's clock. */
  readonly today: BusinessDay
  /** Operations under 結果確認中 or waiting for a person. */
  readonly attention: number
  /** Card, convenience store and Pay-easy orders that have no trade yet. */
  readonly unlinked: number
  /** Trades to be asked about after a restore; money is off until it is 0. */
  readonly reconcile: number
  /** Seconds by which this machine's clock is ahead of the gateway's (negative: behind); null while that is not known. */
  readonly clockSkewSeconds: number | null
  /** What is not as it was written; nothing in it is used. */
  readonly damage: RecordDamage
  /** What the last exchange with the gateway showed. */
  readonly network: 'untried' | 'online' | 'offline'
}

/** How the start went. Answered even when the data file does not open. */
export type Startup =
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly failure: Failure; readonly dataDir: string; readonly version: string }

/** How one settlement ended, for the dialog that asked for it. */
export type SettlementResult =
  /** Done; `confirmed` when an inquiry showed that it had been done already (処理済みを確認). */
  | {
      readonly outcome: 'applied'
      readonly confirmed: boolean
      readonly statusChanged: boolean
      /** 対応状況 that was asked for and not set, and why: stock or points are short, or the order went another way. */
      readonly statusHeld: { readonly to: OrderStatus; readonly because: string } | null
      readonly order: Order
    }
  /** The gateway said no; nothing moved. */
  | { readonly outcome: 'refused'; readonly errors: readonly GatewayMessage[]; readonly order: Order }
  /** 結果確認中: locked until an inquiry tells. */
  | { readonly outcome: 'unknown'; readonly order: Order }
  /** The gateway shows something that does not fit; a person decides. */
  | { readonly outcome: 'conflict'; readonly order: Order }
  /**
   * Nothing happened, and it may be tried again. `notReached`: no connection; `busy`: the gateway takes no more just now;
   * `dayTurned`: the day turned before the request left, and another word may be the right one.
   */
  | { readonly outcome: 'notSent'; readonly because: 'notReached' | 'busy' | 'dayTurned'; readonly order: Order }

/** One action of the pull-down カード決済状況変更, allowed or with the reason why not. */
export interface OfferedAction {
  readonly action: SettlementAction
  readonly allowed: boolean
  /** Preselected of its kind: today's cancel word, the way of 金額変更 that keeps a charged order charged. */
  readonly suggested: boolean
  /** Why it is not possible; null when allowed. */
  readonly reason: Failure | null
}

export interface LinkReport {
  readonly asked: number
  readonly linked: number
  readonly notFound: number
  readonly failed: number
}

const nothing = z.strictObject({})
const id = z.int().positive()
const fileId = z.string().regex(/^[0-9a-f]{32}$/)

/** Everything the window may ask, with the role that may ask it. */
export const calls = {
  /** Frame: mode, shop, operator, counts. */
  'desk.state': answers<DeskState>()('viewer', nothing),
  /** Origin of the practice gateway on this machine, for the shell; null in the other modes. */
  'desk.practice-gateway': answers<{ readonly origin: string | null }>()('viewer', nothing),

  /** A page of 検索結果一覧; the count comes by a call of its own, so that rows never wait for it. */
  'orders.page': answers<readonly OrderRow[]>()('viewer', orderPageRequestSchema),
  'orders.count': answers<number>()('viewer', z.strictObject({ conditions: orderConditionsSchema })),
  /** Names of payment methods and carriers' time slots that occur, for the search form and pull-downs. */
  'orders.vocabulary': answers<{
    readonly paymentMethods: readonly string[]
    readonly timeSlots: readonly string[]
  }>()('viewer', nothing),
  'orders.open': answers<Order>()('viewer', z.strictObject({ id })),
  /** Refused with `order.changed-meanwhile` when `seen` is not the stored version. */
  'orders.change': answers<Order>()(
    'orders',
    z.strictObject({ id, seen: z.int(), changes: orderChangesSchema, stock: stockChoiceSchema.optional() }),
  ),
  /** 受注登録. The same `requestId` again answers the order it has made; with other contents it is refused. */
  'orders.create': answers<Order>()('orders', newOrderSchema),
  'orders.history': answers<readonly AuditEntry[]>()('viewer', z.strictObject({ id })),

  ...effectCalls,
  ...screenCalls,
  ...formCalls,
  ...productCalls,

  /** A file from the window, in pieces of at most 256 kB; no path ever crosses the door. */
  'files.begin': answers<{ readonly fileId: string }>()(
    'orders',
    z.strictObject({ name: z.string().max(255), sizeBytes: z.int().min(0) }),
  ),
  'files.append': answers<{ readonly receivedBytes: number }>()(
    'orders',
    z.strictObject({ fileId, offset: z.int().min(0), base64: z.base64().max(400_000) }),
  ),
  'files.discard': answers<null>()('orders', z.strictObject({ fileId })),
  'import.preview': answers<ImportPreview>()('orders', z.strictObject({ fileId })),
  /** One transaction; refused when the digest differs or when errors were not accepted. */
  'import.apply': answers<ImportReport>()(
    'orders',
    z.strictObject({ fileId, digest: z.string().max(100), withoutRefused: z.boolean() }),
  ),

  /** `draft`: what the form shows and would be stored first, so that the pull-down fits what is typed. */
  'settlement.offered': answers<readonly OfferedAction[]>()(
    'viewer',
    z.strictObject({
      id,
      draft: z
        .strictObject({ orderStatus: orderStatusSchema.optional(), paymentTotalYen: yenSchema.optional() })
        .optional(),
    }),
  ),
  /** Journalled before it is sent; `thenStatus` is written in the same transaction as the result. */
  'settlement.change': answers<SettlementResult>()(
    'settlement',
    z.strictObject({
      id,
      seen: z.int(),
      action: z.enum(settlementActions),
      thenStatus: orderStatusSchema.nullable(),
      /** Why; 金額変更 and 再オーソリ are refused without one. */
      reason: typedText(200).default(''),
    }),
  ),
  /** Asks the gateway about one order: links it, refreshes it, or settles an unknown outcome. */
  'settlement.inquire': answers<Order>()('settlement', z.strictObject({ id })),
  /** Ends a conflict: what the gateway shows becomes what the desk shows, and the order is free again. */
  /** `missing`: the operator says that the trade is not at the gateway, as two looks found. */
  'settlement.adopt': answers<Order>()('settlement', z.strictObject({ id, missing: z.boolean().optional() })),
  /** Asks about every order that has no trade yet. */
  'settlement.link-all': answers<LinkReport>()('settlement', nothing),
  /** After a restore: asks about every trade that moved since the copy was made. */
  'settlement.reconcile': answers<ReconcileReport>()('settlement', nothing),
  /** Payment links of an order. Their addresses only for who may settle. */
  'settlement.links': answers<OrderLinks>()('viewer', z.strictObject({ id })),
  /** A page at the gateway for the amount of version `seen`; journalled before it is sent. */
  'settlement.create-link': answers<OrderLinks>()(
    'settlement',
    z.strictObject({ id, seen: z.int(), again: z.boolean() }),
  ),
  /** Asks the gateway about the order's links. */
  'settlement.check-link': answers<OrderLinks>()('settlement', z.strictObject({ id })),
  'settlement.attention': answers<readonly AttentionItem[]>()('viewer', nothing),
  /** Asks about every open trade, or goes on with a paused sweep. Answers at once; progress comes as an event. */
  'settlement.sweep': answers<SweepState>()('settlement', nothing),
  'settlement.hold-sweep': answers<SweepState>()('settlement', z.strictObject({ how: z.enum(['pause', 'stop']) })),
  'settlement.sweep-state': answers<SweepState>()('viewer', nothing),
  /** Orders that disagree with the gateway, as it was last seen; the longest known first. */
  'settlement.differences': answers<readonly TradeDifference[]>()('viewer', nothing),
  /**
   * Takes over what the gateway shows now; where it knows no trade (`seen` null), the order has none any more. Refused with
   * `settlement.changed-at-gateway` when that is no longer `seen`, which is what the operator agreed to, and with
   * `settlement.trade-missing` while it was not said twice, a minute apart, that there is none.
   */
  'settlement.adopt-difference': answers<Order>()(
    'settlement',
    z.strictObject({ id, seen: tradeSightSchema.nullable() }),
  ),

  'settings.gateway': answers<GatewaySettings>()('viewer', nothing),
  'settings.save-gateway': answers<GatewaySettings>()('owner', gatewaySettingsInputSchema),
  /** Inquires a number that cannot exist: proves address, contract and pass without touching anything. */
  'settings.test-gateway': answers<{ readonly ok: boolean; readonly errors: readonly GatewayMessage[] }>()(
    'owner',
    nothing,
  ),
  'settings.sweep': answers<SweepSchedule>()('viewer', nothing),
  'settings.save-sweep': answers<SweepSchedule>()('owner', sweepScheduleSchema),
  'settings.shop': answers<ShopSettings>()('viewer', nothing),
  'settings.save-shop': answers<ShopSettings>()('owner', shopSettingsInputSchema),

  ...listCalls,
  ...bulkCalls,
  ...mailCalls,

  'backups.list': answers<readonly Backup[]>()('viewer', nothing),
  'backups.make': answers<Backup>()('owner', nothing),

  /** 記録の検査: reads every record and compares. Takes seconds on a large file. */
  'records.check': answers<RecordCheck>()('owner', nothing),
  /** Lays a damaged 控え記録 aside and begins a new one from the journal; refused while it is sound. */
  'records.renew-witness': answers<RecordCheck>()('owner', nothing),
} as const satisfies Record<string, Call>

/** Calls that work even when the data file does not open. */
export const startupCalls = {
  'startup.state': answers<Startup>()('viewer', nothing),
  'startup.backups': answers<readonly Backup[]>()('viewer', nothing),
  /** Keeps the damaged file aside, puts the copy in its place and starts again. */
  'startup.restore': answers<Startup>()('owner', z.strictObject({ id: z.string().max(200) })),
} as const satisfies Record<string, Call>

export type Calls = typeof calls & typeof startupCalls
export type CallName = keyof Calls
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>
export type CallParsed<N extends CallName> = z.output<Calls[N]['input']>
export type CallOutput<N extends CallName> = Calls[N] extends Call<z.ZodType, infer O> ? O : never

/** Every answer of the door. */
export type Envelope<T = unknown> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** What the core tells the window unasked. */
export interface Events {
  /** Orders changed: lists and open orders read again. Empty = many. */
  'orders.changed': { readonly ids: readonly number[] }
  'desk.state': DeskState
  /** Progress of linking all. */
  'settlement.linking': { readonly done: number; readonly total: number }
  /** Progress of a move of 対応状況. */
  'orders.moving': { readonly moveId: string; readonly done: number; readonly total: number }
  /** A sweep began, went on, paused or ended, or the next one was planned anew. */
  'settlement.sweep': SweepState
  /** A bulk run began, went on, paused or ended, or lines of it moved. */
  'bulk.progress': BulkProgress
  /** A bulk of mails began, went on or ended. */
  'mail.run': MailRun
  /** The core stopped or could not start. */
  'core.stopped': { readonly failure: Failure }
}
export type EventName = keyof Events
export type EventMessage = { [N in EventName]: { readonly name: N; readonly payload: Events[N] } }[EventName]
