import { MAX_NOTE, MOST_KEPT } from '../src-shared/ledger.ts'
import type { MemberRow, PointCorrection } from '../src-shared/member.ts'
import { formatNumber } from '../src-shared/yen.ts'
import { readNumber, type Problems } from './money-draft.ts'

/** A correction of `member`'s balance, or null with what has to be put right by field. An empty balance is not known. */
export function readCorrection(
  member: MemberRow,
  points: string,
  note: string,
): { readonly correction: PointCorrection | null; readonly problems: Readonly<Problems> } {
  const problems: Problems = {}
  const to = points.trim() === '' ? null : readNumber(points)
  if (to === undefined || (to !== null && (to < 0 || to > MOST_KEPT)))
    problems['points'] = `0～${formatNumber(MOST_KEPT)}の数字で入力してください。分からないときは空欄にします。`
  else if (to === member.points) problems['points'] = '残高が変わっていません。'
  if (note.trim() === '') problems['note'] = '訂正の理由を入力してください。'
  else if (note.trim().length > MAX_NOTE) problems['note'] = `理由は${MAX_NOTE}字以下で入力してください。`
  const isRight = Object.keys(problems).length === 0
  return {
    correction: isRight ? { id: member.id, seen: member.points, to: to ?? null, note: note.trim() } : null,
    problems,
  }
}
