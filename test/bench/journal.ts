import { createGateway } from '../../src-main/gmo/gateway.ts'
import { canary, noon, startDesk, type TestDesk } from '../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../support/sample-order.ts'
import { ms, quantile, timed, type Metric } from './metric.ts'

const ORDERS = 60
/** What a gateway takes at least; the sandbox waits as long before it answers. */
const LATENCY_MS = 300

/** Makes the sandbox take its time, by its control door. */
export async function setLatency(desk: TestDesk, [min, max]: readonly [number, number]): Promise<void> {
  const answer = await fetch(`${desk.sandbox.url}/_control/latency`, {
    method: 'POST',
    headers: { 'x-sandbox-token': desk.sandbox.controlToken, 'content-type': 'application/json' },
    body: JSON.stringify({ min, max }),
  })
  if (!answer.ok) throw new Error(`latency: ${String(answer.status)}`)
}

/** The same two exchanges with the gateway, with journal, history and witness around them and without. */
async function journalCost() {
  const numbers = Array.from({ length: ORDERS }, (_none, index) => String(index + 1))
  const at = daysBefore(noon, 3)
  const desk = await startDesk({
    orders: numbers.map((no) => sampleOrder(no, at)),
    trades: numbers.map((no) => sampleTrade(no, at)),
  })
  const gateway = createGateway({
    baseUrl: desk.sandbox.url,
    now: () => Date.now(),
    credentials: () => Promise.resolve({ shopId: canary.shopId, shopPass: canary.shopPass }),
  })
  const request = { conditions: {}, sort: { key: 'orderNo', descending: false }, page: 0, pageSize: 100 } as const
  const rows = await desk.call('orders.page', request)
  await setLatency(desk, [LATENCY_MS, LATENCY_MS])
  const [ours, bare]: [number[], number[]] = [[], []]
  for (const [index, row] of rows.entries()) {
    if (index % 2 === 0) {
      const { id, version: seen } = await desk.call('orders.open', { id: row.id })
      ours.push(await timed(() => desk.call('settlement.change', { id, seen, action: 'sales', thenStatus: 'paid' })))
      continue
    }
    bare.push(
      await timed(async () => {
        const found = await gateway.inquire(row.orderNo)
        if (found.outcome !== 'found') throw new Error(`no trade ${row.orderNo}`)
        const { access, amountYen, taxYen } = found.trade
        const done = await gateway.alter({ access, job: 'sales', amountYen, taxYen })
        if (done.outcome !== 'applied') throw new Error(`not applied: ${done.outcome}`)
      }),
    )
  }
  gateway.close()
  await desk.close()
  const [a, b] = [quantile(ours.slice(3)), quantile(bare.slice(3))]
  return { value: a / b, detail: `one 実売上 ${ms(a)} / the bare exchanges ${ms(b)}` }
}

export const journalMetrics: readonly Metric[] = [
  { id: 'P10', title: 'journal cost', target: 1.03, wanted: 'atMost', measure: journalCost },
]
