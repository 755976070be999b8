import type { FieldCheck } from './field-check.ts'
import { longer, longerBytes, noDigits, outside, unlike } from './field-check.ts'
import { jobCds } from './trade.ts'

/** Largest Amount, and largest sum of Amount and Tax, of a card trade. */
export const MOST_CARD_YEN = 9_999_999

// The checks of the card endpoints (gmo-protocol.md §1.1, §3.1–3.5), in the order of the numbers in their ErrInfo.

export const orderId: FieldCheck = {
  name: 'OrderID',
  missing: 'E01040001',
  wrong: [
    [longer(27), 'E01040003'],
    [unlike(/^[A-Za-z0-9-]+$/), 'E01040013'],
  ],
}

export const jobCd: FieldCheck = {
  name: 'JobCd',
  missing: 'E01050001',
  wrong: [[(value) => !jobCds.some((known) => known === value), 'E01050002']],
}

const amountFaults: FieldCheck['wrong'] = [
  [longer(7), 'E01060005'],
  [noDigits, 'E01060006'],
  [(value) => value.length <= 7 && outside(1, MOST_CARD_YEN)(value), 'E01060011'],
]
export const amount: FieldCheck = { name: 'Amount', missing: 'E01060001', wrong: amountFaults }

export const tax: FieldCheck = {
  name: 'Tax',
  wrong: [
    [longer(7), 'E01070005'],
    [noDigits, 'E01070006'],
  ],
}

export const itemCode: FieldCheck = { name: 'ItemCode', wrong: [[longer(7), 'E01590005']] }

/** Whether 3-D Secure may be asked for is the contract's business. */
export const tdFlag: FieldCheck = { name: 'TdFlag', wrong: [[unlike(/^[012]$/), 'E01080007']] }

export const accessId: FieldCheck = {
  name: 'AccessID',
  missing: 'E01090001',
  wrong: [[unlike(/^[A-Za-z0-9]{32}$/), 'E01090008']],
}

export const accessPass: FieldCheck = {
  name: 'AccessPass',
  missing: 'E01100001',
  wrong: [[unlike(/^[A-Za-z0-9]{32}$/), 'E01100008']],
}

export const cardNo: FieldCheck = {
  name: 'CardNo',
  missing: 'E01170001',
  wrong: [
    [(value) => value.length < 10 || value.length > 16, 'E01170011'],
    [noDigits, 'E01170006'],
  ],
}

export const expire: FieldCheck = {
  name: 'Expire',
  missing: 'E01180001',
  wrong: [
    [(value) => value.length !== 4, 'E01180003'],
    [noDigits, 'E01180006'],
    [(value) => /^\d{4}$/.test(value) && !/^\d\d(?:0[1-9]|1[0-2])$/.test(value), 'E01180008'],
  ],
}

export const method: FieldCheck = {
  name: 'Method',
  missing: 'E01260001',
  wrong: [[unlike(/^[1-5]$/), 'E01260002']],
}

export const payTimes: FieldCheck = {
  name: 'PayTimes',
  missing: 'E01270001',
  wrong: [
    [longer(2), 'E01270005'],
    [noDigits, 'E01270006'],
  ],
}

export const execExtras: readonly FieldCheck[] = [
  { name: 'ClientField1', wrong: [[longerBytes(100), 'E01320012']] },
  { name: 'ClientField2', wrong: [[longerBytes(100), 'E01330012']] },
  { name: 'ClientField3', wrong: [[longerBytes(100), 'E01340012']] },
  { name: 'ClientFieldFlag', wrong: [[unlike(/^[01]$/), 'E01400007']] },
  { name: 'SecurityCode', wrong: [[unlike(/^[0-9]{3,4}$/), 'E01460008']] },
]
