import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { customersByNo } from '../../../src-main/customers/customer-table.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { ec2Header, ec4Header, memberFile, memberImports, type MemberCells } from './member-files.ts'

let shop: OpenedShop
let desk: ReturnType<typeof memberImports>
beforeAll(async () => {
  shop = await openedShop()
  desk = memberImports(shop)
})
afterAll(() => shop.close())

/** Everything that an import may write. */
async function everything() {
  const read = (sql: string) => shop.db.read<unknown[]>((connection) => connection.raw(sql))
  return {
    customers: await read('SELECT * FROM customers ORDER BY id'),
    moves: await read('SELECT * FROM point_moves ORDER BY id'),
    events: await read('SELECT * FROM events ORDER BY id'),
  }
}

/** Letters that break a CSV, a column or an encoding when they are read wrongly, and ordinary ones. */
const text = fc.string({
  unit: fc.constantFrom(...Array.from('山田花子髙﨑表能ソ",\n\r =+-@<>&\'０1aー〜')),
  maxLength: 6,
})
const memberNo = fc.integer({ min: 1, max: 12 }).map(String)
const row = fc.record({
  no: memberNo,
  points: fc.integer({ min: 0, max: 2_000 }),
  family: text,
  company: text,
  day: fc.integer({ min: 1, max: 28 }),
  hasPoints: fc.boolean(),
})
type Row = typeof row extends fc.Arbitrary<infer T> ? T : never

const file = fc.record({
  rows: fc.uniqueArray(row, { selector: ({ no }) => no, minLength: 1, maxLength: 8 }),
  shape: fc.constantFrom('ec2', 'ec2-php', 'ec4'),
})

function bytesOf({ rows, shape }: { readonly rows: readonly Row[]; readonly shape: string }): Buffer {
  const cells = rows.map(({ no, points, family, company, day, hasPoints }): MemberCells => ({
    ...{ 会員ID: no, 'お名前(姓)': family, 会社名: company },
    ...{ ポイント残高: hasPoints ? String(points) : '', ポイント: hasPoints ? `${points}.00` : '' },
    更新日: `2026-10-${String(day).padStart(2, '0')} 09:30:00`,
  }))
  return memberFile(shape === 'ec4' ? ec4Header : ec2Header, cells, { php: shape === 'ec2-php' })
}

it('whatever files come one after the other: balances are the file’s, ledgers add up, a second time changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (made) => {
      const bytes = bytesOf(made)
      const numbers = made.rows.map(({ no }) => no)
      const before = await shop.db.read((db) => customersByNo(db, numbers))
      const preview = await desk.preview(bytes)
      expect(preview.refused).toBe(0)
      expect(preview.added).toBe(numbers.filter((no) => !before.has(no)).length)
      const counts = await desk.imports.apply(preview.fileId, preview.digest, false, owner)
      expect(counts).toEqual({
        ...{ added: preview.added, changed: preview.changed, same: preview.same },
        ...{ refused: 0, balances: preview.balances },
      })
      const after = await shop.db.read((db) => customersByNo(db, numbers))
      for (const { no, points, hasPoints } of made.rows)
        expect(after.get(no)?.points).toBe(hasPoints ? points : (before.get(no)?.points ?? null))
      const sums = await shop.db.read<{ points: number | null; moved: number }[]>((connection) =>
        connection.raw(`SELECT points, (SELECT total(change) FROM point_moves WHERE customer_id = c.id) AS moved
          FROM customers AS c WHERE points IS NOT NULL`),
      )
      for (const { points, moved } of sums) expect(moved).toBe(points)

      const state = await everything()
      const again = await desk.preview(bytes)
      expect(again).toMatchObject({ added: 0, changed: 0, same: made.rows.length, balances: 0 })
      await desk.imports.apply(again.fileId, again.digest, false, owner)
      expect(await everything()).toEqual(state)
    }),
    { numRuns: 40 },
  )
}, 120_000)

it('a file with one bad row anywhere writes nothing unless that was agreed to, and then all others', async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.nat(7), fc.constantFrom('x', '1e3', '９', '12.5', '-1'), async (made, at, wrong) => {
      const rows = made.rows.map((one) => ({ ...one, no: `z${one.no}` }))
      const bad = rows[at % rows.length]
      const cells = rows.map((one): MemberCells => {
        const points = one === bad ? wrong : String(one.points)
        return { 会員ID: one.no, 'お名前(姓)': one.family, ポイント残高: points, 更新日: '2026-10-01' }
      })
      const bytes = memberFile(ec2Header, cells)
      const state = await everything()
      const preview = await desk.preview(bytes)
      expect(await everything()).toEqual(state)
      await expect(desk.imports.apply(preview.fileId, preview.digest, false, owner)).rejects.toMatchObject({
        failure: { code: 'import.problems-not-accepted' },
      })
      expect(await everything()).toEqual(state)
      const counts = await desk.imports.apply(preview.fileId, preview.digest, true, owner)
      expect(counts.added + counts.changed + counts.same).toBe(rows.length - 1)
      expect(counts.refused).toBe(1)
      const after = await shop.db.read((db) =>
        customersByNo(
          db,
          rows.map(({ no }) => no),
        ),
      )
      for (const one of rows) if (one !== bad) expect(after.get(one.no)?.points).toBe(one.points)
    }),
    { numRuns: 25 },
  )
}, 120_000)
