import { z } from 'zod'
import type { Instant } from './business-day.ts'
import { MAX_NOTE, MOST_KEPT } from './ledger.ts'
import { oneLine, rawText } from './typed-text.ts'

/** One line of 会員ポイント. */
export interface MemberRow {
  readonly id: number
  /** 会員ID. */
  readonly customerNo: string
  readonly name: string
  readonly kana: string
  /** Null: not known. */
  readonly points: number | null
  /** When the balance moved last; null while it never did. */
  readonly movedAt: Instant | null
}

export const memberSorts = ['no', 'points', 'moved'] as const
export type MemberSort = (typeof memberSorts)[number]
export const memberKinds = ['all', 'known', 'unknown'] as const
/** Every member, those with a balance, or those of whom none is known. */
export type MemberKind = (typeof memberKinds)[number]

export const MEMBERS_A_PAGE = 50

export const memberPageSchema = z.strictObject({
  /** 会員ID, name, reading, TEL or mail address, spelled either way; empty: everyone. */
  text: rawText(200),
  kind: z.enum(memberKinds),
  sort: z.enum(memberSorts),
  page: z.int().min(0).max(1_000_000),
})
export type MemberPageRequest = z.infer<typeof memberPageSchema>

export interface MemberPage {
  readonly rows: readonly MemberRow[]
  /** Members that fit, on all pages. */
  readonly count: number
}

/** A balance put right by hand. Refused with `points.changed-meanwhile` when it is no longer `seen`. */
export const pointCorrectionSchema = z.strictObject({
  id: z.int().positive(),
  seen: z.int().nullable(),
  to: z.int().min(0).max(MOST_KEPT).nullable(),
  note: oneLine(MAX_NOTE).min(1),
})
export type PointCorrection = z.infer<typeof pointCorrectionSchema>
