import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createOrderExport } from '../../../src-main/orders/order-export.ts'
import { openOrderFile } from '../../../src-main/orders/order-file.ts'
import type { Order } from '../../../src-shared/order.ts'
import { typedDelivery } from './made-forms.ts'
import { madeLine, madeOrder } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

/** The whole shop as EC-CUBE 4's file. */
async function exported() {
  const exports = createOrderExport({ ...shop, ownLayouts: () => Promise.resolve([]) })
  const pick = { conditions: {}, sort: { key: 'orderNo', descending: false } } as const
  const { exportId } = await exports.begin({ pick, layout: 'ec4-order', encoding: 'cp932', safe: true })
  const { base64, losses } = await exports.next(exportId, owner)
  return { file: Buffer.from(base64, 'base64'), losses }
}

it('writes a row for each delivery that gets something of a line, and the file reads back the same', async () => {
  const lines = [
    madeLine({ name: '湯呑', quantity: 3, unitPriceYen: 1000, taxIncluded: false }),
    madeLine({ name: '煎茶', productCode: 'tea', unitPriceYen: 500, taxIncluded: false }),
    madeLine({ kind: 'shipping', productCode: '', name: '送料', unitPriceYen: 550 }),
  ]
  const money = { subtotalYen: 3850, discountYen: 0, shippingYen: 550, feeYen: 0, taxYen: 400 }
  const deliveries = [
    { cartShipmentNo: '71', familyName: '田中', address1: '千代田', goods: [2, 0] },
    { cartShipmentNo: '72', familyName: '鈴木', address1: '港', goods: [1, 1] },
    { cartShipmentNo: '73', familyName: '空', address1: '北', goods: [0, 0] },
  ]
  await shop.orders.upsert(
    [
      madeOrder({
        ...{ orderNo: '700', lines, deliveries },
        money: { ...money, totalYen: 4400, paymentTotalYen: 4400, usedPoints: 0, addedPoints: 0 },
      }),
    ],
    owner,
  )
  const { file, losses } = await exported()
  const [{ order: read = null } = {}] = openOrderFile(file).orders()
  expect(read?.lines?.map(({ name, quantity }) => [name, quantity])).toEqual([
    ['湯呑', 2],
    ['湯呑', 1],
    ['煎茶', 1],
    ['送料', 1],
  ])
  expect(read?.deliveries?.map(({ cartShipmentNo, goods }) => [cartShipmentNo, goods])).toEqual([
    ['71', [2, 0, 0]],
    ['72', [0, 1, 1]],
  ])
  // The third gets nothing, so no row can name it, and that is said.
  expect(losses).toContainEqual({ orderNo: '700', column: 'お届け先', what: '1', kind: 'deliveries' })
})

/** Where an order goes, and how much of what goes there. */
const split = ({ lines, deliveries }: Order) => {
  const goods = lines.filter(({ kind }) => kind === 'product')
  return deliveries.map(({ familyName, address1, goods: numbers }) => {
    const pieces = new Map<string, number>()
    for (const [at, { name }] of goods.entries()) pieces.set(name, (pieces.get(name) ?? 0) + (numbers[at] ?? 0))
    return [familyName, address1, [...pieces]]
  })
}

it('read back into the same shop, the file of an order divided at the desk adds no delivery and moves no goods', async () => {
  const shares = fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 3,
  })
  const numbering = fc.constantFrom<readonly string[]>(['', ''], ['71', '72'], ['1', '2'], ['2', '1'])
  let orderNo = 800
  await fc.assert(
    fc.asyncProperty(numbering, fc.integer({ min: 1, max: 2 }), shares, async (numbers, ofCart, ofDesk) => {
      orderNo += 1
      const sums = [0, 1].map((line) => ofDesk.reduce((sum, share) => sum + (share[line] ?? 0), ofCart))
      const lines = [
        madeLine({ name: '湯呑', quantity: sums[0] ?? 0, taxIncluded: false }),
        madeLine({ name: '煎茶', productCode: 'tea', quantity: sums[1] ?? 0, taxIncluded: false }),
      ]
      const deliveries = Array.from({ length: ofCart }, (_none, at) => ({
        ...{ cartShipmentNo: numbers[at] ?? '', familyName: `客${String(at)}`, address1: '千代田' },
      }))
      await shop.orders.upsert([madeOrder({ orderNo: String(orderNo), lines, deliveries })], owner)
      const id = Math.max(...(await shop.orders.ids({ conditions: {}, sort: { key: 'orderNo', descending: true } })))
      const before = await shop.orders.open(id)
      const divided = await shop.orders.change(
        id,
        before.version,
        {
          deliveries: before.deliveries.map((delivery) => ({ id: delivery.id, goods: [1, 1] })),
          addedDeliveries: ofDesk.map((goods, at) =>
            typedDelivery({ familyName: `先${String(at)}`, goods: [...goods] }),
          ),
        },
        owner,
      )
      for (let turn = 0; turn < 2; turn += 1) {
        const { file } = await exported()
        const read = [...openOrderFile(file).orders()].flatMap(({ order }) =>
          order?.orderNo === String(orderNo) ? [order] : [],
        )
        await shop.orders.upsert(read, owner)
        expect(split(await shop.orders.open(id))).toEqual(split(divided))
      }
    }),
    { numRuns: 25 },
  )
})

it.each([undefined, '71'])(
  'the cart’s delivery stays beside one that the desk added to the same address (then numbered %s)',
  async (cartShipmentNo) => {
    const lines = [madeLine({ name: '湯呑', quantity: 2 })]
    const address = { familyName: '田中', address1: '千代田' }
    const imported = (message: string, number?: string) =>
      madeOrder({
        ...{ orderNo: '900', lines, message, updatedAt: Date.UTC(2026, 10, message.length + 1) },
        deliveries: [{ ...address, ...(number === undefined ? {} : { cartShipmentNo: number }) }],
      })
    await shop.orders.upsert([imported('')], owner)
    const [id = 0] = await shop.orders.ids({ conditions: {}, sort: { key: 'orderNo', descending: true } })
    const before = await shop.orders.open(id)
    const [ofCart] = before.deliveries
    await shop.orders.change(
      id,
      before.version,
      {
        deliveries: [{ id: ofCart?.id ?? 0, goods: [1] }],
        addedDeliveries: [{ ...typedDelivery({ requestedOn: '2026-12-24', goods: [1] }), ...contactOnly(ofCart) }],
      },
      owner,
    )
    await shop.orders.upsert([imported('変更', cartShipmentNo)], owner)
    const { deliveries } = await shop.orders.open(id)
    expect(deliveries.map(({ id: one, requestedOn, goods }) => [one === ofCart?.id, requestedOn, goods])).toEqual([
      [true, null, [1]],
      [false, '2026-12-24', [1]],
    ])
  },
)

/** Name, address and carrier, as they are typed again. */
function contactOnly(delivery: Order['deliveries'][number] | undefined) {
  if (delivery === undefined) throw new Error('no delivery')
  const { familyName, givenName, familyKana, givenKana, company, postalCode, prefecture } = delivery
  const { address1, address2, tel, fax, carrier } = delivery
  return {
    ...{ familyName, givenName, familyKana, givenKana, company, postalCode, prefecture },
    ...{ address1, address2, tel, fax, carrier },
  }
}
