import type { FieldCheck } from './field-check.ts'
import { longer, longerBytes, noDigits, outside, unlike } from './field-check.ts'
import { isStore, longestTermDays } from './slip-numbers.ts'

/** Checks of the convenience-store and Pay-easy endpoints (gmo-protocol.md §3.7, §3.8). */
export const slipOrderId: FieldCheck = {
  name: 'OrderID',
  missing: 'M01004001',
  wrong: [
    [longer(27), 'M01004012'],
    [unlike(/^[A-Za-z0-9-]+$/), 'M01004013'],
  ],
}

/** Most a till takes for one slip. */
const MOST_STORE_YEN = 299_999
const MOST_BANK_YEN = 999_999

/** Amount and Tax of EntryTranCvs, or of EntryTranPayEasy: six digits each. */
export function slipAmount(kind: 'convenience' | 'payEasy'): FieldCheck[] {
  const most = kind === 'convenience' ? MOST_STORE_YEN : MOST_BANK_YEN
  return [
    {
      name: 'Amount',
      missing: 'M01005001',
      wrong: [
        [longer(6), 'M01005005'],
        [noDigits, 'M01005006'],
        [(value) => value.length <= 6 && outside(1, most)(value), 'M01005011'],
      ],
    },
    {
      name: 'Tax',
      wrong: [
        [longer(6), 'M01006005'],
        [noDigits, 'M01006006'],
      ],
    },
  ]
}

export const slipAccess: readonly FieldCheck[] = [
  { name: 'AccessID', missing: 'M01007001', wrong: [[unlike(/^[A-Za-z0-9]{32}$/), 'M01007008']] },
  { name: 'AccessPass', missing: 'M01008001', wrong: [[unlike(/^[A-Za-z0-9]{32}$/), 'M01008008']] },
]

export const convenience: FieldCheck = {
  name: 'Convenience',
  missing: 'M01009001',
  wrong: [
    [longer(5), 'M01009005'],
    [(value) => !isStore(value), 'M01009002'],
  ],
}

/** Half-width kana make a slip unreadable at the till; users of the gateway run into M01011013 again and again. */
const fullWidthReading = /^[ァ-ヶぁ-んー・\u3000 Ａ-Ｚａ-ｚ０-９]+$/

const buyer: readonly FieldCheck[] = [
  {
    name: 'CustomerName',
    missing: 'M01010001',
    wrong: [
      [longerBytes(40), 'M01010012'],
      [unlike(/^[^\p{Cc}\ufffd]+$/u), 'M01010013'],
    ],
  },
  {
    name: 'CustomerKana',
    missing: 'M01011001',
    wrong: [
      [longerBytes(40), 'M01011012'],
      [unlike(fullWidthReading), 'M01011013'],
    ],
  },
  {
    name: 'TelNo',
    missing: 'M01012001',
    wrong: [
      [longer(13), 'M01012005'],
      [unlike(/^[0-9-]+$/), 'M01012008'],
    ],
  },
]

function termDays(store: string): FieldCheck {
  return {
    name: 'PaymentTermDay',
    wrong: [
      [longer(2), 'M01013005'],
      [noDigits, 'M01013006'],
      [outside(1, longestTermDays(store)), 'M01013011'],
    ],
  }
}

const mail: readonly FieldCheck[] = [
  {
    name: 'MailAddress',
    wrong: [
      [longer(256), 'M01014005'],
      [unlike(/^[^@\s]+@[^@\s]+$/), 'M01014008'],
    ],
  },
  {
    name: 'ShopMailAddress',
    wrong: [
      [longer(256), 'M01015005'],
      [unlike(/^[^@\s]+@[^@\s]+$/), 'M01015008'],
    ],
  },
]

const shopNumbers: readonly FieldCheck[] = [
  { name: 'ReserveNo', wrong: [[longerBytes(20), 'M01016012']] },
  { name: 'MemberNo', wrong: [[longerBytes(20), 'M01017012']] },
]

const printed: readonly FieldCheck[] = [
  ...numbered('RegisterDisp', 8, 18, 32),
  ...numbered('ReceiptsDisp', 10, 26, 60),
  { name: 'ReceiptsDisp11', missing: 'M01036001', wrong: [[longerBytes(42), 'M01036012']] },
  {
    name: 'ReceiptsDisp12',
    missing: 'M01037001',
    wrong: [
      [longer(12), 'M01037005'],
      [unlike(/^[0-9-]+$/), 'M01037008'],
    ],
  },
  {
    name: 'ReceiptsDisp13',
    missing: 'M01038001',
    wrong: [
      [longer(11), 'M01038005'],
      [unlike(/^[0-9:-]+$/), 'M01038008'],
    ],
  },
  ...numbered('ClientField', 3, 39, 100),
  {
    name: 'ClientFieldFlag',
    wrong: [
      [longer(1), 'M01042005'],
      [unlike(/^[01]$/), 'M01042011'],
    ],
  },
]

/** What a slip needs besides its trade: the buyer, the term and what is printed. `store` is empty for Pay-easy. */
export function slipDetails(kind: 'convenience' | 'payEasy', store: string): FieldCheck[] {
  const atStore = kind === 'convenience'
  return [
    ...(atStore ? [convenience] : []),
    ...buyer,
    termDays(atStore ? store : ''),
    ...mail,
    ...(atStore ? shopNumbers : []),
    ...printed,
  ]
}

/** `name`1 … with consecutive error numbers from `firstError`, each too long beyond `mostBytes`. */
function numbered(name: string, count: number, firstError: number, mostBytes: number): FieldCheck[] {
  return Array.from({ length: count }, (_none, index) => ({
    name: `${name}${index + 1}`,
    wrong: [[longerBytes(mostBytes), `M010${firstError + index}012`] as const],
  }))
}
