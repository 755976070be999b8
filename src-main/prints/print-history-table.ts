import type { Knex } from 'knex'
import type { Instant } from '../../src-shared/business-day.ts'

/** One document of one order that was printed. */
export interface PrintEntry {
  readonly printedAt: Instant
  readonly document: string
  readonly orderNo: string
  readonly customer: string
  readonly copies: number
  readonly operatorName: string
}

/** 印刷履歴, the newest first. */
export async function printEntries(db: Knex): Promise<readonly PrintEntry[]> {
  return db.raw<PrintEntry[]>(
    `SELECT h.printed_at AS printedAt, h.document, o.order_no AS orderNo,
       trim(o.family_name || ' ' || o.given_name) AS customer, h.copies, h.operator_name AS operatorName
     FROM print_history AS h JOIN orders AS o ON o.id = h.order_id ORDER BY h.id DESC`,
  )
}
