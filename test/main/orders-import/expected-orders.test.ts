import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { prefectureName } from '../../../src-main/csv/layouts.ts'
import type { ImportedOrder } from '../../../src-main/orders/imported-order.ts'
import { openOrderFile } from '../../../src-main/orders/order-file.ts'
import { decodeWindows31J, encodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { expectedOrders, fixture, japanSeconds, type ExpectedOrder } from './expected-file.ts'

const expected = expectedOrders()
const ec2Statuses = [
  '',
  'received',
  'awaitingPayment',
  'cancelled',
  'backordered',
  'shipped',
  'paid',
  'paymentProcessing',
]
const methods = new Map([
  [3, '銀行振込'],
  [4, '代金引換'],
  [5, 'クレジットカード決済'],
  [6, 'コンビニ決済'],
])

type Text = (value: string) => string

function ordersOf(name: string): ImportedOrder[] {
  return [...openOrderFile(fixture(name)).orders()].flatMap(({ order }) => order ?? [])
}

function expectedOf(order: ImportedOrder): ExpectedOrder {
  const found = expected.get(order.orderNo)
  if (!found) throw new Error(`no order ${order.orderNo}`)
  return found
}

const atOrNull = (text: string | null) => (text === null ? null : japanSeconds(text))
const dayOrNull = (text: string | null) => text?.slice(0, 10) ?? null
const wholeSeconds = (at: number | null | undefined) => (typeof at === 'number' ? at - (at % 1_000) : at)

function person(one: ExpectedOrder, text: Text) {
  return {
    familyName: text(one.name01),
    givenName: text(one.name02),
    familyKana: text(one.kana01),
    givenKana: text(one.kana02),
    company: text(one.company),
    prefecture: prefectureName(String(one.pref)),
    address1: text(one.addr01),
    address2: text(one.addr02),
    postalCode: `${one.zip01}-${one.zip02}`,
  }
}

function orderer(one: ExpectedOrder, text: Text) {
  return {
    ...person(one, text),
    email: one.email,
    sex: one.sex === null ? null : ['', 'male', 'female'][one.sex],
    bornOn: dayOrNull(one.birth),
    job: one.job,
  }
}

/** What a CP932 file can hold of a text. */
const throughCp932: Text = (value) => decodeWindows31J(encodeWindows31J(value))
const asItIs: Text = (value) => value

describe.each([
  ['ec2_order.utf8bom.csv', asItIs],
  ['ec2_order.cp932.csv', throughCp932],
])('%s', (name, text) => {
  it('gives all twenty orders with all their values', () => {
    const orders = ordersOf(name)
    expect(orders.map(({ orderNo }) => orderNo).sort()).toEqual([...expected.keys()].sort())
    for (const order of orders) {
      const one = expectedOf(order)
      const { orderedAt, updatedAt, shippedAt, ...rest } = order
      expect(rest).toEqual({
        orderNo: String(one.order_id),
        source: 'ec2',
        status: ec2Statuses[one.status],
        customerNo: one.customer_id === 0 ? null : String(one.customer_id),
        orderer: { ...orderer(one, text), tel: one.tel.join('-'), fax: one.fax.filter(Boolean).join('-') },
        message: text(one.message),
        note: text(one.note),
        money: {
          subtotalYen: one.subtotal,
          discountYen: one.discount,
          shippingYen: one.deliv_fee,
          feeYen: one.charge,
          taxYen: one.tax,
          totalYen: one.total,
          paymentTotalYen: one.payment_total,
          usedPoints: one.use_point,
          addedPoints: one.add_point,
        },
        paymentMethodName: methods.get(one.payment_id),
        device: one.device,
      })
      expect([orderedAt, updatedAt, shippedAt].map(wholeSeconds)).toEqual([
        japanSeconds(one.create),
        japanSeconds(one.update),
        atOrNull(one.commit_date),
      ])
    }
  })
})

/** The file's own cells of an order's first row, read by another program. */
function rawRows(name: string): ReadonlyMap<string, Record<string, string>> {
  const rows = parse<Record<string, string>>(fixture(`${name}.utf8bom.csv`), { bom: true, columns: true })
  return new Map(rows.reverse().map((row) => [row['注文番号'] ?? '', row]))
}

const ec4Statuses = new Map([
  ['新規受付', 'received'],
  ['入金済み', 'paid'],
  ['発送済み', 'shipped'],
  ['注文取消し', 'cancelled'],
  ['対応中', 'inProgress'],
])

describe.each([
  ['ec4_order', 'utf8bom', asItIs],
  ['ec4_order', 'cp932', throughCp932],
  ['ec4_shipping', 'utf8bom', asItIs],
  ['ec4_shipping', 'cp932', throughCp932],
])('%s.%s.csv', (name, encoding, text) => {
  const orders = ordersOf(`${name}.${encoding}.csv`)
  const raw = rawRows(name)
  const whole = name === 'ec4_order'

  it('gives all twenty orders with their own values', () => {
    expect(orders.map(({ orderNo }) => orderNo).sort()).toEqual([...expected.keys()].sort())
    for (const order of orders) {
      const one = expectedOf(order)
      const row = raw.get(order.orderNo) ?? {}
      expect(order).toMatchObject({
        source: 'ec4',
        status: ec4Statuses.get(row['対応状況(名称)'] ?? ''),
        orderedAt: japanSeconds(one.create),
        paidAt: atOrNull(one.payment_date),
        shippedAt: atOrNull(one.commit_date),
        customerNo: one.customer_id === 0 ? null : String(one.customer_id),
        orderer: { ...orderer(one, text), tel: one.tel.join('') },
        note: text(one.note),
        paymentMethodName: row['支払方法(名称)'],
      })
      expect([order.message, order.device, order.orderer.fax]).toEqual([undefined, undefined, undefined])
      expect(order.updatedAt).toBe(japanSeconds(one.commit_date ?? one.payment_date ?? one.create))
    }
  })

  it('gives their sums', () => {
    for (const order of orders) {
      const one = expectedOf(order)
      expect(order.money).toEqual({
        subtotalYen: one.subtotal,
        discountYen: one.discount + one.use_point,
        shippingYen: one.deliv_fee,
        feeYen: one.charge,
        taxYen: Number(raw.get(order.orderNo)?.['税金']),
        totalYen: one.payment_total,
        paymentTotalYen: one.payment_total,
        ...(whole ? { usedPoints: one.use_point } : {}),
      })
    }
  })

  it('gives their lines, unless the file cannot hold them all', () => {
    for (const order of orders) {
      const one = expectedOf(order)
      const complete = whole || (one.charge === 0 && one.discount + one.use_point === 0)
      if (!complete) {
        expect(order.lines).toBeUndefined()
        continue
      }
      const sum = (kind: string) =>
        (order.lines ?? []).reduce(
          (total, line) => total + (line.kind === kind ? line.unitPriceYen * line.quantity : 0),
          0,
        )
      expect([sum('shipping'), sum('fee'), sum('discount'), sum('points')]).toEqual([
        one.deliv_fee,
        one.charge,
        0 - one.discount,
        0 - one.use_point,
      ])
      // The lines of an order with two deliveries stand delivery by delivery; its goods were dealt out in turn.
      const count = one.shipping_ids.split(',').length
      const dealt = one.items.map((item, index) => ({ item, turn: index % count })).sort((a, b) => a.turn - b.turn)
      const goods = dealt.map(({ item }) => ({
        kind: 'product',
        productCode: text(item.code),
        name: text(item.name),
        class1: text(item.class1),
        class2: text(item.class2),
        unitPriceYen: item.price_ex_tax,
        taxIncluded: false,
        quantity: item.quantity,
        taxRatePercent: item.tax_rate,
      }))
      expect(order.lines?.filter(({ kind }) => kind === 'product')).toEqual(goods)
    }
  })

  it('gives their deliveries', () => {
    for (const order of orders) {
      const one = expectedOf(order)
      const shippings = one.shipping_ids.split(',')
      // Goods were dealt out in turn, and stand delivery by delivery.
      const turns = one.items.map((_item, index) => index % shippings.length).sort((a, b) => a - b)
      const goods = order.lines?.filter(({ kind }) => kind === 'product') ?? []
      expect(order.deliveries).toEqual(
        shippings.map((shipping, turn) => ({
          ...(shippings.length === 1 || order.lines === undefined
            ? {}
            : { goods: goods.map(({ quantity }, at) => (turns[at] === turn ? quantity : 0)) }),
          ...person(one, text),
          cartShipmentNo: `${order.orderNo}${shipping}`,
          tel: one.tel.join(''),
          carrier: 'サンプル業者',
          timeSlot: text(one.time),
          requestedOn: dayOrNull(one.deliv_date),
          trackingNo: one.track,
          shippedAt: atOrNull(one.commit_date),
        })),
      )
    }
  })
})
