import type { OrderConditions } from '../../src-shared/order-search.ts'
import { fold, foldMail, foldTel, pairQuery } from '../../src-shared/search-text.ts'
import type { Filter } from './search-filter.ts'
import { joined, sql, type Sql } from './sql-text.ts'

/** A folded text that must be found in one field of a person. */
interface Sought {
  readonly field: 'name' | 'kana' | 'mail' | 'tel'
  readonly folded: string
}

/**
 * 顧客名, カナ, メールアドレス and TEL are one filter: all are looked up together in the letter pairs of `persons`.
 * Null when nothing is left to look for after folding.
 */
export function personFilter(conditions: OrderConditions): Filter | null {
  const all: readonly Sought[] = [
    { field: 'name', folded: fold(conditions.name ?? '') },
    { field: 'kana', folded: fold(conditions.kana ?? '') },
    { field: 'mail', folded: foldMail(conditions.email ?? '') },
    { field: 'tel', folded: foldTel(conditions.tel ?? '') },
  ]
  const sought = all.filter(({ folded }) => folded !== '')
  if (sought.length === 0) return null
  const match = sought.map(({ field, folded }) => `{${field}} : (${pairQuery(folded).match})`).join(' AND ')
  const contains = joined(
    sought.map(({ field, folded }) => sql(`instr(p.${field}, ?) > 0`, folded)),
    ' AND ',
  )
  const rough = sql('SELECT rowid FROM person_pairs WHERE person_pairs MATCH ?', match)
  const isExact = sought.every(({ folded }) => pairQuery(folded).isExact)
  const whereIn = (ids: Sql) => {
    const exact = isExact ? ids : narrowed('SELECT p.id FROM persons AS p WHERE p.id IN (', ids, ') AND ', contains)
    return narrowed('o.person_id IN (', exact, ')')
  }
  const found = narrowed('SELECT 1 FROM persons AS p WHERE p.id = o.person_id AND ', contains)
  return {
    check: narrowed('EXISTS (', found, ')'),
    walkCheck: narrowed('EXISTS (', found, ' LIMIT 1)'),
    lead: {
      index: 'orders_by_person',
      where: whereIn(rough),
      whereFound: (ids) => whereIn(sql('SELECT value FROM json_each(?)', ids)),
      probe: rough,
      ...(isExact ? { count: countOfPersons(match) } : {}),
      isByUpdate: false,
    },
  }
}

/** A letter that thousands of persons have: their orders are met one person after the other, without a list of them. */
function countOfPersons(match: string): Sql {
  return sql(
    `SELECT count(*) AS n FROM person_pairs AS f CROSS JOIN orders AS o INDEXED BY orders_by_person ON o.person_id = f.rowid
     WHERE person_pairs MATCH ? AND o.deleted_at IS NULL`,
    match,
  )
}

/** 備考欄コメント: part of the buyer's remark. */
export function messageFilter(conditions: OrderConditions): Filter | null {
  const folded = fold(conditions.message ?? '')
  if (folded === '') return null
  const { match, isExact } = pairQuery(folded)
  const contains = sql('instr(r.folded, ?) > 0', folded)
  const rough = sql('SELECT rowid FROM message_pairs WHERE message_pairs MATCH ?', match)
  const exact = isExact
    ? rough
    : narrowed('SELECT r.order_id FROM order_messages AS r WHERE r.order_id IN (', rough, ') AND ', contains)
  const found = narrowed('SELECT 1 FROM order_messages AS r WHERE r.order_id = o.id AND ', contains)
  return {
    check: narrowed('EXISTS (', found, ')'),
    walkCheck: narrowed('EXISTS (', found, ' LIMIT 1)'),
    lead: { index: 'id', where: narrowed('o.id IN (', exact, ')'), probe: rough, isByUpdate: false },
  }
}

/** 購入商品: part of the name or the code. The product texts are searched first, their orders joined by id. */
export function productFilter(conditions: OrderConditions): Filter | null {
  const folded = fold(conditions.product ?? '')
  if (folded === '') return null
  const ids = ordersWithProduct(folded)
  return {
    check: hasProduct(folded),
    lead: { index: 'id', where: narrowed('o.id IN (', ids, ')'), probe: ids, isByUpdate: false },
  }
}

/** Looks at one order: whether a product of it contains `folded`. */
export function hasProduct(folded: string): Sql {
  return sql(
    `EXISTS (SELECT 1 FROM order_line_texts AS x JOIN line_texts AS t ON t.id = x.text_id
       WHERE x.order_id = o.id AND instr(t.folded, ?) > 0)`,
    folded,
  )
}

/** The ids of all orders with a product that contains `folded`. */
export function ordersWithProduct(folded: string): Sql {
  const { match, isExact } = pairQuery(folded)
  const rough = sql('SELECT rowid FROM line_text_pairs WHERE line_text_pairs MATCH ?', match)
  const texts = isExact
    ? rough
    : narrowed(
        'SELECT t.id FROM line_texts AS t WHERE t.id IN (',
        rough,
        ') AND ',
        sql('instr(t.folded, ?) > 0', folded),
      )
  return narrowed('SELECT x.order_id AS id FROM order_line_texts AS x WHERE x.text_id IN (', texts, ')')
}

/** Pieces and plain texts one after the other. */
export function narrowed(...pieces: readonly (string | Sql)[]): Sql {
  return joined(
    pieces.map((piece) => (typeof piece === 'string' ? sql(piece) : piece)),
    '',
  )
}
