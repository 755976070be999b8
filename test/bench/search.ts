import { DatabaseSync } from '@photostructure/sqlite'
import { createDispatch, type Handlers } from '../../src-main/dispatch.ts'
import { filtersOf } from '../../src-main/orders/order-filters.ts'
import { countSql, pageSql } from '../../src-main/orders/order-search-plan.ts'
import { planCount, planPage } from '../../src-main/orders/order-search.ts'
import type { OrderConditions, OrderPageRequest } from '../../src-shared/order-search.ts'
import { sequence } from '../main/orders/made-orders.ts'
import { owner } from '../main/orders/opened-shop.ts'
import { alternately, ms, quantile, timed, type BenchOptions, type Metric } from './metric.ts'
import { peerShop, type PeerSearch } from './peer-shop.ts'
import { filledShop, type FilledShop } from './shop.ts'

const newest = { key: 'updatedAt', descending: true } as const

function pageRequest(conditions: OrderConditions, page = 0): OrderPageRequest {
  return { conditions, sort: newest, page, pageSize: 100 }
}

/** Between two searches something is always written in a shop, and nothing that was found before may serve again. */
async function forget(shop: FilledShop): Promise<void> {
  await shop.db.write((trx) => trx.raw('UPDATE event_chain SET length = length'))
}

/** What the operator waits for: the page and the count. */
async function search(shop: FilledShop, conditions: OrderConditions, page = 0): Promise<void> {
  await shop.orders.page(pageRequest(conditions, page))
  await shop.orders.count(conditions)
}

/** Things people type: one or two kanji, kana, a part of a phone number, an order number, a mail address. */
function typedQueries(count: number): readonly OrderConditions[] {
  const next = sequence(11)
  const kinds: readonly (() => OrderConditions)[] = [
    () => ({ name: ['田中', '髙橋', '小鳥遊', '林', '佐々木太郎', '該当なし'][next(6)] }),
    () => ({ kana: ['タナカ', 'ワタナベ', 'サ', 'ハヤシ', 'ヌヌ'][next(5)] }),
    () => ({ tel: String(1000 + next(9000)) }),
    () => ({ orderNoFrom: String(next(900) + 1), orderNoTo: String(next(900) + 1) }),
    () => ({ email: `${['tanaka', 'neko', 'sato', 'umi'][next(4)] ?? ''}.${String(next(90))}` }),
  ]
  return Array.from({ length: count }, (_none, index) => kinds[index % kinds.length]?.() ?? {})
}

async function scaling({ orders }: BenchOptions) {
  const shops = [await filledShop(orders), await filledShop(1_000)] as const
  const queries = typedQueries(200)
  const rounds: readonly [number[][], number[][]] = [[], []]
  for (let round = 0; round < 7; round += 1) {
    for (const [index, shop] of shops.entries()) rounds[index]?.push(await timesOf(shop, queries))
  }
  const [a = Number.NaN, b = Number.NaN] = rounds.map((times) => quantile(times.map((round) => quantile(round, 0.95))))
  // A pause of the machine falls on one round of a query, never on most of them.
  const [calmA = Number.NaN, calmB = Number.NaN] = rounds.map((times) =>
    quantile(
      queries.map((_query, index) => quantile(times.map((round) => round[index] ?? Number.NaN))),
      0.95,
    ),
  )
  const calm = `with each query's median ${ms(calmA)} and ${ms(calmB)} (${(calmA / calmB).toFixed(2)})`
  return { value: a / b, detail: `p95 of 200 typed queries ${ms(a)} at ${orders}, ${ms(b)} at 1000 orders; ${calm}` }
}

/** Milliseconds that each of the searches takes. */
async function timesOf(shop: FilledShop, queries: readonly OrderConditions[]): Promise<number[]> {
  const times: number[] = []
  for (const query of queries) {
    await forget(shop)
    times.push(await timed(() => search(shop, query)))
  }
  return times
}

/** The same search in both shops' words. */
const rivals: readonly (readonly [string, OrderConditions, PeerSearch])[] = [
  ['name', { name: '田中' }, { where: '(name01 || name02) LIKE ?', values: ['%田中%'] }],
  ['kana', { kana: 'タナカ' }, { where: '(kana01 || kana02) LIKE ?', values: ['%タナカ%'] }],
  ['mail', { email: 'tanaka.7' }, { where: 'mail LIKE ?', values: ['%tanaka.7%'] }],
  ['phone', { tel: '4321' }, { where: '(tel01 || tel02 || tel03) LIKE ?', values: ['%4321%'] }],
  [
    'date and status',
    { statuses: ['shipped'], orderedFrom: '2026-03-01', orderedTo: '2026-03-31' },
    { where: 'status = ? AND create_date >= ? AND create_date <= ?', values: [5, '2026-03-01', '2026-03-31T23:59:59'] },
  ],
  ['newest', {}, { where: '1', values: [] }],
]

async function againstPeer({ orders }: BenchOptions) {
  const shop = await filledShop(orders)
  const peer = peerShop(shop.made())
  const found: (readonly [string, number])[] = []
  const compare = async (name: string, conditions: OrderConditions, theirs: PeerSearch, page = 0) => {
    const { a, b } = await alternately(
      7,
      () => {
        peer.search({ ...theirs, offset: page * 100 })
      },
      () => search(shop, conditions, page),
      () => forget(shop),
    )
    found.push([name, a / b])
  }
  for (const [name, conditions, theirs] of rivals) await compare(name, conditions, theirs)
  const last = Math.floor(orders / 100) - 1
  await compare('middle page', {}, { where: '1', values: [] }, Math.floor(last / 2))
  await compare('last page', {}, { where: '1', values: [] }, last)
  const detail = found.map(([name, ratio]) => `${name} ${ratio.toFixed(1)}`).join(', ')
  return { value: Math.min(...found.map(([, ratio]) => ratio)), detail: `the slowest of: ${detail}` }
}

/** The queries of the program's plan, with the look-up of names inside them as anyone would write it by hand. */
async function bestSql(shop: FilledShop, conditions: OrderConditions) {
  const [only, other] = filtersOf(conditions, null)
  if (only?.lead?.whereFound !== undefined && other === undefined) {
    const page = pageSql({ kind: 'lead', filter: only }, [only], newest, 100, 0)
    return { page, count: countSql(only, [only]) }
  }
  const page = await shop.db.read((connection) => planPage(connection, pageRequest(conditions)))
  const count = await shop.db.read((connection) => planCount(connection, conditions))
  if (page === null || count === null) throw new Error('the query finds nothing')
  return { page, count }
}

/** Through the door, against the very queries of the plan on a bare connection of the same driver. */
async function againstEngine({ orders }: BenchOptions) {
  const shop = await filledShop(orders)
  const handlers = {
    'orders.page': (input) => shop.orders.page(input),
    'orders.count': (input) => shop.orders.count(input.conditions),
  } satisfies Partial<Handlers>
  const quiet = { info() {}, warn() {}, error() {} }
  const dispatch = createDispatch(handlers, () => owner, quiet)
  const bare = new DatabaseSync(shop.db.file)
  const found: (readonly [string, number])[] = []
  for (const [name, conditions] of rivals) {
    const { page, count } = await bestSql(shop, conditions)
    const ids = bare.prepare(page.text)
    const rows = bare.prepare(
      `SELECT o.id, o.order_no, o.ordered_at, o.updated_at, o.family_name, o.given_name, m.name, o.total_yen, o.status,
       p.status, p.amount_yen, p.settle_by FROM json_each(?) w CROSS JOIN orders o ON o.id = w.value
       JOIN payment_methods m ON m.id = o.payment_method_id LEFT JOIN payments p ON p.order_id = o.id`,
    )
    const counted = count === 'all' ? bare.prepare('SELECT count(*) FROM orders') : bare.prepare(count.text)
    const { a, b } = await alternately(
      15,
      async () => {
        await dispatch('orders.page', pageRequest(conditions))
        await dispatch('orders.count', { conditions })
      },
      () => {
        const found = ids.all(...page.values)
        rows.all(JSON.stringify(found.map((row) => Number(Reflect.get(Object(row), 'id')))))
        counted.get(...(count === 'all' ? [] : count.values))
      },
      () => forget(shop),
    )
    found.push([name, a / b])
  }
  bare.close()
  const detail = found.map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`).join(', ')
  return { value: quantile(found.map(([, ratio]) => ratio)), detail: `the median of: ${detail}` }
}

export const searchMetrics: readonly Metric[] = [
  { id: 'P4', title: 'search scaling', target: 3, wanted: 'atMost', measure: scaling },
  { id: 'P5', title: 'search against the cart’s own SQL', target: 5, wanted: 'atLeast', measure: againstPeer },
  { id: 'P6', title: 'search against the bare engine', target: 2, wanted: 'atMost', measure: againstEngine },
]
