import type { Knex } from 'knex'
import { MEMBERS_A_PAGE, type MemberKind, type MemberRow, type MemberSort } from '../../src-shared/member.ts'

/** What members are searched by. */
export interface MemberTexts {
  readonly id: number
  readonly customerNo: string
  readonly name: string
  readonly kana: string
  readonly tel: string
  readonly email: string
}

/** Texts of every member: a shop has some ten thousand of them at most. */
export async function memberTexts(db: Knex): Promise<readonly MemberTexts[]> {
  return db.raw<MemberTexts[]>(
    `SELECT id, customer_no AS customerNo, family_name || given_name AS name, family_kana || given_kana AS kana, tel, email
     FROM customers`,
  )
}

const movedAt = '(SELECT at FROM point_moves WHERE customer_id = c.id ORDER BY id DESC LIMIT 1)'
const byNumber = 'CAST(c.customer_no AS INTEGER), c.customer_no'
const orders: Readonly<Record<MemberSort, string>> = {
  no: byNumber,
  points: `c.points IS NULL, c.points DESC, ${byNumber}`,
  moved: `${movedAt} DESC NULLS LAST, ${byNumber}`,
}
const kinds: Readonly<Record<MemberKind, string>> = {
  all: 'true',
  known: 'c.points IS NOT NULL',
  unknown: 'c.points IS NULL',
}

/** Which members, in which order. */
export interface MemberChoice {
  /** Only these; null: whoever fits the kind. */
  readonly ids: readonly number[] | null
  readonly kind: MemberKind
  readonly sort: MemberSort
  readonly page: number
}

/** One page of members. */
export async function membersPage(db: Knex, { ids, kind, sort, page }: MemberChoice): Promise<readonly MemberRow[]> {
  const { where, values } = condition(ids, kind)
  return db.raw<MemberRow[]>(
    `SELECT c.id, c.customer_no AS customerNo, trim(c.family_name || ' ' || c.given_name) AS name,
       trim(c.family_kana || ' ' || c.given_kana) AS kana, c.points, ${movedAt} AS movedAt
     FROM customers AS c WHERE ${where} ORDER BY ${orders[sort]} LIMIT ? OFFSET ?`,
    [...values, MEMBERS_A_PAGE, page * MEMBERS_A_PAGE],
  )
}

/** How many members fit. */
export async function countMembers(db: Knex, ids: readonly number[] | null, kind: MemberKind): Promise<number> {
  const { where, values } = condition(ids, kind)
  const rows = await db.raw<{ n: number }[]>(`SELECT count(*) AS n FROM customers AS c WHERE ${where}`, [...values])
  return rows[0]?.n ?? 0
}

/** One member; null when there is none. */
export async function memberById(db: Knex, id: number): Promise<MemberRow | null> {
  const [row] = await membersPage(db, { ids: [id], kind: 'all', sort: 'no', page: 0 })
  return row ?? null
}

function condition(ids: readonly number[] | null, kind: MemberKind) {
  if (ids === null) return { where: kinds[kind], values: [] }
  return { where: `c.id IN (SELECT value FROM json_each(?)) AND ${kinds[kind]}`, values: [JSON.stringify(ids)] }
}
