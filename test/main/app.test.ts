import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { noon, startDesk, type TestDesk } from '../support/desk.ts'
import { daysBefore, sampleOrder } from '../support/sample-order.ts'

let desk: TestDesk

afterEach(async () => {
  await desk.close()
})

const shop = { orders: [sampleOrder('55', daysBefore(noon, 3))], trades: [] }

describe('the start', () => {
  it('makes one copy a day, and leaves its line in no order', async () => {
    desk = await startDesk(shop)
    await desk.restart()
    const copies = await desk.call('backups.list', {})
    expect(copies.map(({ reason, verified }) => [reason, verified])).toEqual([['daily', true]])
  })

  it('opens although the daily copy cannot be written', async () => {
    desk = await startDesk(shop)
    rmSync(join(desk.dataDir, 'backups'), { recursive: true })
    writeFileSync(join(desk.dataDir, 'backups'), 'a file where the folder should be')
    await desk.restart()
    expect(await desk.call('startup.state', {})).toEqual({ state: 'ready' })
    expect(await desk.call('orders.count', { conditions: {} })).toBe(1)
  })

  it('answers only the start-up calls when the file does not open, and opens after a copy was put back', async () => {
    desk = await startDesk(shop)
    const copy = await desk.call('backups.make', {})
    await desk.restart(() => {
      writeFileSync(join(desk.dataDir, 'shop.sqlite'), Buffer.alloc(20_000, 1))
      for (const suffix of ['-wal', '-shm']) rmSync(join(desk.dataDir, `shop.sqlite${suffix}`), { force: true })
    })

    expect(await desk.call('startup.state', {})).toMatchObject({ state: 'failed' })
    expect(await desk.envelope('orders.count', { conditions: {} })).toMatchObject({
      ok: false,
      failure: { code: 'core.unavailable' },
    })
    expect(await desk.call('startup.restore', { id: copy.id })).toEqual({ state: 'ready' })
    expect(await desk.call('orders.count', { conditions: {} })).toBe(1)
  })

  it('puts a copy back under an open shop too, and stays open when the copy is none', async () => {
    desk = await startDesk(shop)
    const copy = await desk.call('backups.make', {})
    await desk.call('settings.save-shop', { shopName: 'あとの名前' })
    expect(await desk.envelope('startup.restore', { id: 'none.sqlite' })).toMatchObject({ ok: false })
    expect(await desk.call('settings.shop', {})).toMatchObject({ shopName: 'あとの名前' })
    const both = await Promise.all([1, 2].map(() => desk.call('startup.restore', { id: copy.id })))
    expect(both).toEqual([{ state: 'ready' }, { state: 'ready' }])
    expect(await desk.call('settings.shop', {})).toMatchObject({ shopName: 'テスト商店' })
  })
})
