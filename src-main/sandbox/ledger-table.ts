import type { Instant } from '../../src-shared/business-day.ts'
import { mutationColumns, openLedgerFile, tradeColumns } from './ledger-schema.ts'
import type { Database, NewMutation } from './ledger-schema.ts'
import type { LedgerSum, Mutation, NewTrade, Trade, TradeKind } from './trade.ts'

type Cell = string | number | null
type Row = Record<string, Cell>

const tradeKeys = Object.keys(tradeColumns) as (keyof NewTrade)[]
const mutationKeys = Object.keys(mutationColumns) as (keyof NewMutation)[]

/** The ledger's file and every SQL statement on it. Knows nothing of the gateway's rules. */
export class LedgerTable {
  readonly #db: Database
  readonly #statements: ReturnType<typeof prepareAll>

  /** Opens or makes the file. `idSeed` counts for a new ledger only. */
  constructor(path: string, idSeed: string) {
    this.#db = openLedgerFile(path)
    this.#db.prepare('INSERT OR IGNORE INTO ledger_state VALUES (1, ?, 0)').run(idSeed)
    this.#statements = prepareAll(this.#db)
  }

  close(): void {
    this.#db.close()
  }

  /** Runs `work` as one durable step: on disk when this returns, without a trace when `work` throws. */
  transact<Result>(work: () => Result): Result {
    this.#db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.#db.exec('COMMIT')
      return result
    } catch (error) {
      this.#db.exec('ROLLBACK')
      throw error
    }
  }

  idSeed(): string {
    return String(this.#row(this.#statements.idSeed.get())?.['id_seed'])
  }

  /** The next number of the ledger, never given twice. Only inside `transact`. */
  nextSequence(): number {
    return Number(this.#row(this.#statements.nextSequence.get())?.['sequence'])
  }

  insert(trade: NewTrade, seed: string | null): void {
    this.#statements.insert.run(...tradeCells(trade), seed)
  }

  update(trade: Trade): void {
    this.#statements.update.run(...tradeCells(trade), trade.id)
  }

  byOrder(orderId: string, kind: TradeKind): Trade | undefined {
    return optional(this.#row(this.#statements.byOrder.get(orderId, kind)), toTrade)
  }

  byAccess(accessId: string, accessPass: string): Trade | undefined {
    return optional(this.#row(this.#statements.byAccess.get(accessId, accessPass)), toTrade)
  }

  ofOrder(orderId: string): Trade[] {
    return this.#rows(this.#statements.ofOrder.all(orderId)).map(toTrade)
  }

  /** The seed an order was put in with; null when it came from a request, undefined when there is none. */
  seedOf(orderId: string, kind: TradeKind): string | null | undefined {
    const row = this.#row(this.#statements.seedOf.get(orderId, kind))
    return row === undefined ? undefined : (row['seed'] as string | null)
  }

  all(): Trade[] {
    return this.#rows(this.#statements.all.all()).map(toTrade)
  }

  /** Trades still waiting for the buyer although their term ended before `at`. */
  overdue(at: Instant): Trade[] {
    return this.#rows(this.#statements.overdue.all(at)).map(toTrade)
  }

  append(mutation: NewMutation): void {
    this.#statements.append.run(...mutationKeys.map((key) => mutation[key]))
  }

  mutations(orderId?: string): Mutation[] {
    const { mutationsOf, mutations } = this.#statements
    return this.#rows(orderId === undefined ? mutations.all() : mutationsOf.all(orderId)).map(toMutation)
  }

  sums(): LedgerSum[] {
    return this.#rows(this.#statements.sums.all()).map(toSum)
  }

  /** The text kept under a key; undefined when there is none. */
  document(kind: string, key: string): string | undefined {
    return optional(this.#row(this.#statements.document.get(kind, key)), (row) => String(row['content']))
  }

  /** Every text of a kind, by key. */
  documents(kind: string): string[] {
    return this.#rows(this.#statements.documents.all(kind)).map((row) => String(row['content']))
  }

  putDocument(kind: string, key: string, content: string): void {
    this.#statements.putDocument.run(kind, key, content)
  }

  /** The driver types its rows loosely; every column of this file is text, a number or null. */
  #row(value: unknown): Row | undefined {
    return value as Row | undefined
  }

  #rows(values: unknown): Row[] {
    return values as Row[]
  }
}

function prepareAll(db: Database) {
  const columns = Object.values(tradeColumns)
  const marks = (count: number) => Array.from({ length: count }, () => '?').join(', ')
  const mutationNames = Object.values(mutationColumns)
  return {
    idSeed: db.prepare('SELECT id_seed FROM ledger_state'),
    nextSequence: db.prepare('UPDATE ledger_state SET sequence = sequence + 1 RETURNING sequence'),
    insert: db.prepare(`INSERT INTO trades (${columns.join(', ')}, seed) VALUES (${marks(columns.length + 1)})`),
    update: db.prepare(`UPDATE trades SET ${columns.map((name) => `${name} = ?`).join(', ')} WHERE id = ?`),
    byOrder: db.prepare('SELECT * FROM trades WHERE order_id = ? AND kind = ?'),
    byAccess: db.prepare('SELECT * FROM trades WHERE access_id = ? AND access_pass = ?'),
    ofOrder: db.prepare('SELECT * FROM trades WHERE order_id = ? ORDER BY id'),
    seedOf: db.prepare('SELECT seed FROM trades WHERE order_id = ? AND kind = ?'),
    all: db.prepare('SELECT * FROM trades ORDER BY id'),
    overdue: db.prepare(`SELECT * FROM trades WHERE status = 'REQSUCCESS' AND term_at < ? ORDER BY term_at, id`),
    document: db.prepare('SELECT content FROM documents WHERE kind = ? AND key = ?'),
    documents: db.prepare('SELECT content FROM documents WHERE kind = ? ORDER BY key'),
    putDocument: db.prepare('INSERT OR REPLACE INTO documents VALUES (?, ?, ?)'),
    append: db.prepare(`INSERT INTO mutations (${mutationNames.join(', ')}) VALUES (${marks(mutationNames.length)})`),
    mutations: db.prepare('SELECT * FROM mutations ORDER BY seq'),
    mutationsOf: db.prepare('SELECT * FROM mutations WHERE order_id = ? ORDER BY seq'),
    sums: db.prepare(
      `SELECT kind, status, count(*) AS count, sum(amount_yen) AS amount_yen
       FROM trades GROUP BY kind, status ORDER BY kind, status`,
    ),
  }
}

function optional<From, To>(value: From | undefined, turn: (value: From) => To): To | undefined {
  return value === undefined ? undefined : turn(value)
}

function tradeCells(trade: NewTrade): Cell[] {
  return tradeKeys.map((key) => (key === 'clientFields' ? JSON.stringify(trade.clientFields) : trade[key]))
}

function toTrade(row: Row): Trade {
  const entries = tradeKeys.map((key) => [key, row[tradeColumns[key]]] as const)
  const clientFields = JSON.parse(String(row['client_fields'])) as Trade['clientFields']
  return { ...Object.fromEntries(entries), id: row['id'], clientFields } as unknown as Trade
}

function toMutation(row: Row): Mutation {
  const entries = mutationKeys.map((key) => [key, row[mutationColumns[key]]] as const)
  return { seq: row['seq'], ...Object.fromEntries(entries) } as unknown as Mutation
}

function toSum(row: Row): LedgerSum {
  return {
    kind: row['kind'] as TradeKind,
    status: row['status'] as Trade['status'],
    count: Number(row['count']),
    amountYen: Number(row['amount_yen']),
  }
}
