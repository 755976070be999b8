import { containsCardNumber } from '../../src-shared/card-number.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { LedgerPage, LedgerRange } from '../../src-shared/ledger.ts'
import type { MemberPage, MemberPageRequest, MemberRow, PointCorrection } from '../../src-shared/member.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { fold, foldMail, foldTel } from '../../src-shared/search-text.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Clock } from '../ports.ts'
import { countMembers, memberById, membersPage, memberTexts, type MemberTexts } from './member-table.ts'
import { pointLedger, setPoints } from './points.ts'

/** 会員ポイント: members with their balances. */
export interface MemberService {
  page(request: MemberPageRequest): Promise<MemberPage>
  /** Refusal `customer.not-found`. */
  open(id: number): Promise<MemberRow>
  /** What moved a member's balance, newest first. */
  ledger(id: number, range: LedgerRange): Promise<LedgerPage>
  /**
   * Puts a balance right, with its line in the ledger and an entry in the history. Refusals: `points.changed-meanwhile`,
   * `customer.not-found`, `order.card-number-in-text`.
   */
  correct(input: PointCorrection, operator: Operator): Promise<MemberRow>
}

export interface MemberParts {
  readonly db: Database
  readonly audit: Audit
  readonly clock: Clock
}

/** The members in the data file. */
export function createMemberService({ db, audit, clock }: MemberParts): MemberService {
  return {
    page: ({ text, kind, sort, page }) =>
      db.read(async (connection) => {
        const ids = text.trim() === '' ? null : fitting(await memberTexts(connection), text)
        const rows = await membersPage(connection, { ids, kind, sort, page })
        return { rows, count: await countMembers(connection, ids, kind) }
      }),

    async open(id) {
      const member = await db.read((connection) => memberById(connection, id))
      if (member === null) throw new Refusal('customer.not-found', { id })
      return member
    },

    ledger: (id, range) => db.read((connection) => pointLedger(connection, id, range)),

    async correct({ id, seen, to, note }, operator) {
      if (containsCardNumber(note)) throw new Refusal('order.card-number-in-text')
      return db.write(async (trx) => {
        const at = clock.now()
        await setPoints(
          trx,
          { customerId: id, to, seen },
          { at, reason: 'corrected', operatorName: operator.name, note },
        )
        const member = await memberById(trx, id)
        if (member === null) throw new Refusal('customer.not-found', { id })
        if (to === seen) return member
        await audit.append(trx, {
          ...{ at, kind: 'points.corrected', operator },
          changes: [{ field: 'ポイント残高', from: pointText(seen), to: pointText(to) }],
          details: { customerNo: member.customerNo, reason: note },
        })
        return member
      })
    },
  }
}

const pointText = (points: number | null) => (points === null ? '不明' : String(points))

/** Members who fit every word of `text`: by name, reading, TEL, mail address, or the beginning of their 会員ID. */
function fitting(members: readonly MemberTexts[], text: string): readonly number[] {
  const words = text
    .trim()
    .split(/\s+/u)
    .map((word) => ({ name: fold(word), tel: foldTel(word), mail: foldMail(word) }))
  return members
    .filter((member) => {
      const name = fold(member.name)
      const kana = fold(member.kana)
      const [tel, mail, no] = [foldTel(member.tel), foldMail(member.email), fold(member.customerNo)]
      return words.every(
        (word) =>
          (word.name !== '' && (name.includes(word.name) || kana.includes(word.name) || no.startsWith(word.name))) ||
          (/\d/.test(word.tel) && tel.includes(word.tel)) ||
          (word.mail !== '' && mail.includes(word.mail)),
      )
    })
    .map(({ id }) => id)
}
