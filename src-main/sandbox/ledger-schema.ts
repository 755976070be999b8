import { DatabaseSync } from '@photostructure/sqlite'
import type { Mutation, NewTrade } from './trade.ts'

/** A mutation before the ledger has numbered it. */
export type NewMutation = Omit<Mutation, 'seq'>

export type Database = InstanceType<typeof DatabaseSync>

/** Property and column of a trade; the statements are built from it. */
export const tradeColumns = {
  kind: 'kind',
  orderId: 'order_id',
  accessId: 'access_id',
  accessPass: 'access_pass',
  status: 'status',
  jobCd: 'job_cd',
  amountYen: 'amount_yen',
  taxYen: 'tax_yen',
  itemCode: 'item_code',
  maskedCardNo: 'masked_card_no',
  cardExpire: 'card_expire',
  memberId: 'member_id',
  tdFlag: 'td_flag',
  renewalDeclinedWith: 'renewal_declined_with',
  method: 'method',
  payTimes: 'pay_times',
  forward: 'forward',
  tranId: 'tran_id',
  approve: 'approve',
  clientFields: 'client_fields',
  enteredAt: 'entered_at',
  processedAt: 'processed_at',
  authorisedAt: 'authorised_at',
  convenience: 'convenience',
  confNo: 'conf_no',
  receiptNo: 'receipt_no',
  custId: 'cust_id',
  bkCode: 'bk_code',
  encryptReceiptNo: 'encrypt_receipt_no',
  termAt: 'term_at',
} as const satisfies Record<keyof NewTrade, string>

/** The same for a mutation. */
export const mutationColumns = {
  at: 'at',
  requestId: 'request_id',
  origin: 'origin',
  endpoint: 'endpoint',
  jobCd: 'job_cd',
  kind: 'kind',
  orderId: 'order_id',
  statusBefore: 'status_before',
  statusAfter: 'status_after',
  amountBeforeYen: 'amount_before_yen',
  amountAfterYen: 'amount_after_yen',
  tranId: 'tran_id',
} as const satisfies Record<keyof NewMutation, string>

// The two triggers make "the list only grows" a property of the file, not of the program that writes it.
const schema = `
  CREATE TABLE IF NOT EXISTS trades (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, order_id TEXT NOT NULL, access_id TEXT NOT NULL, access_pass TEXT NOT NULL,
    status TEXT NOT NULL, job_cd TEXT NOT NULL, amount_yen INTEGER NOT NULL, tax_yen INTEGER NOT NULL,
    item_code TEXT NOT NULL, masked_card_no TEXT NOT NULL, card_expire TEXT NOT NULL,
    method TEXT NOT NULL, pay_times TEXT NOT NULL, forward TEXT NOT NULL, tran_id TEXT NOT NULL,
    approve TEXT NOT NULL, client_fields TEXT NOT NULL,
    entered_at INTEGER NOT NULL, processed_at INTEGER NOT NULL, authorised_at INTEGER,
    convenience TEXT NOT NULL, conf_no TEXT NOT NULL, receipt_no TEXT NOT NULL, cust_id TEXT NOT NULL,
    bk_code TEXT NOT NULL, encrypt_receipt_no TEXT NOT NULL, term_at INTEGER,
    seed TEXT,
    UNIQUE (order_id, kind)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS trades_by_access ON trades (access_id);
  CREATE INDEX IF NOT EXISTS trades_by_term ON trades (term_at) WHERE status = 'REQSUCCESS';
  CREATE TABLE IF NOT EXISTS mutations (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL, request_id TEXT NOT NULL, origin TEXT NOT NULL, endpoint TEXT NOT NULL,
    job_cd TEXT NOT NULL, kind TEXT NOT NULL, order_id TEXT NOT NULL,
    status_before TEXT NOT NULL, status_after TEXT NOT NULL,
    amount_before_yen INTEGER NOT NULL, amount_after_yen INTEGER NOT NULL, tran_id TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS mutations_by_order ON mutations (order_id);
  CREATE TRIGGER IF NOT EXISTS mutations_stay BEFORE DELETE ON mutations
    BEGIN SELECT RAISE(ABORT, 'mutations are never deleted'); END;
  CREATE TRIGGER IF NOT EXISTS mutations_keep BEFORE UPDATE ON mutations
    BEGIN SELECT RAISE(ABORT, 'mutations are never changed'); END;
  CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, key TEXT NOT NULL, content TEXT NOT NULL, PRIMARY KEY (kind, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS ledger_state (
    id INTEGER PRIMARY KEY CHECK (id = 1), id_seed TEXT NOT NULL, sequence INTEGER NOT NULL
  ) STRICT;
`

/** Columns that ledgers made by earlier versions do not have yet. */
const laterColumns = ['member_id', 'td_flag', 'renewal_declined_with']

/** Opens or makes the ledger's file, durable to the last commit, and brings an older one up to date. */
export function openLedgerFile(path: string): Database {
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON')
  db.exec(schema)
  const present = new Set(columnNames(db.prepare('PRAGMA table_info(trades)').all()))
  for (const column of laterColumns) {
    if (!present.has(column)) db.exec(`ALTER TABLE trades ADD COLUMN ${column} TEXT NOT NULL DEFAULT ''`)
  }
  return db
}

/** The driver types its rows loosely; this pragma answers one row per column. */
function columnNames(rows: unknown): string[] {
  return (rows as { readonly name: string }[]).map((row) => row.name)
}
