import fc from 'fast-check'
import { endpoints } from '../../../src-main/sandbox/endpoint-table.ts'
import { jobCds } from '../../../src-main/sandbox/trade.ts'
import { SHOP, SHOP_FIELDS, SITE_FIELDS } from './sandbox-bench.ts'

const names = [...endpoints.keys()]
const fieldNames =
  'ShopID ShopPass OrderID JobCd Amount Tax TdFlag ItemCode AccessID AccessPass CardNo Expire Method PayTimes Token ' +
  'PayType Convenience CustomerName CustomerKana TelNo PaymentTermDay ReceiptsDisp11 ReceiptsDisp12 ReceiptsDisp13 ' +
  'ClientField1 ClientFieldFlag SecurityCode SiteID SitePass MemberID MemberName SeqMode CardSeq HolderName RetUrl ' +
  '__proto__ constructor'

const rawBytes = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
const escaped = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
const likely = fc.constantFrom(
  ...jobCds,
  SHOP.shopId,
  SHOP.shopPass,
  'o-1',
  'o-2',
  '0',
  '1',
  '3',
  '100',
  '2912',
  '10001',
)
const value = fc.oneof(
  { weight: 3, arbitrary: likely },
  rawBytes,
  escaped,
  fc.string({ maxLength: 300 }),
  fc.constant(''),
)
const pair = fc.tuple(fc.constantFrom(...fieldNames.split(' ')), value).map(([name, text]) => `${name}=${text}`)
const form = fc.tuple(fc.boolean(), fc.array(pair, { maxLength: 14 })).map(([known, pairs]) => {
  // Half of the requests come from a shop that exists, or hardly any would get past the first check.
  const rest = known ? pairs.filter((one) => !one.startsWith('Shop')) : pairs
  return [...(known ? [SHOP_FIELDS] : []), ...rest].join('&')
})
/** Card number of the fitting requests; no record may show it. */
export const CARD_NO = '4111111111111111'
/** Access keys of the planted trades. */
export const KEY = '0'.repeat(32)
const KEYS = `AccessID=${KEY}&AccessPass=${KEY}`
const slip =
  'CustomerName=a&CustomerKana=%83A&TelNo=0300000001&ReceiptsDisp11=a&ReceiptsDisp12=0300000001&ReceiptsDisp13=09:00'

/** A request of each endpoint that fits; a random field or two at its end decide what becomes of it. */
const fitting: Readonly<Record<string, string>> = {
  'EntryTran.idPass': 'OrderID=n-1&JobCd=AUTH&Amount=100',
  'ExecTran.idPass': `${KEYS}&OrderID=o-0&Method=1&CardNo=${CARD_NO}&Expire=2912`,
  'AlterTran.idPass': `${KEYS}&JobCd=AUTH&Amount=100&Method=1`,
  'ChangeTran.idPass': `${KEYS}&JobCd=CAPTURE&Amount=100`,
  'SearchTrade.idPass': 'OrderID=o-1',
  'SearchTradeMulti.idPass': 'OrderID=o-2&PayType=3',
  'EntryTranCvs.idPass': 'OrderID=n-2&Amount=100',
  'ExecTranCvs.idPass': `${KEYS}&OrderID=o-3&Convenience=10001&${slip}`,
  'CvsCancel.idPass': `${KEYS}&OrderID=o-2`,
  'EntryTranPayEasy.idPass': 'OrderID=n-3&Amount=100',
  'ExecTranPayEasy.idPass': `${KEYS}&OrderID=o-4&${slip}`,
  'PayEasyCancel.idPass': `${KEYS}&OrderID=o-4`,
  'SecureTran2.idPass': KEYS,
  'SaveMember.idPass': `${SITE_FIELDS}&MemberID=m-2&MemberName=a`,
  'UpdateMember.idPass': `${SITE_FIELDS}&MemberID=m-1&MemberName=b`,
  'DeleteMember.idPass': `${SITE_FIELDS}&MemberID=m-2`,
  'SearchMember.idPass': `${SITE_FIELDS}&MemberID=m-1`,
  'SaveCard.idPass': `${SITE_FIELDS}&MemberID=m-1&CardNo=${CARD_NO}&Expire=2912`,
  'SearchCard.idPass': `${SITE_FIELDS}&MemberID=m-1`,
  'DeleteCard.idPass': `${SITE_FIELDS}&MemberID=m-1&CardSeq=0`,
  'TradedCard.idPass': `${SITE_FIELDS}&MemberID=m-1&OrderID=o-1`,
}
const types = fc.constantFrom(
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=windows-31j',
  'multipart/form-data; boundary=x',
  'text/plain',
)
const almost = fc
  .tuple(fc.constantFrom(...names), fc.array(pair, { maxLength: 2 }))
  .map(([name, extra]) => ({ name, body: [SHOP_FIELDS, fitting[name] ?? '', ...extra].join('&') }))
const wild = fc.record({
  name: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...names) }, fc.constant('Other.idPass')),
  body: fc.oneof({ weight: 8, arbitrary: form }, rawBytes),
})
/** Requests for the payment endpoints: some that nearly fit, some that fit nothing. */
export const requests = fc.record({
  sent: fc.oneof(almost, wild),
  type: fc.oneof({ weight: 8, arbitrary: fc.constant('application/x-www-form-urlencoded') }, types),
  method: fc.oneof({ weight: 30, arbitrary: fc.constant('POST') }, fc.constantFrom('GET', 'PUT', 'DELETE')),
})

/** Bodies for the link endpoint: any JSON, or one that nearly fits. */
export const linkBodies = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .record({ OrderID: fc.oneof(likely, fc.uuid()), Amount: fc.oneof(fc.integer(), likely), more: fc.jsonValue() })
    .map(({ OrderID, Amount, more }) =>
      JSON.stringify({
        geturlparam: { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass },
        transaction: { OrderID: OrderID.slice(0, 27), Amount, Overview: more },
        credit: more,
      }),
    ),
)

const typed = fc.oneof(fc.constantFrom('4111', '1111', '12', '29', 'TARO', '', '123'), fc.string({ maxLength: 30 }))

/** Forms for the hosted card page; now and then one that is filled in properly. */
export const cardForms = fc
  .record({
    ...{ number1: typed, number2: typed, number3: typed, number4: typed, month: typed, year: typed },
    ...{ given: typed, family: typed, code: typed, act: typed },
  })
  .chain((wild) =>
    fc.constantFrom(wild, {
      ...wild,
      ...{ number1: CARD_NO, number2: '', number3: '', number4: '' },
      ...{ month: '12', year: '29', given: 'TARO', family: 'YAMADA', code: '' },
    }),
  )
