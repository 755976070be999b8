import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'

/** One operation as it lies in the data file. */
export interface KeptOperation {
  readonly id: string
  readonly orderId: number
  readonly gatewayOrderNo: string
  readonly action: string
  readonly safety: string
  readonly state: string
  readonly confirmed: number
}

/** What is kept of an order's trade. */
export interface KeptPayment {
  readonly orderId: number
  readonly gatewayOrderNo: string
  readonly status: string
  readonly amountYen: number
  readonly processedAt: number
}

const operations = `SELECT id, order_id AS orderId, gateway_order_no AS gatewayOrderNo, action, safety, state, confirmed
  FROM settlement_operations ORDER BY rowid`

const payments = `SELECT order_id AS orderId, gateway_order_no AS gatewayOrderNo, status, amount_yen AS amountYen,
  processed_at AS processedAt FROM payments WHERE link_state = 'linked'`

const intended = `SELECT o.id FROM settlement_operations o WHERE o.gateway_order_no = ? AND o.state = 'intended'
  AND EXISTS (SELECT 1 FROM settlement_attempts a WHERE a.operation_id = o.id AND a.kind = 'mutation'
    AND a.ended_at IS NULL)`

type Statement = ReturnType<DatabaseSyncInstance['prepare']>

/** Reads a data file past the program, on a connection of its own: it sees what is committed and nothing else. */
export class JournalView {
  readonly #file: string
  readonly #prepared = new Map<string, Statement>()
  #connection: DatabaseSyncInstance | null = null

  constructor(file: string) {
    this.#file = file
  }

  /** All operations, oldest first. */
  operations(): readonly KeptOperation[] {
    return this.#prepare(operations).all() as KeptOperation[]
  }

  /** Every linked trade. */
  payments(): readonly KeptPayment[] {
    return this.#prepare(payments).all() as KeptPayment[]
  }

  /** The operation that is on its way for a trade right now, with its attempt; null when there is none. */
  intended(gatewayOrderNo: string): string | null {
    const row = this.#prepare(intended).get(gatewayOrderNo) as { readonly id: string } | undefined
    return row?.id ?? null
  }

  /** The bulk run that is not over; null when there is none. */
  openRun(): string | null {
    const row = this.#prepare('SELECT id FROM bulk_runs WHERE ended_at IS NULL').get() as
      { readonly id: string } | undefined
    return row?.id ?? null
  }

  /** An exchange has begun and nothing is written yet of how it ended. */
  hasOpenAttempt(): boolean {
    const row: unknown = this.#prepare('SELECT 1 FROM settlement_attempts WHERE ended_at IS NULL LIMIT 1').get()
    return row !== undefined
  }

  close(): void {
    this.#prepared.clear()
    this.#connection?.close()
    this.#connection = null
  }

  /** Every step of a history asks the same few questions. */
  #prepare(sql: string): Statement {
    const statement = this.#prepared.get(sql) ?? this.#open().prepare(sql)
    this.#prepared.set(sql, statement)
    return statement
  }

  #open(): DatabaseSyncInstance {
    this.#connection ??= new DatabaseSync(this.#file, { timeout: 5000 })
    return this.#connection
  }
}
