import { Session } from 'node:inspector/promises'
import { it } from 'vitest'
import { createOrderExport } from '../../../src-main/orders/order-export.ts'
import { createOrderImport } from '../../../src-main/orders/order-import.ts'
import { openOrderFile } from '../../../src-main/orders/order-file.ts'
import { openedShop, owner } from './opened-shop.ts'
import { madeOrders } from './made-orders.ts'

async function profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
  const s = new Session(); s.connect()
  await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 1000 }); await s.post('Profiler.start')
  const t = performance.now()
  const r = await work()
  const ms = performance.now() - t
  const { profile } = await s.post('Profiler.stop')
  const self = new Map<string, number>()
  const dt = profile.timeDeltas!
  const byId = new Map(profile.nodes.map((n) => [n.id, n]))
  profile.samples!.forEach((id, i) => { const n = byId.get(id)!; const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').slice(-2).join('/') + ':' + n.callFrame.lineNumber; self.set(k, (self.get(k) ?? 0) + dt[i]! / 1000) })
  console.log(name, Math.round(ms), 'ms'); for (const [k, v] of [...self].sort((a, b) => b[1] - a[1]).slice(0, 22)) console.log('   ', Math.round(v), k)
  return r
}
it('profile', async () => {
  const shop = await openedShop()
  const N = Number(process.env.N ?? 20000)
  await shop.orders.upsert(madeOrders(N, 5), owner)
  const ex = createOrderExport({ ...shop, ownLayouts: () => Promise.resolve([]) })
  for (const layout of ['ec2-order', 'ec4-order'] as const) {
    const parts: Buffer[] = []
    await profiled('export ' + layout, async () => {
      const { exportId } = await ex.begin({ pick: { conditions: {}, sort: { key: 'updatedAt', descending: true } }, layout, encoding: 'cp932', safe: true })
      for (;;) { const p = await ex.next(exportId, owner); parts.push(Buffer.from(p.base64, 'base64')); if (p.finished) break }
    })
    const t0 = performance.now(); const raw = await shop.db.read((c) => c.raw<unknown[]>('SELECT * FROM orders')); JSON.stringify(raw.length); console.log('raw dump', Math.round(performance.now() - t0))
    const bytes = Buffer.concat(parts)
    const t = performance.now(); const f = openOrderFile(bytes); for (const o of f.orders()) void o; const parse = performance.now() - t
    console.log(layout, 'decode+parse', Math.round(parse))
    const fresh = await openedShop()
    const imp = createOrderImport({ orders: fresh.orders, db: fresh.db, backups: { make: () => Promise.resolve(null) }, uploads: { read: () => Promise.resolve(bytes), discard: () => Promise.resolve(null) } })
    const id = 'a'.repeat(32)
    const preview = await profiled('preview new ' + layout, () => imp.preview(id))
    await profiled('apply new ' + layout, () => imp.apply(id, preview.digest, true, owner))
    await profiled('preview same ' + layout, () => imp.preview(id))
    await fresh.close()
  }
  await shop.close()
}, 600_000)
