import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { memberLayouts } from '../../../src-main/csv/layouts.ts'
import { customersByNo } from '../../../src-main/customers/customer-table.ts'
import { createMemberService } from '../../../src-main/customers/member-service.ts'
import { setPoints } from '../../../src-main/customers/points.ts'
import { madeOrder } from '../orders/made-orders.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { ec2Header, ec4Header, member, memberFile, memberFixture, memberImports } from './member-files.ts'

let shop: OpenedShop
let desk: ReturnType<typeof memberImports>
beforeEach(async () => {
  shop = await openedShop()
  desk = memberImports(shop)
})
afterEach(() => shop.close())

const stored = async (customerNo: string) =>
  (await shop.db.read((db) => customersByNo(db, [customerNo]))).get(customerNo)
const pointsOf = async (...numbers: string[]) => {
  const found = await shop.db.read((db) => customersByNo(db, numbers))
  return numbers.map((no) => found.get(no)?.points)
}
const rowCount = async (table: string) =>
  (await shop.db.read<{ n: number }[]>((db) => db.raw(`SELECT count(*) AS n FROM ${table}`)))[0]?.n
const ec2 = (...rows: readonly ReturnType<typeof member>[]) => memberFile(ec2Header, rows)

describe('the reference files', () => {
  it.each(['ec2_customer.cp932.csv', 'ec2_customer.utf8bom.csv', 'ec4_customer.cp932.csv', 'ec4_customer.utf8bom.csv'])(
    '%s: twenty members with their balances, without a problem',
    async (name) => {
      const preview = await desk.preview(memberFixture(name))
      expect(preview).toMatchObject({
        records: 20,
        added: 20,
        changed: 0,
        same: 0,
        refused: 0,
        balances: 20,
        problems: [],
      })
      expect(preview.missingColumns).toEqual([])
      expect(await rowCount('customers')).toBe(0)
      expect(await desk.imports.apply(preview.fileId, preview.digest, false, owner)).toMatchObject({ added: 20 })
      expect(desk.backups).toEqual(['import'])
      expect(await stored('103')).toMatchObject({
        ...{ points: 39, customerNo: '103', seenAt: Date.UTC(2013, 5, 7, 19, 12) },
        orderer: {
          ...{ familyName: '佐々木', givenName: 'ゆう子', familyKana: 'ササキ', postalCode: '160-0023' },
          ...{ prefecture: '東京都', email: 'user03@example.jp', sex: 'female', bornOn: '1963-04-13', job: 4 },
        },
      })
      expect((await stored('100'))?.orderer.familyName).toBe('髙﨑')
      expect((await stored('119'))?.orderer.address2).toBe('"海"マンション 3F')
      expect((await stored('107'))?.orderer.familyName).toBe('德永')
    },
  )

  it('in any of their forms change nothing after the first, nor twice', async () => {
    await desk.taken(memberFixture('ec2_customer.utf8bom.csv'))
    const moves = await rowCount('point_moves')
    const again = await desk.preview(memberFixture('ec2_customer.utf8bom.csv'))
    expect(again).toMatchObject({ added: 0, changed: 0, same: 20, balances: 0, changes: [] })
    await desk.imports.apply(again.fileId, again.digest, false, owner)
    expect(await rowCount('point_moves')).toBe(moves)
    expect(await rowCount(`events WHERE kind = 'members.imported'`)).toBe(1)
    // EC-CUBE 4 writes a telephone number without hyphens and has no FAX column: what is not told stays.
    await desk.taken(memberFixture('ec4_customer.utf8bom.csv'))
    expect((await stored('100'))?.orderer).toMatchObject({ fax: '03-0012-0034', tel: '0985230300' })
    expect(await rowCount('point_moves')).toBe(moves)
  })

  it('of orders are not taken for members', async () => {
    for (const name of ['ec2_order.cp932.csv', 'ec4_order.utf8bom.csv'])
      await expect(desk.preview(memberFixture(name))).rejects.toMatchObject({
        failure: { code: 'import.unknown-layout', params: { of: 'member' } },
      })
  })
})

describe('balances', () => {
  it('that differ are shown from desk to file, and moved with a line that says where from', async () => {
    await desk.taken(ec2(member('1', '100'), member('2', '50')))
    const at = shop.clock.now()
    const preview = await desk.preview(ec2(member('1', '80'), member('2', '50'), member('3', '0')))
    expect(preview).toMatchObject({ added: 1, changed: 1, same: 1, balances: 2 })
    expect(preview.changes).toEqual([
      { customerNo: '1', name: '山田 花子', from: 100, to: 80, movedAt: at },
      { customerNo: '3', name: '山田 花子', from: null, to: 0, movedAt: null },
    ])
    await desk.imports.apply(preview.fileId, preview.digest, false, owner)
    expect(await pointsOf('1', '2', '3')).toEqual([80, 50, 0])
    const { lines } = await createMemberService(shop).ledger((await stored('1'))?.id ?? 0, { offset: 0, limit: 9 })
    expect(lines.map(({ change, after, reason, operatorName }) => [change, after, reason, operatorName])).toEqual([
      [-20, 80, 'imported', '店主'],
      [100, 100, 'imported', '店主'],
    ])
  })

  it('that a file does not tell stay as they are', async () => {
    await desk.taken(ec2(member('1', '100')))
    const without = ec2Header.split(',').filter((column) => column !== 'ポイント残高')
    const preview = await desk.preview(memberFile(ec2Header, [member('1', ''), member('2', '')], { columns: without }))
    expect(preview.missingColumns).toEqual(['ポイント残高'])
    await desk.imports.apply(preview.fileId, preview.digest, false, owner)
    await desk.taken(ec2(member('1', '')))
    expect(await pointsOf('1', '2')).toEqual([100, null])
  })
})

describe('name and address', () => {
  const order = (orderNo: string, orderedAt: number, familyName: string) => {
    const made = madeOrder({ orderNo, customerNo: '7', orderedAt, updatedAt: orderedAt })
    return { ...made, orderer: { ...made.orderer, familyName } }
  }
  const at = (day: number) => Date.UTC(2026, 10, day, 1)

  it('are those of whoever is newer, an order or the file by its 更新日', async () => {
    await shop.orders.upsert([order('1', at(10), '十日')], owner)
    await desk.taken(ec2(member('7', '10', { 'お名前(姓)': '五日', 更新日: '2026/11/05 10:00' })))
    expect(await stored('7')).toMatchObject({ points: 10, orderer: { familyName: '十日' } })
    await desk.taken(ec2(member('7', '10', { 'お名前(姓)': '十五日', 更新日: '2026-11-15 10:00:00' })))
    expect((await stored('7'))?.orderer.familyName).toBe('十五日')
    await shop.orders.upsert([order('2', at(12), '十二日')], owner)
    expect((await stored('7'))?.orderer.familyName).toBe('十五日')
    await shop.orders.upsert([order('3', at(20), '二十日')], owner)
    expect((await stored('7'))?.orderer.familyName).toBe('二十日')
  })

  it('of a file without a day are taken only of members who are new, and any order is newer', async () => {
    const columns = ['会員ID', 'お名前(姓)', 'ポイント残高', 'E-MAIL']
    await shop.orders.upsert([order('1', at(10), '十日')], owner)
    const file = memberFile(ec2Header, [member('7', '3'), member('8', '4')], { columns })
    await desk.taken(file)
    expect(await stored('7')).toMatchObject({ points: 3, orderer: { familyName: '十日' } })
    expect(await stored('8')).toMatchObject({ points: 4, seenAt: 0, orderer: { familyName: '山田', givenName: '' } })
  })
})

it.each(
  memberLayouts().flatMap(({ id, columns }) =>
    columns.filter(({ kind }) => kind === 'free').map(({ headers }) => [id, headers[0] ?? ''] as const),
  ),
)('%s: a card number in %s keeps the member out and is shown masked', async (id, column) => {
  const header = id === 'ec2-customer' ? ec2Header : ec4Header
  const preview = await desk.preview(memberFile(header, [member('6', '5', { [column]: '4111-1111-1111-1111' })]))
  expect(preview).toMatchObject({ layout: id, added: 0, refused: 1, problemCount: 1 })
  expect(preview.problems).toEqual([
    { row: 2, column, customerNo: '6', code: 'card-number', severity: 'error', found: '****-****-****-1111' },
  ])
})

describe('rows with problems', () => {
  const bad = () =>
    ec2(
      member('1', '10'),
      member('2', '十'),
      member('', '5'),
      member('4', '5', { 更新日: '昨日' }),
      member('5', '5'),
      member('5', '6'),
      member('6', '5', { 住所1: 'カード 4111-1111-1111-1111' }),
      member('7', '5', { 性別: '不明', 職業: '忍者' }),
      member('8', '1.5'),
      member('9', '99999999999'),
      member('11', '-5'),
    )

  it('are named by line and kept out, and nothing at all is written unless that was agreed to', async () => {
    const preview = await desk.preview(bad())
    expect(
      preview.problems.map(({ row, column, customerNo, code, severity }) => [row, column, customerNo, code, severity]),
    ).toEqual([
      [3, 'ポイント残高', '2', 'not-a-number', 'error'],
      [4, '会員ID', null, 'required', 'error'],
      [5, '更新日', '4', 'not-a-date', 'error'],
      [6, '会員ID', '5', 'duplicate-member', 'error'],
      [7, '会員ID', '5', 'duplicate-member', 'error'],
      [8, '住所1', '6', 'card-number', 'error'],
      [9, '性別', '7', 'unknown-sex', 'warning'],
      [9, '職業', '7', 'unknown-job', 'warning'],
      [10, 'ポイント残高', '8', 'not-a-number', 'error'],
      [11, 'ポイント残高', '9', 'not-a-number', 'error'],
      [12, 'ポイント残高', '11', 'negative-points', 'error'],
    ])
    expect(preview).toMatchObject({ added: 2, refused: 9, problemCount: 11 })
    expect(JSON.stringify(preview)).not.toContain('4111-1111')
    await expect(desk.imports.apply(preview.fileId, preview.digest, false, owner)).rejects.toMatchObject({
      failure: { code: 'import.problems-not-accepted', params: { of: 'member' } },
    })
    expect(await rowCount('customers')).toBe(0)
    expect(desk.backups).toEqual([])
    await desk.imports.apply(preview.fileId, preview.digest, true, owner)
    expect(await pointsOf('1', '2', '5', '7')).toEqual([10, undefined, undefined, 5])
  })

  it('of another width are named, and the rows around them come in', async () => {
    const lines = ec2(member('1', '10'), member('2', '20')).toString('utf8').split('\n')
    const file = Buffer.from([lines[0], lines[1], '3,短い行', lines[2], ''].join('\n'))
    const preview = await desk.preview(file)
    expect(preview.problems).toMatchObject([{ row: 3, code: 'row-width', customerNo: null }])
    expect(preview).toMatchObject({ added: 2, refused: 1 })
  })

  it.each([
    ['nothing at all', Buffer.from(''), 'import.empty'],
    ['a header alone', Buffer.from(`${ec4Header}\n`), 'import.empty'],
    ['another file', Buffer.from('品番,在庫\nA,1\n'), 'import.unknown-layout'],
    ['no 会員ID', Buffer.from('お名前(姓),ポイント残高\n山田,1\n'), 'import.missing-columns'],
  ])('%s is refused', async (_what, bytes, code) => {
    await expect(desk.preview(bytes)).rejects.toMatchObject({ failure: { code } })
  })
})

describe('between looking and taking', () => {
  it('a balance that moved, an order that came in, or another file stops it, with nothing written', async () => {
    await desk.taken(ec2(member('1', '100'), member('2', '200')))
    const preview = await desk.preview(ec2(member('1', '80'), member('2', '90'), member('3', '10')))
    const id = (await stored('2'))?.id ?? 0
    await shop.db.write((trx) =>
      setPoints(trx, { customerId: id, to: 150 }, { at: shop.clock.now(), reason: 'corrected', operatorName: '店主' }),
    )
    await expect(desk.imports.apply(preview.fileId, preview.digest, false, owner)).rejects.toMatchObject({
      failure: { code: 'import.changed-since-preview', params: { of: 'member' } },
    })
    expect(await pointsOf('1', '2', '3')).toEqual([100, 150, undefined])
    const again = await desk.imports.preview(preview.fileId)
    expect(again.changes.map(({ from, to }) => [from, to])).toEqual([
      [100, 80],
      [150, 90],
      [null, 10],
    ])
    await desk.imports.apply(preview.fileId, again.digest, false, owner)
    expect(await pointsOf('1', '2', '3')).toEqual([80, 90, 10])
    await expect(desk.imports.apply(preview.fileId, again.digest, false, owner)).rejects.toMatchObject({
      failure: { code: 'file.not-found' },
    })
  })
})

it('texts that look like markup or a formula are texts', async () => {
  const hostile = {
    'お名前(姓)': '<img src=x onerror=alert(1)>',
    'お名前(名)': '=SUM(1,2)',
    会社名: `"); DROP TABLE customers`,
  }
  await desk.taken(ec2(member('1', '10', hostile)))
  expect((await stored('1'))?.orderer).toMatchObject({ familyName: hostile['お名前(姓)'], givenName: '=SUM(1,2)' })
  const { rows } = await createMemberService(shop).page({ text: '<img', kind: 'all', sort: 'no', page: 0 })
  expect(rows.map(({ name }) => name)).toEqual(['<img src=x onerror=alert(1)> =SUM(1,2)'])
})
