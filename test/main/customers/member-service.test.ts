import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemberService, type MemberService } from '../../../src-main/customers/member-service.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'
import { ec2Header, member, memberFile, memberImports } from './member-files.ts'

let shop: OpenedShop
let members: MemberService
beforeEach(async () => {
  shop = await openedShop()
  members = createMemberService(shop)
  await memberImports(shop).taken(
    memberFile(ec2Header, [
      member('9', '30', {
        'お名前(姓)': '髙橋',
        'お名前(フリガナ・姓)': 'タカハシ',
        TEL1: '03',
        TEL2: '1234',
        TEL3: '5678',
      }),
      member('10', '', { 'お名前(姓)': '佐藤', 'E-MAIL': 'sato@example.jp' }),
      member('A-1', '500', { 'お名前(姓)': '鈴木', 'お名前(名)': '' }),
    ]),
  )
})
afterEach(() => shop.close())

const page = (over: Partial<Parameters<MemberService['page']>[0]> = {}) =>
  members.page({ text: '', kind: 'all', sort: 'no', page: 0, ...over })
const numbers = async (over: Parameters<typeof page>[0]) => (await page(over)).rows.map(({ customerNo }) => customerNo)

describe('the list of members', () => {
  it('is sorted by number, balance or last move, and narrowed down by what is known', async () => {
    expect(await numbers({})).toEqual(['A-1', '9', '10'])
    expect(await numbers({ sort: 'points' })).toEqual(['A-1', '9', '10'])
    expect(await numbers({ kind: 'unknown' })).toEqual(['10'])
    expect(await numbers({ kind: 'known' })).toEqual(['A-1', '9'])
    const [first] = (await page({ kind: 'known', sort: 'points' })).rows
    shop.clock.set(shop.clock.now() + 60_000)
    const [, second] = (await page({ kind: 'known', sort: 'points' })).rows
    await members.correct({ id: second?.id ?? 0, seen: 30, to: 31, note: '棚卸し' }, owner)
    expect(await numbers({ sort: 'moved' })).toEqual(['9', 'A-1', '10'])
    expect(first).toMatchObject({ name: '鈴木', points: 500, movedAt: Date.UTC(2026, 10, 23, 1) })
  })

  it.each([
    ['高橋 花子', ['9']],
    ['たかはし', ['9']],
    ['0312345678', ['9']],
    ['03-1234', ['9']],
    ['SATO@example', ['10']],
    ['a-1', ['A-1']],
    ['9', ['9']],
    ['%', []],
    ['花子', ['9', '10']],
    ['花子 髙', ['9']],
    ['いない', []],
  ])('finds 「%s」', async (text, found) => {
    expect(await numbers({ text })).toEqual(found)
    expect((await page({ text })).count).toBe(found.length)
  })

  it('goes on behind the first page', async () => {
    expect(await page({ page: 1 })).toEqual({ rows: [], count: 3 })
  })
})

describe('a correction', () => {
  const open = async () => (await page({ text: '髙橋' })).rows[0]!

  it('has its line with the reason, and its entry in the history', async () => {
    const { id } = await open()
    expect(await members.correct({ id, seen: 30, to: 80, note: 'お詫び <b>50</b>' }, owner)).toMatchObject({
      points: 80,
    })
    const { lines, total } = await members.ledger(id, { offset: 0, limit: 10 })
    expect(total).toBe(2)
    expect(lines[0]).toMatchObject({
      change: 50,
      after: 80,
      reason: 'corrected',
      note: 'お詫び <b>50</b>',
      operatorName: '店主',
    })
    const [event] = await shop.db.read<{ changes: string; details: string }[]>((db) =>
      db.raw(`SELECT changes, details FROM events WHERE kind = 'points.corrected'`),
    )
    expect(JSON.parse(event?.changes ?? '')).toEqual([{ field: 'ポイント残高', from: '30', to: '80' }])
    expect(JSON.parse(event?.details ?? '')).toEqual({ customerNo: '9', reason: 'お詫び <b>50</b>' })
    expect(await members.correct({ id, seen: 80, to: null, note: '不明に戻す' }, owner)).toMatchObject({ points: null })
  })

  it('is refused over a balance that moved meanwhile, with a card number, and for nobody', async () => {
    const { id } = await open()
    await members.correct({ id, seen: 30, to: 80, note: '訂正' }, owner)
    await expect(members.correct({ id, seen: 30, to: 10, note: '訂正' }, owner)).rejects.toMatchObject({
      failure: { code: 'points.changed-meanwhile', params: { name: '髙橋 花子' } },
    })
    await expect(members.correct({ id, seen: 80, to: 1, note: '4111111111111111' }, owner)).rejects.toMatchObject({
      failure: { code: 'order.card-number-in-text' },
    })
    await expect(members.correct({ id: 999, seen: 0, to: 1, note: '訂正' }, owner)).rejects.toMatchObject({
      failure: { code: 'customer.not-found' },
    })
    expect((await open()).points).toBe(80)
  })

  it('to what it is already writes nothing', async () => {
    const { id } = await open()
    await members.correct({ id, seen: 30, to: 30, note: '確認' }, owner)
    expect((await members.ledger(id, { offset: 0, limit: 10 })).total).toBe(1)
  })
})
