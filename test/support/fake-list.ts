import type { CallInput, CallName, CallOutput } from '../../src-shared/api.ts'
import { firstListColumns, type ListColumn } from '../../src-shared/list-columns.ts'
import type { OwnLayout } from '../../src-shared/order-export.ts'
import type { Order } from '../../src-shared/order.ts'
import type { SavedSearch } from '../../src-shared/saved-search.ts'

type ListCalls = Extract<
  CallName,
  | 'orders.delete'
  | 'orders.restore'
  | 'orders.ids'
  | `exports.${string}`
  | `prints.${string}`
  | `searches.${string}`
  | `csv-layouts.${string}`
  | `columns.${string}`
>
type ListAnswers = { [N in ListCalls]: (input: CallInput<N>) => CallOutput<N> }

/** What 受注管理 keeps and gives out, in memory: deleted orders wait outside of `orders`. */
export function listAnswers(orders: Order[]): ListAnswers {
  const deleted: Order[] = []
  let columns: readonly ListColumn[] = firstListColumns
  const searches = shelf<SavedSearch>()
  const layouts = shelf<OwnLayout>()

  /** Takes an order from one list into the other, newest first as the list shows them. */
  function move(from: Order[], to: Order[], id: number) {
    const at = from.findIndex((order) => order.id === id)
    const [order] = from.splice(at, 1)
    if (order === undefined) throw new Error(`no order ${id}`)
    const moved = { ...order, version: order.version + 1 }
    to.push(moved)
    to.sort((a, b) => b.id - a.id)
    return { id, version: moved.version, orderNo: moved.orderNo }
  }

  return {
    'orders.delete': ({ id }) => move(orders, deleted, id),
    'orders.restore': ({ id }) => move(deleted, orders, id),
    'orders.ids': () => orders.map(({ id }) => id),
    'exports.begin': () => ({ exportId: '1'.repeat(32), orders: orders.length, fileName: 'order_261123_141000.csv' }),
    'exports.next': () => ({
      base64: btoa('orders\r\n'),
      done: orders.length,
      finished: true,
      losses: [],
      lossCount: 0,
    }),
    'exports.end': () => null,
    'prints.file': () => ({ rows: 0, base64: '' }),
    'searches.list': () => searches.all(),
    'searches.save': ({ id, name, content }) => searches.save(id, (kept) => ({ ...content, id: kept, name })),
    'searches.delete': ({ id }) => searches.remove(id),
    'csv-layouts.list': () => layouts.all(),
    'csv-layouts.save': ({ id, name, content }) => layouts.save(id, (kept) => ({ ...content, id: kept, name })),
    'csv-layouts.delete': ({ id }) => layouts.remove(id),
    'columns.list': () => columns,
    'columns.save': (input) => (columns = input.columns),
  }
}

/** Things under ids that are given out here. */
function shelf<T extends { readonly id: number }>() {
  let kept: readonly T[] = []
  return {
    all: () => kept,
    save(id: number | null, make: (id: number) => T): readonly T[] {
      const made = make(id ?? Math.max(0, ...kept.map((one) => one.id)) + 1)
      kept = id === null ? [...kept, made] : kept.map((one) => (one.id === id ? made : one))
      return kept
    },
    remove(id: number): readonly T[] {
      kept = kept.filter((one) => one.id !== id)
      return kept
    },
  }
}
