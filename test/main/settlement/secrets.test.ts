import { afterEach, describe, expect, it } from 'vitest'
import { canary, noon, startDesk, type TestDesk } from '../../support/desk.ts'
import { filesBelow } from '../../support/files.ts'
import { daysBefore, sampleOrder, sampleTrade } from '../../support/sample-order.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

/** Settles one order, fails on another, and asks for everything the window can ask for. */
async function workThroughADay(): Promise<void> {
  const at = daysBefore(noon, 3)
  const accessPass = canary.accessPass
  desk = await startDesk({
    orders: [sampleOrder('55', at), sampleOrder('56', at)],
    trades: [sampleTrade('55', at, { accessPass }), sampleTrade('56', at, { accessPass })],
  })
  desk.sandbox.addFault({ kind: 'errinfo', endpoint: 'AlterTran.idPass', orderId: '56', code: 'E01110002|E91099999' })
  for (const id of [1, 2]) {
    const { version } = await desk.call('settlement.inquire', { id })
    await desk.call('settlement.change', { id, seen: version, action: 'sales', thenStatus: 'paid' })
    await desk.call('orders.open', { id })
    await desk.call('orders.history', { id })
  }
  for (const name of ['desk.state', 'settings.gateway', 'settings.test-gateway', 'settlement.attention'] as const) {
    await desk.call(name, {})
  }
  await desk.call('backups.make', {})
  await desk.envelope('settings.save-gateway', { shopId: 'x', password: canary.shopPass, orderNoPatterns: [] })
}

describe('C2: the passes of the gateway', () => {
  it('are used, and yet appear in no reply, no event and no file', async () => {
    await workThroughADay()

    expect(desk.sandbox.ledger.trade('55')?.status).toBe('SALES')
    for (const secret of [canary.shopPass, canary.accessPass]) {
      expect(JSON.stringify(desk.replies)).not.toContain(secret)
      expect(JSON.stringify(desk.events)).not.toContain(secret)
      const leaks = filesBelow(desk.dataDir)
        // The sandbox's ledger is the other side of the wire.
        .filter(({ file }) => !file.includes('sandbox.sqlite'))
        .filter(({ text }) => text.includes(secret))
      expect(leaks.map(({ file }) => file)).toEqual([])
    }
  })

  it('would be found by this search if they were there', async () => {
    await workThroughADay()
    const ledger = filesBelow(desk.dataDir).filter(({ file }) => file.includes('sandbox.sqlite'))
    expect(ledger.some(({ text }) => text.includes(canary.accessPass))).toBe(true)
    expect(filesBelow(desk.dataDir).some(({ text }) => text.includes('AlterTran'))).toBe(true)
  })
})
