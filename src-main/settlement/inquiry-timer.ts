import { inquireOperation } from './inquiry.ts'
import { openOperations, updateOperation } from './operation-table.ts'
import type { SettlementParts } from './parts.ts'

/** Asks about open operations when their time has come, for as long as the program runs. */
export interface InquiryTimer {
  /** Looks at the plan again: an operation became open, or the operator pressed 「今すぐ確認」. */
  wake(): void
  /** Stops asking; resolves when a running inquiry has ended. */
  stop(): Promise<void>
}

/**
 * Starts the timer. `locked` names orders of which a request of our own is under way: their operations are not open
 * yet. `settled` is told of every order whose operation got a verdict.
 */
export function startInquiryTimer(
  parts: SettlementParts,
  locked: (orderId: number) => boolean,
  settled: (orderId: number) => void,
): InquiryTimer {
  let stopped = false
  let sleeping = new AbortController()
  const loop = run()

  async function run(): Promise<void> {
    while (!isStopped()) {
      // Made before the round, so that a wake during it is not lost.
      sleeping = new AbortController()
      const wait = await round().catch((error: unknown) => {
        parts.log.error('settlement.timer', { error: String(error) })
        return 60_000
      })
      if (isStopped()) return
      await parts.clock.sleep(wait, sleeping.signal)
    }
  }

  /** One pass over what is due; answers the milliseconds until something is due again. */
  async function round(): Promise<number> {
    for (const operation of await due()) {
      if (isStopped()) break
      await inquireOperation(parts, operation)
      settled(operation.orderId)
    }
    const next = (await waiting()).map((operation) => operation.nextInquiryAt ?? Infinity)
    return Math.max(0, Math.min(3_600_000, ...next.map((at) => at - parts.clock.now())))
  }

  async function due() {
    return (await waiting()).filter((operation) => (operation.nextInquiryAt ?? Infinity) <= parts.clock.now())
  }

  async function waiting() {
    const open = await parts.db.read((db) => openOperations(db))
    return open.filter((operation) => operation.state === 'unknown' && !locked(operation.orderId))
  }

  function isStopped(): boolean {
    return stopped
  }

  return {
    wake() {
      sleeping.abort()
    },
    async stop() {
      stopped = true
      sleeping.abort()
      await loop
    },
  }
}

/**
 * Recovery at start (settlement.md R14): whatever was written and perhaps sent before the program ended is unknown now
 * and is asked about at once. Nothing is sent that could change a trade. Returns how many operations are open.
 */
export async function recover(parts: SettlementParts): Promise<number> {
  const at = parts.clock.now()
  const open = await parts.db.read((db) => openOperations(db))
  const toAsk = open.filter((operation) => operation.state !== 'conflict')
  await parts.db.write(async (trx) => {
    for (const operation of toAsk) {
      await updateOperation(trx, operation.id, { state: 'unknown', nextInquiryAt: at }, at)
    }
  })
  return open.length
}
