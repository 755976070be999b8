import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { japanTime } from '../../../src-shared/business-day.ts'
import type { Operator } from '../../../src-shared/operator.ts'
import { firstMoneySettings } from '../../../src-shared/money-settings.ts'
import { createAudit } from '../../../src-main/audit/audit-service.ts'
import type { Database } from '../../../src-main/db/database.ts'
import { openDatabase } from '../../../src-main/db/open.ts'
import { createOrderService, type OrderService } from '../../../src-main/orders/order-service.ts'
import { pointsOfNos } from '../../../src-main/customers/points.ts'
import { stockLedger, stockOfCodes } from '../../../src-main/products/stock.ts'
import { fillRehearsal } from '../../../src-main/rehearsal/fill-rehearsal.ts'
import { registerSample } from '../../../src-main/rehearsal/register-sample.ts'
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/server.ts'
import { createTestClock } from '../../support/test-clock.ts'

const now = japanTime('2026-11-23', 14, 10)
const operator: Operator = { id: 'owner', name: '店主', role: 'owner' }

let folder: string
let db: Database
let sandbox: Sandbox
let orders: OrderService

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'juchu-fill-'))
  db = await openDatabase({ dataDir: folder })
  orders = createOrderService({
    ...{ db, clock: createTestClock(now), audit: createAudit(db) },
    moneySettings: () => Promise.resolve(firstMoneySettings),
  })
  sandbox = await startSandbox({ ledgerPath: ':memory:', shopId: 'tshop1', shopPass: 'practice', now: () => now })
})

afterEach(async () => {
  await sandbox.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
})

const fill = (at: number): ReturnType<typeof fillRehearsal> =>
  fillRehearsal({
    db,
    clock: createTestClock(now),
    orders,
    operator,
    sample: () => registerSample(sandbox.ledger, at, 1),
  })

it('fills an empty file with orders that open as they were made', async () => {
  const made = (await fill(now))?.orders ?? []
  expect(await orders.count({})).toBe(300)
  const ids = await orders.byOrderNos(made.map((order) => order.orderNo))
  const guide = made.find((order) => order.lines?.[0]?.productCode === '123456')
  expect(await orders.open(ids.get(guide?.orderNo ?? '')?.id ?? 0)).toMatchObject({
    source: 'sample',
    status: 'received',
    money: { totalYen: 5775, addedPoints: 52 },
    orderer: { familyName: 'テスト', email: 'test@example.jp' },
    lines: [{ name: '商品A', unitPriceYen: 5250, taxIncluded: true, quantity: 1 }],
    paymentMethod: { name: 'クレジットカード決済', kind: 'card' },
  })
  const fates = (await orders.compare(made)).map((outcome) => outcome.fate)
  expect(new Set(fates)).toEqual(new Set(['same']))
})

it('gives most products a stock and most members a balance, each with the line that explains it', async () => {
  const numbers = (await fill(now))?.numbers
  const [products, members] = await db.read(async (connection) => [
    await stockOfCodes(connection, ['T-330', '123456', 'N-570']),
    await pointsOfNos(connection, Object.keys(numbers?.points ?? {})),
  ])
  expect(products.get('T-330')?.stock).toBe(1)
  expect(products.get('123456')?.stock).toBe(numbers?.stock['123456'])
  expect(products.get('N-570')?.stock ?? null).toBeNull()
  expect(members.size).toBeGreaterThan(20)
  for (const { customerNo, points } of members.values()) expect(points).toBe(numbers?.points[customerNo])
  const { id = 0 } = products.get('123456') ?? {}
  const { lines } = await db.read((connection) => stockLedger(connection, id, { offset: 0, limit: 10 }))
  expect(lines).toEqual([expect.objectContaining({ reason: 'imported', change: numbers?.stock['123456'] })])
})

it('leaves a shop alone that has orders, and its ledger too', async () => {
  await fill(now)
  const trades = sandbox.ledger.trades().length
  expect(await fill(now + 40 * 86_400_000)).toBeNull()
  expect(await orders.count({})).toBe(300)
  expect(sandbox.ledger.trades()).toHaveLength(trades)
})

it('recovers from a stop between the trades and the orders, even on another day', async () => {
  const lost = registerSample(sandbox.ledger, now - 86_400_000, 1)
  const sample = await fill(now)
  expect(await orders.count({})).toBe(300)
  expect(Number(sample?.orders[0]?.orderNo)).toBeGreaterThan(Number(lost.orders.at(-1)?.orderNo))
})
