import { afterEach, expect, it } from 'vitest'
import { addDays, dayOf, japanTime } from '../../../src-shared/business-day.ts'
import { registerSample } from '../../../src-main/rehearsal/register-sample.ts'
import { gatewayNumbers } from '../../../src-main/settlement/gateway-number.ts'
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/server.ts'

const now = japanTime('2026-11-23', 14, 10)
const shop = { shopId: 'tshop90000001', shopPass: 'practice1' }
let sandbox: Sandbox | null = null

async function start(): Promise<Sandbox> {
  sandbox = await startSandbox({ ledgerPath: ':memory:', ...shop, now: () => now })
  return sandbox
}

afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

async function ask(
  url: string,
  endpoint: string,
  fields: Record<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const body = new URLSearchParams({ ShopID: shop.shopId, ShopPass: shop.shopPass, ...fields })
  const text = await (await fetch(`${url}/payment/${endpoint}.idPass`, { method: 'POST', body })).text()
  return new Map(text.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]))
}

it('puts every trade into the ledger, where an inquiry finds it with its status, amount and day', async () => {
  const { ledger, url } = await start()
  const sample = registerSample(ledger, now, 1)
  expect(ledger.trades().length).toBeGreaterThan(180)
  for (const order of sample.orders.filter((one) => one.orderer.familyName === 'テスト')) {
    const [number = ''] = gatewayNumbers(order.orderNo, order.orderedAt, sample.orderNoPatterns).filter(
      (one) => ledger.trade(one) !== undefined,
    )
    const answer = await ask(url, 'SearchTrade', { OrderID: number })
    expect(answer.get('Status')).toBe('AUTH')
    expect(answer.get('Amount')).toBe(String(order.money.paymentTotalYen))
    expect(answer.get('ProcessDate')?.slice(0, 8)).toBe(dayOf(order.orderedAt).replaceAll('-', ''))
  }
})

it('makes 仮売上 that the gateway still takes or no longer takes, by age', async () => {
  const { ledger, url } = await start()
  registerSample(ledger, now, 1)
  const sell = async (daysAgo: number): Promise<string> => {
    const day = addDays(dayOf(now), -daysAgo)
    const trade = ledger.trades().find((one) => one.status === 'AUTH' && dayOf(one.processedAt) === day)
    const found = await ask(url, 'SearchTrade', { OrderID: trade?.orderId ?? '' })
    const keys = { AccessID: found.get('AccessID') ?? '', AccessPass: found.get('AccessPass') ?? '' }
    const answer = await ask(url, 'AlterTran', { ...keys, JobCd: 'SALES', Amount: found.get('Amount') ?? '' })
    return answer.get('ErrInfo') ?? 'taken'
  }
  expect(await sell(1)).toBe('taken')
  expect(await sell(89)).toBe('taken')
  expect(await sell(95)).toBe('E01420010')
})

it('numbers a later sample above everything the ledger knows', async () => {
  const { ledger } = await start()
  const first = registerSample(ledger, now, 1)
  const count = ledger.trades().length
  const second = registerSample(ledger, now + 86_400_000, 1)
  expect(Number(second.orders[0]?.orderNo)).toBeGreaterThan(Number(first.orders.at(-1)?.orderNo))
  expect(ledger.trades().length).toBe(count * 2)
})
