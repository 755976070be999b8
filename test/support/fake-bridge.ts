import { statusAfter } from '../../src-shared/settlement-rules.ts'
import type {
  CallInput,
  CallName,
  CallOutput,
  DeskState,
  EventMessage,
  EventName,
  Events,
  OfferedAction,
} from '../../src-shared/api.ts'
import type { Bridge } from '../../src-shared/bridge.ts'
import type { Failure } from '../../src-shared/failure.ts'
import { countedTotals, moneyOf } from '../../src-shared/order-money.ts'
import type { Order } from '../../src-shared/order.ts'
import { paymentKindOf } from '../../src-shared/payment-method.ts'
import { homeAnswers } from './fake-home.ts'
import { rowOf } from './fake-rows.ts'
import { firstMoneySettings } from '../../src-shared/money-settings.ts'
import type { SweepState } from '../../src-shared/sweep.ts'
import { bulkAnswers } from './fake-bulk.ts'
import { effectAnswers } from './fake-effects.ts'
import { formAnswers } from './fake-form.ts'
import { importPlan } from './fake-import.ts'
import { mailAnswers } from './fake-mail.ts'
import { knownProducts } from './fake-products.ts'
import { listAnswers } from './fake-list.ts'
import { gatewaySettings } from './gateway-settings.ts'
import { SAMPLE_NOW, SAMPLE_TODAY, sampleShop } from './sample-orders.ts'
import { recordAnswers, sampleSafety } from './sample-records.ts'

/** A core that refuses: throw one of these in an answer. */
export class FakeRefusal extends Error {
  readonly failure: Failure

  constructor(code: Failure['code'], params: Failure['params'] = {}) {
    super(code)
    this.failure = { code, params }
  }
}

export type Answers = { [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> }

/** A bridge over orders in memory, with every call written down. */
export interface FakeDesk {
  readonly bridge: Bridge
  readonly orders: Order[]
  /** Every call in order, with its input as it crossed. */
  readonly sent: { readonly name: string; readonly input: unknown }[]
  /** Inputs of all calls of one name. */
  inputs<N extends CallName>(name: N): CallInput<N>[]
  emit<N extends EventName>(name: N, payload: Events[N]): void
}

export const deskState: DeskState = {
  mode: 'rehearsal',
  host: 'preview',
  version: '0.1.0',
  shopName: 'カゴラボ商店',
  operator: { id: 'owner', name: '店長', role: 'owner' },
  dataDir: '/home/shop/juchu',
  today: SAMPLE_TODAY,
  attention: 1,
  unlinked: 3,
  ...sampleSafety,
  network: 'online',
}

/** Builds the bridge; `overrides` replaces single answers. */
export function createFakeDesk(overrides: Partial<Answers> = {}, orders: Order[] = sampleShop()): FakeDesk {
  const sent: FakeDesk['sent'] = []
  const listeners = new Set<(event: unknown) => void>()
  const answers = { ...defaultAnswers(orders), ...overrides } as Record<string, (input: unknown) => unknown>

  async function call(name: string, input: unknown): Promise<unknown> {
    const crossed = structuredClone(input)
    sent.push({ name, input: crossed })
    try {
      return { ok: true, value: structuredClone(await answers[name]?.(crossed)) }
    } catch (error) {
      if (error instanceof FakeRefusal) return { ok: false, failure: error.failure }
      throw error
    }
  }

  const bridge: Bridge = {
    call,
    onEvent(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    chooseDataFolder: () => Promise.resolve({ chosen: false }),
    openExternal: (url) => Promise.resolve({ opened: url.startsWith('https://') }),
    writeMail: () => Promise.resolve({ opened: 'whole' }),
    revealDataFolder: () => Promise.resolve(),
  }
  return {
    bridge,
    orders,
    sent,
    inputs: <N extends CallName>(name: N) =>
      sent.filter((one) => one.name === name).map((one) => one.input as CallInput<N>),
    emit: (name, payload) => {
      const event = { name, payload } as EventMessage
      for (const listener of listeners) listener(event)
    },
  }
}

function find(orders: readonly Order[], id: number): Order {
  const order = orders.find((one) => one.id === id)
  if (!order) throw new FakeRefusal('order.not-found', { id })
  return order
}

function store(orders: Order[], changed: Order): Order {
  orders.splice(
    orders.findIndex(({ id }) => id === changed.id),
    1,
    changed,
  )
  return changed
}

const restingSweep: SweepState = { running: false, paused: false, done: 0, total: 0, last: null, nextAt: null }

const offered: readonly OfferedAction[] = [
  { action: 'sales', allowed: true, suggested: true, reason: null },
  { action: 'voided', allowed: true, suggested: false, reason: null },
  { action: 'returned', allowed: false, suggested: false, reason: { code: 'settlement.not-allowed', params: {} } },
  { action: 'returnedLater', allowed: false, suggested: false, reason: { code: 'settlement.not-allowed', params: {} } },
]

type OrderCalls =
  | 'orders.page'
  | 'orders.count'
  | 'orders.vocabulary'
  | 'orders.open'
  | 'orders.change'
  | 'orders.create'
  | 'orders.history'
  | 'products.find'

function orderAnswers(orders: Order[]): Pick<Answers, OrderCalls> {
  const matching = (no: string | undefined) => orders.filter((order) => no === undefined || order.orderNo === no)
  return {
    'orders.page': ({ conditions, page, pageSize }) =>
      matching(conditions.orderNoFrom)
        .slice(page * pageSize, (page + 1) * pageSize)
        .map(rowOf),
    'orders.count': ({ conditions }) => matching(conditions.orderNoFrom).length,
    'orders.vocabulary': () => ({
      paymentMethods: ['クレジットカード決済', '銀行振込', '代金引換', 'コンビニ決済'],
      timeSlots: ['午前中', '16:00～18:00'],
    }),
    'orders.open': ({ id }) => find(orders, id),
    'orders.change': ({ id, seen, changes }) => {
      const order = find(orders, id)
      if (order.version !== seen) throw new FakeRefusal('order.changed-meanwhile', { orderNo: order.orderNo })
      const deliveries = order.deliveries.map((one) => {
        const change = changes.deliveries?.find((other) => other.id === one.id)
        return { ...one, ...change } as typeof one
      })
      const { status = order.status, note = order.note } = changes
      return store(orders, { ...order, status, note, deliveries, version: order.version + 1 })
    },
    'orders.create': ({ lines, charges, orderer, paymentMethodName, message, note }) => {
      const [like] = orders
      if (!like) throw new FakeRefusal('order.not-found')
      const id = Math.max(...orders.map((order) => order.id)) + 1
      const money = moneyOf(countedTotals(lines, charges, null, firstMoneySettings))
      const made = { ...like, id, version: 1, orderNo: 'T-000001', source: 'desk', money, message, note } as const
      const goods = lines.map((line) => ({ kind: 'product' as const, ...line }))
      const paymentMethod = { name: paymentMethodName, kind: paymentKindOf(paymentMethodName) }
      const order = { ...made, lines: goods, paymentMethod, orderer: { ...like.orderer, ...orderer } }
      orders.push(order)
      return order
    },
    'products.find': ({ text }) => knownProducts.filter(({ productCode, name }) => (productCode + name).includes(text)),
    'orders.history': ({ id }) => [
      {
        id: 1,
        at: SAMPLE_NOW,
        kind: 'order.imported',
        operatorName: '店長',
        orderId: id,
        changes: [],
        details: { file: 'order.csv' },
      },
      {
        id: 2,
        at: SAMPLE_NOW,
        kind: 'order.changed',
        operatorName: '店長',
        orderId: id,
        changes: [{ field: '対応状況', from: '新規受付', to: '入金済み' }],
        details: {},
      },
    ],
  }
}

type MoneyCalls =
  | 'settlement.offered'
  | 'settlement.change'
  | 'settlement.inquire'
  | 'settlement.adopt'
  | 'settlement.link-all'
  | 'settlement.links'
  | 'settlement.create-link'
  | 'settlement.check-link'
  | 'settlement.attention'
  | 'settlement.reconcile'
  | 'settlement.sweep'
  | 'settlement.hold-sweep'
  | 'settlement.sweep-state'
  | 'settlement.differences'
  | 'settlement.adopt-difference'

function settlementAnswers(orders: Order[]): Pick<Answers, MoneyCalls> {
  return {
    'settlement.offered': () => offered,
    'settlement.change': ({ id, action, thenStatus }) => {
      const order = find(orders, id)
      const settlement = order.settlement && { ...order.settlement, status: statusAfter[action], settleBy: null }
      const changed = { ...order, settlement, status: thenStatus ?? order.status, version: order.version + 1 }
      const statusChanged = thenStatus !== null && thenStatus !== order.status
      return { outcome: 'applied', confirmed: false, statusChanged, statusHeld: null, order: store(orders, changed) }
    },
    'settlement.inquire': ({ id }) => find(orders, id),
    'settlement.adopt': ({ id }) => find(orders, id),
    'settlement.sweep': () => ({ ...restingSweep, running: true }),
    'settlement.hold-sweep': () => restingSweep,
    'settlement.sweep-state': () => restingSweep,
    'settlement.differences': () => [],
    'settlement.adopt-difference': ({ id }) => find(orders, id),
    'settlement.reconcile': () => ({ asked: 2, answered: 2, waiting: 0 }),
    'settlement.links': () => ({ links: [], refusal: null }),
    'settlement.create-link': () => ({ links: [], refusal: null }),
    'settlement.check-link': () => ({ links: [], refusal: null }),
    'settlement.link-all': () => ({ asked: 3, linked: 1, notFound: 2, failed: 0 }),
    'settlement.attention': () => [
      {
        operationId: 'op-91',
        gatewayOrderNo: '91',
        orderId: 91,
        orderNo: '91',
        name: 'テスト テスト',
        action: 'sales',
        state: 'unknown',
        startedAt: SAMPLE_NOW - 600_000,
        nextInquiryAt: SAMPLE_NOW + 60_000,
        amountYen: 5775,
        gatewayStatus: null,
      },
    ],
  }
}

function defaultAnswers(orders: Order[]): Answers {
  const backup = { id: 'b1', madeAt: SAMPLE_NOW, reason: 'daily', sizeBytes: 12_300_000, verified: true } as const
  return {
    ...orderAnswers(orders),
    ...listAnswers(orders),
    ...formAnswers,
    ...effectAnswers(orders),
    ...settlementAnswers(orders),
    ...recordAnswers,
    ...bulkAnswers(orders.map(rowOf)),
    ...mailAnswers((id) => find(orders, id)),
    'desk.state': () => deskState,
    'desk.practice-gateway': () => ({ origin: 'http://127.0.0.1:8080' }),
    'files.begin': () => ({ fileId: '0'.repeat(32) }),
    'files.append': ({ offset, base64 }) => ({ receivedBytes: offset + Math.floor((base64.length * 3) / 4) }),
    'files.discard': () => null,
    'import.preview': () => importPlan,
    'import.apply': () => ({ added: 2, changed: 1, same: 0, refused: 1 }),
    'settings.gateway': () => gatewaySettings,
    'settings.save-gateway': (input) => ({ ...gatewaySettings, shopId: input.shopId }),
    'settings.test-gateway': () => ({ ok: true, errors: [] }),
    'settings.sweep': () => ({ when: 'off' }),
    'settings.save-sweep': (input) => input,
    ...homeAnswers(orders),
    'settings.shop': () => ({ shopName: deskState.shopName, money: firstMoneySettings }),
    'settings.save-shop': ({ shopName, money = firstMoneySettings }) => ({ shopName, money }),
    'backups.list': () => [backup],
    'backups.make': () => backup,
    'startup.state': () => ({ state: 'ready' }),
    'startup.backups': () => [backup],
    'startup.restore': () => ({ state: 'ready' }),
  }
}
