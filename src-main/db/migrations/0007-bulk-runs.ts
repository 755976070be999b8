import type { Knex } from 'knex'

/**
 * Bulk runs and what they take. A line holds what was planned and, from the intent on, its operation; how it ended is
 * read from the journal, so that a report and the journal cannot disagree.
 */
export async function createBulkRuns(trx: Knex.Transaction): Promise<void> {
  for (const sql of statements) await trx.raw(sql)
}

const statements = [
  `CREATE TABLE bulk_runs (
    id TEXT PRIMARY KEY,
    action TEXT NOT NULL CHECK (action IN ('sales', 'cancel')),
    then_status TEXT,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'ended')),
    paused_by TEXT,
    cancelled INTEGER NOT NULL DEFAULT 0,
    operator_id TEXT NOT NULL REFERENCES operators(id),
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    CHECK ((state = 'ended') = (ended_at IS NOT NULL)),
    CHECK ((state = 'paused') = (paused_by IS NOT NULL))
  ) STRICT`,
  // Whatever the program gets wrong above it: never two runs that are not over.
  `CREATE UNIQUE INDEX bulk_runs_open ON bulk_runs ((ended_at IS NULL)) WHERE ended_at IS NULL`,
  `CREATE INDEX bulk_runs_created ON bulk_runs (created_at)`,
  `CREATE TABLE bulk_lines (
    run_id TEXT NOT NULL REFERENCES bulk_runs(id),
    position INTEGER NOT NULL,
    order_id INTEGER NOT NULL REFERENCES orders(id),
    order_no TEXT NOT NULL,
    name TEXT NOT NULL,
    planned_action TEXT,
    planned_yen INTEGER NOT NULL,
    excluded TEXT,
    refused TEXT,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    operation_id TEXT REFERENCES settlement_operations(id),
    PRIMARY KEY (run_id, position),
    CHECK ((excluded IS NULL) = (planned_action IS NOT NULL)),
    CHECK (operation_id IS NULL OR (excluded IS NULL AND refused IS NULL))
  ) STRICT, WITHOUT ROWID`,
  `CREATE UNIQUE INDEX bulk_lines_order ON bulk_lines (run_id, order_id)`,
  `CREATE INDEX bulk_lines_operation ON bulk_lines (operation_id) WHERE operation_id IS NOT NULL`,
  `CREATE TRIGGER bulk_lines_kept BEFORE DELETE ON bulk_lines
    BEGIN SELECT RAISE(ABORT, 'lines of a run are never deleted'); END`,
  `CREATE TRIGGER bulk_runs_kept BEFORE DELETE ON bulk_runs
    BEGIN SELECT RAISE(ABORT, 'runs are never deleted'); END`,
]
