import type { BulkAction, BulkRun, BulkSelection } from '../../../src-shared/bulk.ts'
import type { OrderStatus } from '../../../src-shared/order.ts'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

/** A desk with orders 1001, 1002, …, linked 仮売上 of `age` days ago; ids count from 1. */
export async function bulkDesk(count: number, atOnce = 4, age = 3): Promise<TestDesk> {
  const at = daysBefore(noon, age)
  const numbers = Array.from({ length: count }, (_none, index) => String(1001 + index))
  const desk = await startDesk({
    orders: numbers.map((number) => sampleOrder(number, at)),
    trades: numbers.map((number) => sampleTrade(number, at)),
  })
  await setAtOnce(desk, atOnce)
  return desk
}

export async function setAtOnce(desk: TestDesk, bulkAtOnce: number): Promise<void> {
  const { hasPass: _pass, endpoint: _endpoint, keptByOs: _kept, ...settings } = await desk.call('settings.gateway', {})
  await desk.call('settings.save-gateway', {
    ...settings,
    orderNoPatterns: [...settings.orderNoPatterns],
    bulkAtOnce,
  })
}

export const everyOrder: BulkSelection = { conditions: {} }

/** Previews and starts. */
export async function startRun(
  desk: TestDesk,
  action: BulkAction = 'sales',
  thenStatus: OrderStatus | null = null,
  selection: BulkSelection = everyOrder,
): Promise<BulkRun> {
  const { digest } = await desk.call('bulk.preview', { selection, action })
  return desk.call('bulk.start', { digest, thenStatus })
}
