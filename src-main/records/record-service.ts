import { setImmediate } from 'node:timers/promises'
import { Refusal, type Failure } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import type { RecordCheck, RecordDamage } from '../../src-shared/record-check.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import { brokenSeals, type SealedTable } from '../db/seal.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { Clock, Log } from '../ports.ts'
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
  readonly settlement: Pick<SettlementService, 'witness' | 'gate'>
  readonly clock: Clock
  readonly log: Log
  /** Told when something damaged was found. */
  readonly found: () => void
}

type Rows = RecordCheck['rows']

/** The records of an open shop. */
export function createRecordService(parts: RecordParts): RecordService {
  const { db, audit, orders, settlement, clock, log } = parts
  let rows: Rows = { orderNos: [], trades: [], operations: 0 }
  const met = new Set<string>()

  let [stopped, scanning] = [false, Promise.resolve()]

  const broken = (table: SealedTable) => db.read((connection) => brokenSeals(connection, table, pause))

  async function pause(): Promise<void> {
    await setImmediate()
    if (stopped) throw new Refusal('core.unavailable', { call: 'records.scan' })
  }

  const isStop = (error: unknown) => error instanceof Refusal && error.failure.code === 'core.unavailable'

  async function scanRows(): Promise<Rows> {
    // The journal first: while it is damaged no money may move.
    const operations = (await broken('settlement_operations')).length
    if (operations > 0) settlement.gate.closeForDamage()
    const trades = await orders.numbersOf(await broken('payments'))
    const orderNos = await orders.numbersOf(await broken('orders'))
    rows = { orderNos, trades, operations }
    met.clear()
    if (operations + trades.length + orderNos.length > 0) {
      log.error('records.damaged', { operations, trades: trades.length, orders: orderNos.length })
      parts.found()
    }
    return rows
  }

  async function check(): Promise<RecordCheck> {
    const [fileSound, historyBrokenAt, found] = [await isFileSound(db), await audit.firstBroken(), await scanRows()]
    const { lines, broken: brokenAt, unknownToJournal, unknownToWitness } = await settlement.witness.check()
    const witness = { lines, brokenAt, unknownToJournal, unknownToWitness }
    const faults = found.orderNos.length + found.trades.length + found.operations + unknownToJournal + unknownToWitness
    const sound = fileSound && historyBrokenAt === null && brokenAt === null && faults === 0
    parts.found()
    return { checkedAt: clock.now(), fileSound, historyBrokenAt, witness, rows: found, sound }
  }

  return {
    damage: () => ({
      orderNos: [...new Set([...rows.orderNos, ...rows.trades, ...met])],
      journal: rows.operations > 0,
      witness: !settlement.witness.isSound(),
    }),
    async scan() {
      scanning = scanRows().then(
        () => undefined,
        (error: unknown) => {
          if (!isStop(error)) throw error
        },
      )
      await scanning
    },
    async stop() {
      stopped = true
      await scanning.catch(() => undefined)
    },
    check,
    async renewWitness(operator) {
      if (settlement.witness.isSound()) throw new Refusal('records.sound')
      await settlement.witness.renew()
      await db.write((trx) => audit.append(trx, { at: clock.now(), kind: 'records.witness-renewed', operator }))
      return check()
    },
    met({ params: { what, orderNo } }) {
      if (what !== 'order' && what !== 'trade') return
      if (met.has(String(orderNo))) return
      met.add(String(orderNo))
      parts.found()
    },
  }
}

async function isFileSound(db: Database): Promise<boolean> {
  const rows = await db.read<{ quick_check: string }[]>((connection) => connection.raw('PRAGMA quick_check(1)'))
  return rows[0]?.quick_check === 'ok'
}
