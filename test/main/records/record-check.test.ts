import { DatabaseSync } from '@photostructure/sqlite'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

let desk: TestDesk
afterEach(() => desk.close())

async function start(): Promise<void> {
  const at = daysBefore(noon, 3)
  const orders = [sampleOrder('55', at), sampleOrder('56', at)]
  desk = await startDesk({ orders, trades: [sampleTrade('55', at), sampleTrade('56', at)] })
}

async function settle(id: number) {
  const { version: seen } = await desk.call('orders.open', { id })
  return desk.envelope('settlement.change', { id, seen, action: 'sales', thenStatus: 'paid' })
}

/** Does to the data file what a failing disk does. */
function damage(sql: string): void {
  const file = new DatabaseSync(join(desk.dataDir, 'shop.sqlite'))
  file.exec(sql)
  file.close()
}

describe('I9: what is damaged is shown, and never used', () => {
  it('nothing is, in a shop that works', async () => {
    await start()
    await settle(1)
    expect(await desk.call('records.check', {})).toMatchObject({
      ...{ sound: true, fileSound: true, historyBrokenAt: null },
      rows: { orderNos: [], trades: [], operations: 0 },
      witness: { brokenAt: null, unknownToJournal: 0, unknownToWitness: 0, lines: 2 },
    })
  })

  it('a payment link that the data file lost, and one that the witness never saw', async () => {
    desk = await startDesk({ orders: [sampleOrder('55', daysBefore(noon, 3))], trades: [] })
    const { version: seen } = await desk.call('orders.open', { id: 1 })
    await desk.call('settlement.create-link', { id: 1, seen, again: false })
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true })
    damage(`UPDATE payment_links SET gateway_order_no = '55-9'`)
    expect(await desk.call('records.check', {})).toMatchObject({
      ...{ sound: false, witness: { brokenAt: null, unknownToJournal: 1, unknownToWitness: 1 } },
    })
    damage('DROP TRIGGER payment_links_kept; DELETE FROM payment_links')
    expect(await desk.call('records.check', {})).toMatchObject({
      witness: { unknownToJournal: 1, unknownToWitness: 0 },
    })
  })

  it('a stock and a balance that their ledgers do not explain', async () => {
    const at = daysBefore(noon, 3)
    const line = { kind: 'product' as const, productCode: 'A-1', name: '湯呑', class1: '', class2: '' }
    const price = { unitPriceYen: 5250, taxIncluded: true, quantity: 1, taxRatePercent: 10 }
    const order = sampleOrder('55', at, { customerNo: '100', lines: [{ ...line, ...price }] })
    const numbers = { stock: { 'A-1': 5 }, points: { '100': 30 } }
    desk = await startDesk({ orders: [order], trades: [], numbers })
    const { version: seen } = await desk.call('orders.open', { id: 1 })
    await desk.call('orders.change', { id: 1, seen, changes: { status: 'cancelled' } })
    expect(await desk.call('records.check', {})).toMatchObject({ sound: true, counts: { stocks: 0, balances: 0 } })
    damage('UPDATE products SET stock = 4')
    expect(await desk.call('records.check', {})).toMatchObject({ sound: false, counts: { stocks: 1, balances: 0 } })
    damage('UPDATE customers SET points = NULL')
    expect(await desk.call('records.check', {})).toMatchObject({ sound: false, counts: { stocks: 1, balances: 1 } })
  })

  it('an order: closed with its number and the way back, shown in the frame; the other goes on', async () => {
    await start()
    const copy = await desk.call('backups.make', {})
    await desk.restart(() => damage('UPDATE orders SET payment_total_yen = 57 WHERE id = 1'))
    await vi.waitFor(async () => {
      expect((await desk.call('desk.state', {})).damage.orderNos).toEqual(['55'])
    })
    const failure = { code: 'storage.damaged', params: { orderNo: '55' }, next: 'restore-backup' }
    for (const [name, input] of [
      ['orders.open', { id: 1 }],
      ['orders.change', { id: 1, seen: 1, changes: { note: 'x' } }],
      ['settlement.change', { id: 1, seen: 1, action: 'sales', thenStatus: null }],
      ['settlement.offered', { id: 1 }],
    ] as const) {
      expect(await desk.envelope(name, input), name).toMatchObject({ ok: false, failure })
    }
    expect(desk.sandbox.ledger.mutations('55')).toEqual([])
    expect(await settle(2)).toMatchObject({ ok: true, value: { outcome: 'applied' } })

    await desk.call('startup.restore', { id: copy.id })
    expect((await desk.call('orders.open', { id: 1 })).money.paymentTotalYen).toBe(5775)
  })

  it('a trade: met while the program runs, its order is closed', async () => {
    await start()
    damage(`UPDATE payments SET status = 'voided' WHERE order_id = 1`)
    expect(await desk.envelope('orders.open', { id: 1 })).toMatchObject({
      failure: { code: 'storage.damaged', params: { what: 'trade', orderNo: '55' } },
    })
    expect(await desk.call('desk.state', {})).toMatchObject({ damage: { orderNos: ['55'], journal: false } })
    expect(await desk.call('records.check', {})).toMatchObject({ sound: false, rows: { trades: ['55'] } })
    expect(await desk.call('settlement.attention', {})).toEqual([])
    expect(await desk.call('settlement.differences', {})).toEqual([])
  })

  it('the journal: an operation that a flipped state set free holds its order, and no money moves at all', async () => {
    await start()
    desk.sandbox.addFault({ kind: 'reset-before', endpoint: 'AlterTran.idPass' })
    expect(await settle(1)).toMatchObject({ value: { outcome: 'unknown' } })
    damage(`UPDATE settlement_operations SET state = 'rejected'`)
    const before = desk.sandbox.ledger.mutations().length
    expect(await settle(1)).toMatchObject({ failure: { code: 'storage.damaged', params: { what: 'journal' } } })
    expect(await desk.call('records.check', {})).toMatchObject({ sound: false, rows: { operations: 1 } })
    expect(await settle(2)).toMatchObject({ failure: { code: 'storage.damaged', params: { what: 'journal' } } })
    expect(await desk.call('desk.state', {})).toMatchObject({ damage: { journal: true } })
    expect(desk.sandbox.ledger.mutations()).toHaveLength(before)
    await desk.restart()
    await vi.waitFor(async () => expect(await settle(2)).toMatchObject({ failure: { code: 'storage.damaged' } }))
  })

  it('the history: an entry that was changed', async () => {
    await start()
    await settle(1)
    damage('DROP TRIGGER events_stay')
    damage(`UPDATE events SET operator_name = '誰か' WHERE id = 2`)
    expect(await desk.call('records.check', {})).toMatchObject({ sound: false, historyBrokenAt: 2 })
  })
})
