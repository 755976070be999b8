import type { TestDesk } from '../support/desk.ts'
import { bulkDesk, startRun } from '../main/settlement/bulk-desk.ts'
import { setLatency } from './journal.ts'
import { ms, quantile, type Metric } from './metric.ts'

const ORDERS = 200
const AT_ONCE = 4
const UNKNOWN = 8
const INQUIRY_MS = 600

/** Waits for the end of a run without asking the core, so that what is measured is the run alone. */
async function endOf(desk: TestDesk, run: string): Promise<void> {
  const isEnd = (event: (typeof desk.events)[number]) =>
    event.name === 'bulk.progress' && event.payload.run?.id === run && event.payload.run.state === 'ended'
  while (!desk.events.some(isEnd)) await pause(25)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** Four orders at once against a gateway that takes 300 to 1,500 ms; its own time is read from its list of requests. */
async function efficiency() {
  const values: number[] = []
  let detail = ''
  for (let round = 0; round < 3; round += 1) {
    const desk = await bulkDesk(ORDERS, AT_ONCE)
    // The sandbox waits a time between the two, drawn evenly for each request: 900 ms in the middle.
    await setLatency(desk, [300, 1500])
    const first = desk.sandbox.requests().length
    const startedAt = performance.now()
    const { id } = await startRun(desk)
    await endOf(desk, id)
    const wall = performance.now() - startedAt
    const requests = desk.sandbox.requests().slice(first).length
    values.push((requests * 900) / (AT_ONCE * wall))
    detail = `${String(requests)} requests in ${ms(wall)}, ${String(AT_ONCE)} at once`
    await desk.close()
  }
  return { value: quantile(values), detail }
}

/** A program that ended with eight operations in the dark: until every one of them is known again. */
async function recovery() {
  const values: number[] = []
  for (let round = 0; round < 3; round += 1) {
    const desk = await bulkDesk(ORDERS, AT_ONCE)
    // Far apart: several in a row would pause the run.
    for (let index = 1; index <= UNKNOWN; index += 1) {
      desk.sandbox.addFault({ kind: 'reset-after-apply', endpoint: 'AlterTran.idPass', nth: 20 * index })
    }
    const { id } = await startRun(desk)
    const done = async () =>
      (await desk.call('bulk.report', { runId: id })).lines.every(
        ({ state }) => state !== 'queued' && state !== 'underWay',
      )
    while (!(await done())) await pause(50)
    const open = (await desk.call('settlement.attention', {})).length
    if (open !== UNKNOWN) throw new Error(`${String(open)} operations are open, not ${String(UNKNOWN)}`)
    await setLatency(desk, [INQUIRY_MS, INQUIRY_MS])
    const startedAt = performance.now()
    await desk.restart()
    while ((await desk.call('settlement.attention', {})).length > 0) await pause(10)
    values.push((performance.now() - startedAt) / (UNKNOWN * INQUIRY_MS))
    await desk.close()
  }
  return {
    value: quantile(values),
    detail: `restart of ${String(ORDERS)} orders with ${String(UNKNOWN)} unknown, ${String(INQUIRY_MS)} ms each`,
  }
}

export const bulkMetrics: readonly Metric[] = [
  { id: 'P8', title: 'bulk efficiency', target: 0.92, wanted: 'atLeast', measure: efficiency },
  { id: 'P11', title: 'recovery', target: 1.5, wanted: 'atMost', measure: recovery },
]
