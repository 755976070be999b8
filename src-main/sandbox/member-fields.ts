import type { FieldCheck } from './field-check.ts'
import { longer, longerBytes, noDigits, unlike } from './field-check.ts'
import { MOST_CARDS } from './member.ts'

/** Checks of the member and card endpoints (gmo-protocol.md §3.10). */
export const memberId: FieldCheck = {
  name: 'MemberID',
  missing: 'E01220001',
  wrong: [
    [longer(60), 'E01220005'],
    [unlike(/^[A-Za-z0-9@_.-]+$/), 'E01220008'],
  ],
}

export const memberName: FieldCheck = { name: 'MemberName', wrong: [[longerBytes(255), 'E01430012']] }

export const seqMode: FieldCheck = { name: 'SeqMode', wrong: [[unlike(/^[01]$/), 'E01470008']] }

export const cardSeq: FieldCheck = {
  name: 'CardSeq',
  wrong: [
    [noDigits, 'E01230006'],
    [(value) => /^\d+$/.test(value) && Number(value) >= MOST_CARDS, 'E01230009'],
  ],
}

export const neededCardSeq: FieldCheck = { ...cardSeq, missing: 'E01230001' }

export const holderName: FieldCheck = {
  name: 'HolderName',
  wrong: [
    [unlike(/^[ -~]+$/), 'E01480008'],
    [longer(50), 'E01480011'],
  ],
}
