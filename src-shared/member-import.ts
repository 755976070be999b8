import type { Instant } from './business-day.ts'
import type { ImportProblem, TextEncoding } from './order-import.ts'

/** Member files the desk reads. */
export type MemberLayoutId = 'ec2-customer' | 'ec4-customer'

/** What is wrong with a row; `error` keeps the member out. */
export interface MemberProblem extends Omit<ImportProblem, 'orderNo'> {
  /** 会員ID; null where it cannot be read. */
  readonly customerNo: string | null
}

/** A balance that the file would change. */
export interface BalanceChange {
  readonly customerNo: string
  readonly name: string
  /** At the desk; null: not known. */
  readonly from: number | null
  readonly to: number
  /** When the desk's balance moved last; null while it never did. */
  readonly movedAt: Instant | null
}

/** How many members have which fate. */
export interface MemberCounts {
  readonly added: number
  /** Known members of whom the balance or something else changes. */
  readonly changed: number
  readonly same: number
  /** Kept out by an error. */
  readonly refused: number
  /** Balances that change, those of new members among them. */
  readonly balances: number
}

/** What taking a member file over would do; nothing has been written yet. */
export interface MemberImportPreview extends MemberCounts {
  readonly layout: MemberLayoutId
  readonly encoding: TextEncoding
  readonly records: number
  readonly missingColumns: readonly string[]
  readonly ignoredColumns: readonly string[]
  /** At most 500; `problemCount` is exact. */
  readonly problems: readonly MemberProblem[]
  readonly problemCount: number
  /** At most 500 of `balances`, in the order of the file. */
  readonly changes: readonly BalanceChange[]
  /** The first members, so that the operator sees at once whether the letters came out right. */
  readonly sample: readonly {
    readonly customerNo: string
    readonly name: string
    readonly points: number | null
    readonly fate: 'added' | 'changed' | 'same'
  }[]
  /** Of the file and of the members it would touch. */
  readonly digest: string
}
