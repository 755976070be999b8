import { sealOf } from '../../../src-main/db/seal.ts'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { vi } from 'vitest'
import { noon, startDesk, type TestDesk, type TestShop } from '../../support/desk.ts'
import { daysBefore, sampleOrder } from '../../support/sample-order.ts'

export const MINUTE = 60_000
export const DAY = 86_400_000
export const at = daysBefore(noon, 1)
export const issuing = 'GetLinkplusUrlPayment.json'
export const search = 'SearchTrade.idPass'
export const goodCard = {
  ...{ number1: '4111', number2: '1111', number3: '1111', number4: '1111' },
  ...{ month: '12', year: '29', given: 'TARO', family: 'YAMADA', code: '' },
}
export const declinedCard = { ...goodCard, number1: '4999', number2: '0000', number3: '0000', number4: '0002' }

/** The desk of the running test. */
export let desk: TestDesk

/** A shop of the test's own. */
export async function startShop(shop: TestShop): Promise<void> {
  desk = await startDesk(shop)
}

/** A shop with one card order (id 1, 5,775 yen) that nobody has paid. 3-D Secure is off unless `secure`. */
export async function deskWith(more: Parameters<typeof sampleOrder>[2] = {}, secure = false): Promise<void> {
  await startShop({ orders: [sampleOrder('55', at, more)], trades: [] })
  if (!secure) await saveLinkPage({ threeDSecure: false })
}

export async function saveLinkPage(change: Record<string, unknown>): Promise<void> {
  const { shopId, orderNoPatterns, authorisationDays, linkPage } = await desk.call('settings.gateway', {})
  const patterns = [...orderNoPatterns]
  await desk.call('settings.save-gateway', {
    ...{ shopId, orderNoPatterns: patterns, authorisationDays },
    linkPage: { ...linkPage, ...change },
  })
}

export const open = () => desk.call('orders.open', { id: 1 })
export const links = () => desk.call('settlement.links', { id: 1 })
export const history = async () => (await desk.call('orders.history', { id: 1 })).map(({ kind }) => kind)
export const sent = (endpoint: string) => desk.sandbox.requests().filter((one) => one.endpoint === endpoint)
export const attention = async () => (await desk.call('desk.state', {})).attention

export async function issue(again = false) {
  const { version } = await open()
  const { links: found } = await desk.call('settlement.create-link', { id: 1, seen: version, again })
  return found[0]!
}

/** The buyer sends the form of the page. */
export async function pay(url: string | null, card: Record<string, string> = goodCard): Promise<string> {
  const page = await fetch(url ?? '', { method: 'POST', body: new URLSearchParams(card) })
  return page.text()
}

/** Lets time pass until what the timer finds has been written. */
export async function waitUntil(check: () => Promise<void>, step = MINUTE): Promise<void> {
  desk.clock.advance(step)
  await vi.waitFor(check, { timeout: 5000 })
}

/** Address of a link whose answer got lost, as only the gateway knows it. */
export function tokenAtGateway(number: string): string {
  const file = new DatabaseSync(join(desk.dataDir, 'sandbox.sqlite'), { timeout: 2000 })
  const links = file.prepare(`SELECT content FROM documents WHERE kind = 'link'`).all()
  file.close()
  const found = links
    .map((row) => JSON.parse(String(Reflect.get(Object(row), 'content'))) as { token: string; orderId: string })
    .find(({ orderId }) => orderId === number)
  return found?.token ?? ''
}

/** Changes the stored order beside the program, as an import would. */
export function editOrder(set: string, id = 1): void {
  const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'), { timeout: 2000 })
  file.exec(`UPDATE orders SET ${set} WHERE id = ${String(id)}`)
  const row = file.prepare('SELECT * FROM orders WHERE id = ?').get(id) as object
  file.prepare('UPDATE orders SET checksum = ? WHERE id = ?').run(sealOf('orders', row), id)
  file.close()
}
