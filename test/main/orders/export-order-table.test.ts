import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { textCell } from '../../../src-main/csv/write-cells.ts'
import { ordersForExport, type ExportedOrder } from '../../../src-main/orders/export-order-table.ts'
import { findOrders } from '../../../src-main/orders/order-table.ts'
import { cartLayout, cartNumbers } from '../../../src-main/csv/export-layouts.ts'
import { exportValues, type RecordSource } from '../../../src-main/orders/export-values.ts'
import type { StoredOrder } from '../../../src-main/orders/stored-order.ts'
import { madeOrder, madeOrders } from './made-orders.ts'
import { openedShop, owner, type OpenedShop } from './opened-shop.ts'

describe('orders read for a file', () => {
  let shop: OpenedShop
  beforeAll(async () => {
    shop = await openedShop()
    await shop.orders.upsert(madeOrders(60, 5), owner)
  })
  afterAll(() => shop.close())

  /** What both ways of reading have to agree on. */
  const shared = ({ version: _v, cart: _c, cartContent: _cc, contentHash: _h, ...rest }: StoredOrder): ExportedOrder =>
    rest

  it('are what every other reader sees, whatever their texts hold', async () => {
    const text = fc.string({ unit: 'binary' }).map((made) => made.replaceAll('\u0000', ''))
    await fc.assert(
      fc.asyncProperty(text, text, text, fc.boolean(), async (familyName, message, orderNo, isBare) => {
        const number = `"\\ \u2028${orderNo}`
        const orderer = { familyName, sex: null, bornOn: isBare ? null : '1961-02-11', job: isBare ? null : 3 }
        const made = madeOrder({ orderNo: number, message, orderer, customerNo: isBare ? null : 'm-1' })
        const [outcome] = await shop.orders.upsert([made], owner)
        const ids = [outcome?.id ?? 0, 7, 3, 999_999]
        const stored = await shop.db.read((db) => findOrders(db, ids))
        const read = await shop.db.read((db) => ordersForExport(db, ids))
        expect(read.map(({ id }) => id)).toEqual(ids.slice(0, 3))
        expect([...read].sort((a, b) => a.id - b.id)).toEqual(stored.map(shared).sort((a, b) => a.id - b.id))
      }),
      { numRuns: 150 },
    )
  })

  it('are refused when the row is not as it was written, naming the order', async () => {
    const [order] = await shop.db.read((db) => findOrders(db, [9]))
    await shop.db.write((trx) => trx.raw('UPDATE orders SET total_yen = total_yen + 64 WHERE id = 9'))
    await expect(shop.db.read((db) => ordersForExport(db, [8, 9]))).rejects.toMatchObject({
      failure: { code: 'storage.damaged', params: { orderNo: order?.orderNo } },
    })
    expect(await shop.db.read((db) => ordersForExport(db, [8]))).toHaveLength(1)
  })
})

describe('the cells of an order', () => {
  const writer = { layout: cartLayout('ec2-order'), numbers: cartNumbers('ec2-order'), missing: () => undefined }
  const cell = (field: 'orderedAt' | 'tel1' | 'tel2' | 'tel3' | 'postalCode1' | 'postalCode2', order: object) =>
    exportValues[field]({ order } as RecordSource, writer)

  it('name the instant as the calendar does, to the millisecond where there are any', () => {
    const instants = fc.integer({ min: -62_135_564_400_000, max: 253_402_268_399_999 })
    fc.assert(
      fc.property(instants, fc.boolean(), (at, isWhole) => {
        const orderedAt = isWhole ? at - (at % 1_000) : at
        const iso = new Date(orderedAt + 9 * 3_600_000).toISOString().replace('T', ' ')
        expect(cell('orderedAt', { orderedAt })).toBe(iso.slice(0, orderedAt % 1_000 === 0 ? 19 : 23))
      }),
      { numRuns: 5_000 },
    )
  })

  it('are quoted and guarded for every character that calls for it, and left alone otherwise', () => {
    const unit = fc.oneof(
      fc.constantFrom(...Array.from('=+-@"\\,./ \t\r\n!~a0田')),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    )
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 6 }), fc.boolean(), (text, safe) => {
        const guarded = safe && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
        const quoted = /[",\\ \t\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
        expect(textCell(text, safe)).toBe(quoted)
      }),
      { numRuns: 5_000 },
    )
  })

  it('divide numbers at their first hyphens; the last part takes the rest', () => {
    const numbers = fc.string({ unit: fc.constantFrom('0', '7', '-') })
    fc.assert(
      fc.property(numbers, (text) => {
        const [one = '', two = '', ...rest] = text.split('-')
        const [first = '', ...others] = text.split('-')
        const order = { orderer: { tel: text, postalCode: text } }
        const tel = (['tel1', 'tel2', 'tel3'] as const).map((field) => cell(field, order))
        const postalCode = (['postalCode1', 'postalCode2'] as const).map((field) => cell(field, order))
        expect([...tel, ...postalCode]).toEqual([one, two, rest.join('-'), first, others.join('-')])
      }),
      { numRuns: 2_000 },
    )
  })
})
