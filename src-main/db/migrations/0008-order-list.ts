import type { Knex } from 'knex'
import { fold, letterPairs } from '../../../src-shared/search-text.ts'

/**
 * Searching by what was ordered: every different product text once, with its letter pairs, and which orders have it.
 * Product names repeat over thousands of orders, so the texts are searched first and the orders joined by id.
 * `kept_views` holds what operators name and keep: searches, columns of the list, own CSV layouts.
 */
export async function createOrderList(trx: Knex.Transaction): Promise<void> {
  for (const statement of statements) await trx.raw(statement)
  await fillLineTexts(trx)
}

const statements = [
  `CREATE TABLE line_texts (
    id INTEGER PRIMARY KEY,
    folded TEXT NOT NULL UNIQUE
  ) STRICT`,
  `CREATE VIRTUAL TABLE line_text_pairs USING fts5 (text,
    content='', contentless_delete=1, detail=none, prefix='1', tokenize='ascii')`,
  `CREATE TABLE order_line_texts (
    text_id INTEGER NOT NULL REFERENCES line_texts (id),
    order_id INTEGER NOT NULL REFERENCES orders (id),
    PRIMARY KEY (text_id, order_id)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX order_line_texts_by_order ON order_line_texts (order_id)`,
  `CREATE TABLE kept_views (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('search', 'columns', 'csv')),
    name TEXT NOT NULL,
    content TEXT NOT NULL CHECK (json_valid(content)),
    UNIQUE (kind, name)
  ) STRICT`,
  // The seam by which orders learn that a buyer may still pay through a link.
  `CREATE VIEW payable_orders AS
    SELECT order_id FROM payment_links WHERE state IN ('intended', 'open', 'unknown')`,
]

interface Ordered {
  readonly product_code: string
  readonly name: string
  readonly class1: string
  readonly class2: string
}

/** The texts of the lines that are already there; one pass over the different ones, one join for the orders. */
async function fillLineTexts(trx: Knex.Transaction): Promise<void> {
  const rows = await trx.raw<Ordered[]>(
    'SELECT DISTINCT product_code, name, class1, class2 FROM order_lines WHERE kind = 1',
  )
  const texts = rows.map((row) => ({ ...row, folded: foldedText(row) })).filter(({ folded }) => folded !== '')
  const distinct = Array.from(new Set(texts.map(({ folded }) => folded)), (folded) => [folded, letterPairs(folded)])
  await trx.raw('INSERT INTO line_texts (folded) SELECT value ->> 0 FROM jsonb_each(?)', [JSON.stringify(distinct)])
  await trx.raw(
    `INSERT INTO line_text_pairs (rowid, text)
     SELECT t.id, wanted.value ->> 1 FROM jsonb_each(?) AS wanted JOIN line_texts AS t ON t.folded = wanted.value ->> 0`,
    [JSON.stringify(distinct)],
  )
  await trx.raw(
    `INSERT OR IGNORE INTO order_line_texts (text_id, order_id)
     WITH wanted (code, name, class1, class2, folded) AS (
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM jsonb_each(?)
     )
     SELECT t.id, l.order_id FROM order_lines AS l JOIN wanted AS w
       ON w.code = l.product_code AND w.name = l.name AND w.class1 = l.class1 AND w.class2 = l.class2
     JOIN line_texts AS t ON t.folded = w.folded WHERE l.kind = 1`,
    [JSON.stringify(texts.map((one) => [one.product_code, one.name, one.class1, one.class2, one.folded]))],
  )
}

/** As `line-text-table.ts` writes it; kept here because a step of the data file never changes. */
function foldedText({ product_code: code, name, class1, class2 }: Ordered): string {
  const parts = [fold(code), fold(name + class1 + class2)].filter((part) => part !== '')
  return parts.join('\n')
}
