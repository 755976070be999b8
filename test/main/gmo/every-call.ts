import type { Gateway } from '../../../src-main/gmo/gateway.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { unpaidBody } from './recordings.ts'

export const orderId = '1362106772'
export const accessId = '3618be802c7ac572414274731e50cb6c'

/** One call of the client, with an answer that carries it out. */
export interface AnyCall {
  readonly name: string
  readonly changes: boolean
  readonly good: string
  readonly run: (gateway: Gateway, access: TradeAccess) => Promise<{ readonly outcome: string }>
}

const multiBody = unpaidBody
  .replace(`OrderID=${orderId}&`, '')
  .replace('UNPROCESSED', 'REQSUCCESS')
  .concat('&PayType=3&CvsCode=10001&CvsConfNo=4567&CvsReceiptNo=12345678901&CustID=&BkCode=&ConfNo=')
  .concat('&EncryptReceiptNo=&PaymentTerm=20130311235959&Currency=JPN')
const receipt = `AccessID=${accessId}&AccessPass=4099664bd4b110800e09805539d1d7b5&Forward=2a99662&Approve=6416260`
const applied = `${receipt}&TranID=1303011158111111111111198880&TranDate=20130301115935`
const entered = `AccessID=${accessId}&AccessPass=4099664bd4b110800e09805539d1d7b5`
const times = 'PaymentTerm=20130311235959&TranDate=20130301115935&CheckString=f0755b96e0a337a2d4edafc37edc2f2d'

/** Slip details with the buyer's data, for the tests that look for it. */
export const buyer = {
  customerName: '山田太郎',
  customerKana: 'ヤマダタロウ',
  phone: '0300000001',
  mail: 'yamada@example.com',
  contact: { name: 'テスト商店', phone: '0300000002', hours: '09:00-18:00' },
}

export const link = {
  gatewayOrderId: orderId,
  configId: 'shop01',
  amountYen: 5775,
  ways: ['card'],
  card: { job: 'authorised', threeDSecure: true },
  customer: { name: '山田太郎', mail: 'yamada@example.com', phone: '0300000001' },
} as const

const linkAnswer = {
  OrderID: orderId,
  LinkUrl: 'https://link.example.com/v2/plus/tshop00000001/checkout/d0e7f5a6c3',
  ProcessDate: '20130301115935',
}

const entry = { gatewayOrderId: orderId, amountYen: 2990 }

export const everyCall: readonly AnyCall[] = [
  { name: 'SearchTrade', changes: false, good: unpaidBody, run: (gateway) => gateway.inquire(orderId) },
  {
    name: 'SearchTradeMulti',
    changes: false,
    good: multiBody,
    run: (gateway) => gateway.inquireOther(orderId, 'convenience'),
  },
  {
    name: 'AlterTran',
    changes: true,
    good: applied,
    run: (gateway, access) => gateway.alter({ access, job: 'sales', amountYen: 100 }),
  },
  {
    name: 'ChangeTran',
    changes: true,
    good: applied,
    run: (gateway, access) => gateway.changeAmount({ access, job: 'captured', amountYen: 5250 }),
  },
  { name: 'EntryTranCvs', changes: true, good: entered, run: (gateway) => gateway.registerConvenience(entry) },
  {
    name: 'ExecTranCvs',
    changes: true,
    good: `OrderID=${orderId}&Convenience=10001&ConfNo=4567&ReceiptNo=12345678901&${times}`,
    run: (gateway, access) => gateway.issueConvenience({ access, storeCode: '10001', ...buyer }),
  },
  {
    name: 'CvsCancel',
    changes: true,
    good: `OrderID=${orderId}&Status=CANCEL`,
    run: (gateway, access) => gateway.cancelConvenience(access),
  },
  { name: 'EntryTranPayEasy', changes: true, good: entered, run: (gateway) => gateway.registerPayEasy(entry) },
  {
    name: 'ExecTranPayEasy',
    changes: true,
    good: `OrderID=${orderId}&CustID=WNT05476383&BkCode=58021&ConfNo=3769&EncryptReceiptNo=abc123&${times}`,
    run: (gateway, access) => gateway.issuePayEasy({ access, ...buyer }),
  },
  {
    name: 'PayEasyCancel',
    changes: true,
    good: `OrderID=${orderId}&Status=CANCEL`,
    run: (gateway, access) => gateway.cancelPayEasy(access),
  },
  {
    name: 'GetLinkplusUrlPayment',
    changes: true,
    good: JSON.stringify(linkAnswer),
    run: (gateway) => gateway.createPaymentLink(link),
  },
]

export const changingCalls = everyCall.filter(({ changes }) => changes)

/** A key to the trade of all these calls. */
export function keyWith(pass: string): TradeAccess {
  return new TradeAccess(orderId, accessId, pass)
}
