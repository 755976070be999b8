import { afterEach, beforeEach, expect, it } from 'vitest'
import { createShippingService } from '../../../src-main/settings/shipping-service.ts'
import { writeSetting } from '../../../src-main/settings/settings-table.ts'
import { firstShippingSettings } from '../../../src-shared/shipping.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const yamato = { name: 'ヤマト運輸', feesYen: { 大分県: 700, 東京都: 1100 }, timeSlots: ['午前中'] }
const entries = () =>
  shop.db.read<{ changes: string }[]>((connection) =>
    connection.raw(`SELECT changes FROM events WHERE kind = 'settings.changed' ORDER BY id`),
  )

it('keeps carriers, with every fee that changed in the history', async () => {
  const shipping = createShippingService(shop)
  expect(await shipping.read()).toEqual(firstShippingSettings)
  await shipping.save({ carriers: [yamato], freeFromYen: null }, owner)
  const dearer = { ...yamato, feesYen: { 大分県: 800 } }
  expect(await shipping.save({ carriers: [dearer], freeFromYen: 10_000 }, owner)).toEqual({
    carriers: [dearer],
    freeFromYen: 10_000,
  })
  await shipping.save({ carriers: [dearer], freeFromYen: 10_000 }, owner)
  const changes = (await entries()).map((row) => JSON.parse(row.changes) as unknown)
  expect(changes).toHaveLength(2)
  expect(changes[1]).toEqual([
    { field: '送料無料になる小計', from: '', to: '10,000円' },
    { field: 'ヤマト運輸 大分県', from: '700円', to: '800円' },
    { field: 'ヤマト運輸 東京都', from: '1,100円', to: '' },
  ])
})

it('a value of another shape counts as none', async () => {
  await shop.db.write((trx) => writeSetting(trx, 'shipping', { carriers: 'all' }))
  expect(await createShippingService(shop).read()).toEqual(firstShippingSettings)
})
