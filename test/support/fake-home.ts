import type { CallInput, CallOutput } from '../../src-shared/api.ts'
import { contactsSchema, firstContacts } from '../../src-shared/contacts.ts'
import type { Order } from '../../src-shared/order.ts'
import type { MoveSelection } from '../../src-shared/status-move-request.ts'
import { todayKinds, type TodayKind } from '../../src-shared/today.ts'
import { rowOf } from './fake-rows.ts'
import { SAMPLE_TODAY } from './sample-orders.ts'

type HomeCalls =
  | 'settings.contacts'
  | 'settings.save-contacts'
  | 'home.today'
  | 'home.card'
  | 'orders.status-counts'
  | 'orders.preview-move'
  | 'orders.move-status'
  | 'orders.undo-move'

/** 管理メイン with every order under 新規受付, and moves that always succeed. */
export function homeAnswers(orders: Order[]): { [N in HomeCalls]: (input: CallInput<N>) => CallOutput<N> } {
  const card = (kind: TodayKind) => {
    const found = kind === 'received' ? orders.filter(({ status }) => status === 'received') : []
    return { kind, count: found.length, rows: found.map((order) => ({ order: rowOf(order), termAt: null })) }
  }
  const named = (selection: MoveSelection) =>
    orders.filter(({ id }) => selection.kind === 'result' || selection.orders.some((one) => one.id === id))
  return {
    'home.today': () => ({
      today: SAMPLE_TODAY,
      cards: todayKinds.map(card),
      daysLeft: { late: 0, within3: 1, within7: 2, within20: 3 },
      days: [{ day: SAMPLE_TODAY, status: 'authorised', orders: 2, totalYen: 8765 }],
    }),
    'home.card': ({ kind }) => card(kind),
    'orders.status-counts': () => ({ received: orders.filter(({ status }) => status === 'received').length, paid: 2 }),
    'orders.preview-move': ({ selection, to }) => ({
      digest: 'digest-1',
      to,
      from: [{ status: 'received', count: named(selection).length }],
      moving: named(selection).length,
      ...{ same: 0, underInquiry: 0, changed: 0, money: [], short: { stock: 0, points: 0, first: [] } },
      paidDates: { count: 0, again: 0 },
      shippedDates: { count: 0, again: 0, deliveries: 0 },
      points: { members: 0, givenBack: 0, taken: 0, unknown: 0 },
      stock: {
        ...{
          unsent: { orders: 0, pieces: 0 },
          sent: { orders: 0, pieces: 0 },
          taken: { orders: 0, pieces: 0 },
          unkept: 0,
        },
      },
    }),
    'orders.move-status': ({ moveId, selection, to }) => ({
      moveId,
      to,
      counts: {
        ...{ moved: named(selection).length, same: 0, changed: 0, underInquiry: 0, missing: 0, damaged: 0 },
        ...{ shortStock: 0, shortPoints: 0 },
      },
      orders: named(selection).map(({ id, orderNo }) => ({ id, orderNo, fate: 'moved' as const })),
    }),
    'orders.undo-move': () => ({ undone: 1, left: [] }),
    'settings.contacts': () => firstContacts,
    'settings.save-contacts': (input) => contactsSchema.parse(input),
  }
}
