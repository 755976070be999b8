import { setImmediate } from 'node:timers/promises'
import { Refusal, type Failure } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { RecordCheck, RecordDamage } from '../../src-shared/record-check.ts'
import type { Audit } from '../audit/audit-service.ts'
import { balancesApart } from '../customers/points.ts'
import type { Database } from '../db/database.ts'
import { brokenSeals, type SealedTable } from '../db/seal.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { Clock, Log } from '../ports.ts'
import { stocksApart } from '../products/stock.ts'
import type { SettlementService } from '../settlement/settlement-service.ts'

/** Whether the records are as they were written: history, journal, its witness, and every row with money in it. */
export interface RecordService {
  /** What is known to be damaged, by the scan at start, the last check, and whatever was met since. */
  damage(): RecordDamage
  /** Reads every row with money once, a little at a time; the frame shows what it finds. */
  scan(): Promise<void>
  /** 記録の検査. */
  check(): Promise<RecordCheck>
  /** The owner's way out when the witness is damaged. Refusal `records.sound` while it is not. */
  renewWitness(operator: Operator): Promise<RecordCheck>
  /** Ends a running scan; resolves when it has ended. */
  stop(): Promise<void>
  /** Notes a record that a call met damaged. */
  met(failure: Failure): void
}

export interface RecordParts {
  readonly db: Database
  readonly audit: Audit
  readonly orders: Pick<OrderService, 'numbersOf'>
  readonly safeguards: SettlementService['safeguards']
  readonly clock: Clock
  readonly log: Log
  /** Told when something damaged was found. */
  readonly found: () => void
}

/** The records of an open shop. */
export function createRecordService(parts: RecordParts): RecordService {
  const { db, audit, safeguards, clock } = parts
  const met = new Set<string>()
  const scan = createRowScan(parts)

  async function check(): Promise<RecordCheck> {
    const [fileSound, historyBrokenAt, rows] = [await isFileSound(db), await audit.firstBroken(), await scan.run()]
    const { lines, broken: brokenAt, unknownToJournal, unknownToWitness } = await safeguards.witness.check()
    const witness = { lines, brokenAt, unknownToJournal, unknownToWitness }
    const counts = await db.read(async (connection) => ({
      stocks: await stocksApart(connection),
      balances: await balancesApart(connection),
    }))
    const apart = counts.stocks + counts.balances
    const faults = faultsIn(rows) + unknownToJournal + unknownToWitness + apart
    const sound = fileSound && historyBrokenAt === null && brokenAt === null && faults === 0
    met.clear()
    parts.found()
    return { checkedAt: clock.now(), fileSound, historyBrokenAt, witness, rows, counts, sound }
  }

  return {
    damage: () => ({
      orderNos: [...new Set([...scan.found().orderNos, ...scan.found().trades, ...met])],
      journal: scan.found().operations > 0,
      witness: !safeguards.witness.isSound(),
    }),
    async scan() {
      if (faultsIn(await scan.run()) > 0) parts.found()
    },
    stop: () => scan.stop(),
    check,
    async renewWitness(operator) {
      if (safeguards.witness.isSound()) throw new Refusal('records.sound')
      await safeguards.witness.renew()
      await db.write((trx) => audit.append(trx, { at: clock.now(), kind: 'records.witness-renewed', operator }))
      return check()
    },
    met({ code, params: { what, orderNo } }) {
      if (code !== 'storage.damaged' || (what !== 'order' && what !== 'trade')) return
      if (met.has(String(orderNo))) return
      met.add(String(orderNo))
      parts.found()
    },
  }
}

type Rows = RecordCheck['rows']

function faultsIn({ orderNos, trades, operations }: Rows): number {
  return orderNos.length + trades.length + operations
}

/** Reads every row with money in it, a batch at a time; `stop` ends a reading that is under way. */
function createRowScan({ db, orders, safeguards, log }: RecordParts) {
  let found: Rows = { orderNos: [], trades: [], operations: 0 }
  let running: Promise<unknown> = Promise.resolve()
  let stopped = false

  const broken = (table: SealedTable) =>
    stopped ? [] : db.read((connection) => brokenSeals(connection, table, setImmediate, () => stopped))

  async function read(): Promise<Rows> {
    // The journal first: while it is damaged no money may move.
    const operations = (await broken('settlement_operations')).length
    if (operations > 0) safeguards.gate.closeForDamage()
    const trades = await orders.numbersOf(await broken('payments'))
    const [ofOrders, ofEffects] = [await broken('orders'), await broken('order_effects')]
    const orderNos = await orders.numbersOf([...new Set([...ofOrders, ...ofEffects])])
    found = { orderNos, trades, operations }
    if (faultsIn(found) > 0) {
      log.error('records.damaged', { operations, trades: trades.length, orders: orderNos.length })
    }
    return found
  }

  return {
    found: () => found,
    run() {
      const reading = read()
      running = reading
      return reading
    },
    async stop() {
      stopped = true
      await Promise.allSettled([running])
    },
  }
}

async function isFileSound(db: Database): Promise<boolean> {
  const rows = await db.read<{ quick_check: string }[]>((connection) => connection.raw('PRAGMA quick_check(1)'))
  return rows[0]?.quick_check === 'ok'
}
