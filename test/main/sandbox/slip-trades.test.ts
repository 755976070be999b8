import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { DAY_MS, errorsOf, fieldsOf, openSandbox, pairsOf, post, SHOP_FIELDS, valueOf } from './sandbox-bench.ts'

const escape = (text: string) => [...encodeWindows31J(text)].map((byte) => `%${byte.toString(16)}`).join('')

const buyer: Readonly<Record<string, string>> = {
  CustomerName: escape('山田太郎'),
  CustomerKana: escape('ヤマダタロウ'),
  TelNo: '0300000001',
  ReceiptsDisp11: escape('テスト店'),
  ReceiptsDisp12: '0300000001',
  ReceiptsDisp13: '09%3A00-18%3A00',
}

const formOf = (fields: Readonly<Record<string, string>>) =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

const multi = (sandbox: Sandbox, orderId: string, payType: number) =>
  post(sandbox, 'SearchTradeMulti', `${SHOP_FIELDS}&OrderID=${orderId}&PayType=${payType}`)

async function issue(sandbox: Sandbox, extra: Readonly<Record<string, string>> = {}): Promise<[string, string]> {
  const keys = await post(sandbox, 'EntryTranCvs', `${SHOP_FIELDS}&OrderID=1025-1&Amount=2990`)
  const body = formOf({ Convenience: '10001', ...buyer, ...extra })
  return [keys, await post(sandbox, 'ExecTranCvs', `${keys}&OrderID=1025-1&${body}`)]
}

const stores: readonly (readonly [string, RegExp, RegExp])[] = [
  ['00001', /^\d{4}$/, /^\d{14}$/],
  ['10002', /^\d{5}$/, /^\d{12}$/],
  ['10005', /^\d{4}$/, /^\d{14}$/],
  ['00006', /^$/, /^\d{11}$/],
  ['00007', /^$/, /^\d{13}$/],
  ['10008', /^\d{11}$/, /^\d{6}$/],
]

describe('convenience store', () => {
  it.each(stores)('store %s hands out its own kind of numbers', async (store, confNo, receiptNo) => {
    const sandbox = await openSandbox()
    const [, answer] = await issue(sandbox, { Convenience: store })
    expect(pairsOf(answer).map(([name]) => name)).toEqual([
      'OrderID',
      'Convenience',
      'ConfNo',
      'ReceiptNo',
      'PaymentTerm',
      'TranDate',
      'CheckString',
    ])
    expect(valueOf(answer, 'ConfNo')).toMatch(confNo)
    expect(valueOf(answer, 'ReceiptNo')).toMatch(receiptNo)
    expect(valueOf(answer, 'PaymentTerm')).toBe('20261203235959')
  })

  it('is paid by the buyer, and then neither cancelled nor paid again', async () => {
    const sandbox = await openSandbox()
    const [keys] = await issue(sandbox)
    sandbox.advance(2 * DAY_MS)
    sandbox.pay('1025-1')
    const trade = fieldsOf(await multi(sandbox, '1025-1', 3))
    expect([trade.get('Status'), trade.get('ProcessDate')]).toEqual(['PAYSUCCESS', '20261125141000'])
    expect([trade.get('JobCd'), trade.get('ItemCode'), trade.get('Currency')]).toEqual(['', '', 'JPN'])
    expect(errorsOf(await post(sandbox, 'CvsCancel', `${SHOP_FIELDS}&${keys}&OrderID=1025-1`))).toEqual(['M01054004'])
    expect(() => {
      sandbox.pay('1025-1')
    }).toThrow()
    expect(sandbox.ledger.mutations('1025-1').map((one) => one.origin)).toEqual(['api', 'api', 'buyer'])
  })

  it('is cancelled while it waits, once', async () => {
    const sandbox = await openSandbox()
    const [keys] = await issue(sandbox)
    const cancel = () => post(sandbox, 'CvsCancel', `${SHOP_FIELDS}&${keys}&OrderID=1025-1`)
    expect(await cancel()).toBe('OrderID=1025-1&Status=CANCEL')
    expect(await cancel()).toBe('ErrCode=M01&ErrInfo=M01054004')
  })

  it('expires by the clock, one second after its term', async () => {
    const sandbox = await openSandbox()
    await issue(sandbox, { PaymentTermDay: '3' })
    sandbox.setNow(Date.parse('2026-11-26T23:59:59+09:00'))
    expect(valueOf(await multi(sandbox, '1025-1', 3), 'Status')).toBe('REQSUCCESS')
    sandbox.advance(1001)
    expect(valueOf(await multi(sandbox, '1025-1', 3), 'Status')).toBe('EXPIRED')
  })

  it('is dated by its term, however late anybody looks', async () => {
    const sandbox = await openSandbox()
    await issue(sandbox, { PaymentTermDay: '3' })
    sandbox.advance(40 * DAY_MS)
    const trade = fieldsOf(await multi(sandbox, '1025-1', 3))
    expect([trade.get('Status'), trade.get('ProcessDate')]).toEqual(['EXPIRED', '20261127000000'])
    expect(sandbox.ledger.mutations('1025-1').at(-1)).toMatchObject({ origin: 'clock', statusAfter: 'EXPIRED' })
  })

  it.each([
    [{ CustomerKana: escape('ﾔﾏﾀﾞ') }, 'M01011013'],
    [{ CustomerKana: '' }, 'M01011001'],
    [{ CustomerName: escape('山'.repeat(21)) }, 'M01010012'],
    [{ TelNo: '03-0000-x' }, 'M01012008'],
    [{ PaymentTermDay: '0' }, 'M01013011'],
    [{ PaymentTermDay: '100' }, 'M01013005|M01013011'],
    [{ Convenience: '99999' }, 'M01009002'],
    [{ MailAddress: 'nobody' }, 'M01014008'],
    [{ ReceiptsDisp11: '', ReceiptsDisp12: '', ReceiptsDisp13: '' }, 'M01036001|M01037001|M01038001'],
    [{ RegisterDisp8: escape('あ'.repeat(17)) }, 'M01025012'],
    [{ ReceiptsDisp10: escape('あ'.repeat(31)) }, 'M01035012'],
  ])('refuses %j', async (extra, errors) => {
    const sandbox = await openSandbox()
    const [, answer] = await issue(sandbox, extra)
    expect(errorsOf(answer).join('|')).toBe(errors)
    expect(sandbox.ledger.trade('1025-1', 'convenience')?.status).toBe('UNPROCESSED')
  })

  it('is asked for once, with a possible amount and under its own order', async () => {
    const sandbox = await openSandbox()
    const [keys] = await issue(sandbox)
    const body = formOf({ Convenience: '10001', ...buyer })
    const exec = (orderId: string) => post(sandbox, 'ExecTranCvs', `${keys}&OrderID=${orderId}&${body}`)
    expect(errorsOf(await exec('1025-1'))).toEqual(['M01004014'])
    expect(errorsOf(await exec('1025-2'))).toEqual(['M01004002'])
    const entry = (fields: string) => post(sandbox, 'EntryTranCvs', `${SHOP_FIELDS}&${fields}`)
    expect(errorsOf(await entry('OrderID=1025-1&Amount=100'))).toEqual(['M01004010'])
    expect(errorsOf(await entry('OrderID=1025-3&Amount=300000'))).toEqual(['M01005011'])
    expect(errorsOf(await post(sandbox, 'EntryTranCvs', 'ShopID=&ShopPass=&OrderID=&Amount='))).toEqual([
      'M01002001',
      'M01003001',
      'M01002002',
      'M01004001',
      'M01005001',
    ])
  })
})

describe('Pay-easy', () => {
  it('answers with the numbers for a machine and for a net bank, and is cancelled', async () => {
    const sandbox = await openSandbox()
    const keys = await post(sandbox, 'EntryTranPayEasy', `${SHOP_FIELDS}&OrderID=1026-1&Amount=2990`)
    const answer = await post(sandbox, 'ExecTranPayEasy', `${keys}&OrderID=1026-1&PaymentType=E&${formOf(buyer)}`)
    expect(pairsOf(answer).map(([name]) => name)).toEqual([
      'OrderID',
      'CustID',
      'BkCode',
      'ConfNo',
      'EncryptReceiptNo',
      'PaymentTerm',
      'TranDate',
      'CheckString',
      'PaymentURL',
    ])
    expect(valueOf(answer, 'CustID')).toMatch(/^WNT\d{8}$/)
    expect(valueOf(answer, 'PaymentTerm')).toBe('20261203235959')
    const trade = fieldsOf(await multi(sandbox, '1026-1', 4))
    for (const name of ['CustID', 'BkCode', 'ConfNo', 'EncryptReceiptNo', 'PaymentTerm']) {
      expect(trade.get(name)).toBe(valueOf(answer, name))
    }
    expect(await post(sandbox, 'PayEasyCancel', `${SHOP_FIELDS}&${keys}&OrderID=1026-1`)).toBe(
      'OrderID=1026-1&Status=CANCEL',
    )
  })
})

it('SearchTradeMulti has the recorded fields in their order and tells kinds of one order apart', async () => {
  const sandbox = await openSandbox()
  const card = await post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=1025-1&JobCd=AUTH&Amount=100`)
  const [cvs] = await issue(sandbox)
  expect(valueOf(cvs, 'AccessID')).toBe(valueOf(card, 'AccessID'))
  expect(valueOf(cvs, 'AccessPass')).not.toBe(valueOf(card, 'AccessPass'))
  const names =
    'Status ProcessDate JobCd AccessID AccessPass ItemCode Amount Tax SiteID MemberID CardNo Expire Method PayTimes ' +
    'Forward TranID Approve ClientField1 ClientField2 ClientField3 PayType CvsCode CvsConfNo CvsReceiptNo ' +
    'EdyReceiptNo EdyOrderNo SuicaOrderNo SuicaReceiptNo CustID BkCode ConfNo EncryptReceiptNo PaymentTerm ' +
    'WebMoneyManagementNo WebMoneySettleCode AuPayInfoNo AuPayMethod AuCancelAmount AuCancelTax ' +
    'DocomoSettlementCode DocomoCancelAmount DocomoCancelTax SbTrackingId SbCancelAmount SbCancelTax Currency'
  const answers = [await multi(sandbox, '1025-1', 0), await multi(sandbox, '1025-1', 3)]
  for (const answer of answers)
    expect(
      pairsOf(answer)
        .map(([name]) => name)
        .join(' '),
    ).toBe(names)
  expect(answers.map((answer) => valueOf(answer, 'Amount'))).toEqual(['100', '2990'])
  expect(errorsOf(await multi(sandbox, '1025-1', 4))).toEqual(['M01004002'])
  expect(errorsOf(await multi(sandbox, '1025-1', 99))).toEqual(['M01051011'])
})
