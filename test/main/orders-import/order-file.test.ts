import { describe, expect, it } from 'vitest'
import { openOrderFile, type FileOrder } from '../../../src-main/orders/order-file.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { ec2Row, ec4FeeRow, ec4Row, ec4ShippingRow, fileOf, type Row } from './made-files.ts'

const ec2 = (...rows: readonly Row[]) => [...openOrderFile(fileOf(ec2Row, rows)).orders()]
const ec4 = (...rows: readonly Row[]) => [...openOrderFile(fileOf(ec4Row, rows)).orders()]

function refusalOf(bytes: Uint8Array) {
  try {
    openOrderFile(bytes)
  } catch (error) {
    if (error instanceof Refusal) return error.failure
    throw error
  }
  return null
}

/** `row column code severity found` of every problem. */
function problemsOf(orders: readonly FileOrder[]): string[] {
  return orders.flatMap(({ problems }) =>
    problems.map(({ row, column, code, severity, found }) => [row, column, code, severity, found].join(' ')),
  )
}

describe('opening a file', () => {
  it.each([
    ['an empty file', '', 'import.empty'],
    ['only line ends', '\r\n\r\n', 'import.empty'],
    ['only a header', Object.keys(ec2Row).join(','), 'import.empty'],
    ['another CSV', 'a,b\n1,2\n', 'import.unknown-layout'],
    ['no text', 'PK\u0003\u0004\u0000\u0000', 'import.unknown-layout'],
  ])('is refused for %s', (_, text, code) => {
    expect(refusalOf(Buffer.from(text))?.code).toBe(code)
  })

  it('names the columns it cannot do without', () => {
    expect(refusalOf(Buffer.from('注文番号,お支払い合計\n1,2\n'))).toEqual({
      code: 'import.missing-columns',
      params: { columns: '支払い方法、対応状況、注文日時' },
    })
  })
})

describe('cells of EC-CUBE 2', () => {
  it.each([
    ['注文番号', '', 'required error '],
    ['注文番号', '9'.repeat(51), `too-long error ${'9'.repeat(40)}`],
    ['対応状況', '', 'required error '],
    ['対応状況', '8', 'unknown-status error 8'],
    ['対応状況', 'constructor', 'unknown-status error constructor'],
    ['性別', '3', 'unknown-sex warning 3'],
    ['注文日時', '', 'required error '],
    ['注文日時', '2026-02-29 10:00:00', 'not-a-date error 2026-02-29 10:00:00'],
    ['注文日時', '55:00.3', 'not-a-date error 55:00.3'],
    ['更新日時', '2026-11-01 24:00:00', 'not-a-date error 2026-11-01 24:00:00'],
    ['生年月日', '明治', 'not-a-date error 明治'],
    ['お支払い合計', '', 'required error '],
    ['お支払い合計', '5775.50', 'not-money error 5775.50'],
    ['お支払い合計', '-1', 'not-money error -1'],
    ['税金', '1,250', 'not-money error 1,250'],
    ['税金', '99999999999', 'not-money error 99999999999'],
    ['使用ポイント', '1.5', 'not-a-number error 1.5'],
    ['合計', '5000', 'totals-differ warning 5000'],
    ['住所1', 'a\u0007b', 'control-characters warning a□b'],
    ['住所1', 'a\u0000b', 'control-characters error a□b'],
    ['住所1', '宮\ufffd市', 'replacement-character warning 宮\ufffd市'],
    ['要望等', 'x'.repeat(65_537), `too-long error ${'x'.repeat(40)}`],
    ['要望等', '4111-1111-1111-1111 で', 'card-number error ****-****-****-1111 で'],
    ['SHOPメモ', '５５５５５５５５５５５５４４４４', 'card-number error ************４４４４'],
    ['お名前(姓)', '378282246310005', 'card-number error ***********0005'],
  ])('%s = %j is reported', (column, text, problem) => {
    const [order] = ec2({ [column]: text })
    expect(problemsOf(order ? [order] : [])).toEqual([`2 ${column} ${problem}`])
    expect(order?.order === null).toBe(problem.includes(' error '))
  })

  it.each([
    ['会員ID', '12', { customerNo: '12' }],
    ['注文日時', '2026/11/1 9:30', { orderedAt: Date.UTC(2026, 10, 1, 0, 30) }],
    ['注文日時', '2026-11-01 09:30:15.987654', { orderedAt: Date.UTC(2026, 10, 1, 0, 30, 15, 987) }],
    ['注文日時', '2026-11-01 09:30:15+09', { orderedAt: Date.UTC(2026, 10, 1, 0, 30, 15) }],
    ['発送完了日時', '0000-00-00 00:00:00', { shippedAt: null }],
    ['更新日時', '', { updatedAt: Date.UTC(2026, 10, 1, 0, 30, 15) }],
    ['都道府県', '44', { orderer: { prefecture: '大分県' } }],
    ['都道府県', 'Hawaii', { orderer: { prefecture: 'Hawaii' } }],
    ['支払い方法', '', { paymentMethodName: '' }],
    ['値引き', '0.00', { money: { discountYen: 0 } }],
    ['要望等', ' a\tb\r\n ', { message: ' a\tb\r\n ' }],
  ])('%s = %j is understood', (column, text, value) => {
    const [order] = ec2({ [column]: text })
    expect(order?.problems).toEqual([])
    expect(order?.order).toMatchObject(value)
  })

  it('leaves out what has no column', () => {
    const narrow = Object.fromEntries(
      ['注文番号', '対応状況', '注文日時', 'お支払い合計', '支払い方法'].map((name) => [name, ec2Row[name] ?? '']),
    )
    const [order] = [...openOrderFile(fileOf(narrow, [{}])).orders()]
    expect(JSON.parse(JSON.stringify(order?.order))).toEqual({
      orderNo: '1001',
      source: 'ec2',
      status: 'received',
      orderedAt: Date.UTC(2026, 10, 1, 0, 30, 15),
      updatedAt: Date.UTC(2026, 10, 1, 0, 30, 15),
      paymentMethodName: 'クレジットカード決済',
      orderer: {},
      money: { totalYen: 5775, paymentTotalYen: 5775 },
    })
  })

  it('refuses every order whose number comes twice, and a row of another width alone', () => {
    const bytes = fileOf(ec2Row, [{}, { 注文番号: '1002' }, {}, { 注文番号: '' }, { 注文番号: '' }])
    const broken = Buffer.concat([bytes, Buffer.from('1003,x,4111111111111111\r\n')])
    const orders = [...openOrderFile(broken).orders()]
    expect(problemsOf(orders)).toEqual([
      '2 注文番号 duplicate-order error 1001',
      '4 注文番号 duplicate-order error 1001',
      '5 注文番号 required error ',
      '6 注文番号 required error ',
      '7  row-width error 1003,x,************1111',
    ])
    expect(orders.flatMap(({ order }) => order?.orderNo ?? [])).toEqual(['1002'])
  })
})

describe('rows of EC-CUBE 4', () => {
  const other = { 注文番号: '2002', 注文ID: '8' }

  it('make one order', () => {
    const [order, next] = ec4({}, ec4ShippingRow, ec4FeeRow, other)
    expect(problemsOf(order ? [order] : [])).toEqual([])
    expect(order?.order).toMatchObject({
      orderNo: '2001',
      orderer: { familyName: '渡邉', prefecture: '北海道', postalCode: '060-0001', tel: '0300000001' },
      money: { feeYen: 0, shippingYen: 500, totalYen: 6000 },
    })
    expect(order?.order?.lines?.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'product 湯呑み',
      'shipping 送料',
      'fee 手数料',
    ])
    expect(order?.order?.deliveries?.map(({ cartShipmentNo }) => cartShipmentNo)).toEqual(['70'])
    expect(next?.orderNo).toBe('2002')
  })

  it('must agree about the order and about each delivery', () => {
    const orders = ec4(
      {},
      { ...ec4ShippingRow, 合計: '7000.00', 出荷伝票番号: '400' },
      { 出荷ID: '71', 出荷伝票番号: '401' },
    )
    expect(problemsOf(orders)).toEqual([
      '3 合計 order-rows-differ error 7000.00',
      '3 出荷伝票番号 order-rows-differ error 400',
    ])
    expect(orders[0]?.order).toBeNull()
  })

  it('must stand together', () => {
    const orders = ec4({}, other, ec4ShippingRow)
    expect(problemsOf(orders).filter((problem) => problem.includes('order-rows-differ'))).toEqual([
      '2 注文番号 order-rows-differ error 2001',
      '4 注文番号 order-rows-differ error 2001',
    ])
    expect(orders.map(({ order }) => order?.orderNo)).toEqual([undefined, '2002', undefined])
  })

  it.each([
    ['its own order when it bears the number', '7,2001,x', ['2002', '2003']],
    ['the orders above and below when it does not', 'x', ['2003']],
  ])('that cannot be read keep out %s', (_, broken, left) => {
    const lines = fileOf(ec4Row, [{}, ec4ShippingRow, other, { 注文番号: '2003' }])
      .toString()
      .split('\r\n')
    lines.splice(3, 0, broken)
    const orders = [...openOrderFile(Buffer.from(lines.join('\r\n'))).orders()]
    expect(orders.flatMap(({ order }) => order?.orderNo ?? [])).toEqual(left)
    expect(problemsOf(orders)).toContain(`4  row-width error ${broken}`)
  })

  it.each([
    ['明細区分(ID)', '9', 'not-a-number error 9'],
    ['明細区分(ID)', '', 'required error '],
    ['税率', '200', 'not-a-number error 200'],
    ['価格', '5000.5', 'not-money error 5000.5'],
    ['個数', '二', 'not-a-number error 二'],
    ['発送日', 'x', 'not-a-date error x'],
    ['配送先_住所1', '4111 1111 1111 1111', 'card-number error **** **** **** 1111'],
    ['対応状況(ID)', '2', 'unknown-status error 2'],
  ])('%s = %j is reported once', (column, text, problem) => {
    expect(
      problemsOf(ec4({ [column]: text }, { ...ec4FeeRow, ...(column.startsWith('対応') ? { [column]: text } : {}) })),
    ).toEqual([`2 ${column} ${problem}`])
  })

  it('are all shipped only when the last delivery is', () => {
    const shipped = (first: string, second: string) =>
      ec4({ 発送日: first }, { 出荷ID: '71', 発送日: second }, ec4FeeRow)[0]?.order?.shippedAt
    expect(shipped('2026-11-02 10:00:00', '')).toBeNull()
    expect(shipped('2026-11-02 10:00:00', '2026-11-03 10:00:00')).toBe(Date.UTC(2026, 10, 3, 1))
  })

  it('say the state by name when the number has no column', () => {
    const named: Row = { ...ec4Row, '対応状況(ID)': '', '対応状況(名称)': '返品' }
    expect([...openOrderFile(fileOf(named, [{}])).orders()][0]?.order?.status).toBe('returned')
  })
})
