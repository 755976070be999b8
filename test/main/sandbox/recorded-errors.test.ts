import { describe, expect, it } from 'vitest'
import { authorise, openSandbox, post, register, SHOP_FIELDS } from './sandbox-bench.ts'

const GONE = 'AccessID=0123456789abcdef0123456789abcdef&AccessPass=fedcba9876543210fedcba9876543210'

/** Recorded combinations of gmo-protocol.md §1.1 that need no trade beforehand: request and whole answer. */
const rows: readonly (readonly [what: string, endpoint: string, body: string, answer: string])[] = [
  [
    'EntryTran without any required field',
    'EntryTran',
    'ShopID=&ShopPass=&OrderID=&JobCd=&Amount=',
    'ErrCode=E01|E01|E01|E01|E01|E01&ErrInfo=E01010001|E01020001|E01030002|E01040001|E01050001|E01060001',
  ],
  [
    'EntryTran with the word null in OrderID, JobCd and Amount',
    'EntryTran',
    `OrderID=null&JobCd=null&Amount=null&${SHOP_FIELDS}`,
    'ErrCode=E01|E01&ErrInfo=E01050002|E01060006',
  ],
  [
    'EntryTran with an empty shop',
    'EntryTran',
    'ShopID=&ShopPass=&OrderID=a-1&JobCd=AUTH&Amount=100',
    'ErrCode=E01|E01|E01&ErrInfo=E01010001|E01020001|E01030002',
  ],
  [
    'EntryTran with a wrong shop',
    'EntryTran',
    'ShopID=tshop00000009&ShopPass=secret12&OrderID=a-1&JobCd=AUTH&Amount=100',
    'ErrCode=E01&ErrInfo=E01030002',
  ],
  [
    'EntryTran with a negative amount',
    'EntryTran',
    `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&Amount=-1`,
    'ErrCode=E01&ErrInfo=E01060006',
  ],
  [
    'ExecTran with the word null everywhere',
    'ExecTran',
    'AccessID=null&AccessPass=null&OrderID=null&Method=null&CardNo=null&Expire=null',
    'ErrCode=E01|E01|E01|E01|E01|E01&ErrInfo=E01090008|E01100008|E01110002|E01170011|E01170006|E01180006',
  ],
  [
    'AlterTran with the word null in ids and amount',
    'AlterTran',
    `AccessID=null&AccessPass=null&JobCd=SALES&Amount=null&${SHOP_FIELDS}`,
    'ErrCode=E01|E01|E01&ErrInfo=E01090008|E01100008|E01110002',
  ],
  [
    'AlterTran with unknown ids',
    'AlterTran',
    `${SHOP_FIELDS}&${GONE}&JobCd=SALES&Amount=100`,
    'ErrCode=E01&ErrInfo=E01110002',
  ],
  [
    'SearchTradeMulti with the word null in order and kind',
    'SearchTradeMulti',
    `OrderID=null&PayType=null&${SHOP_FIELDS}`,
    'ErrCode=M01|M01|M01&ErrInfo=M01051005|M01051011|M01004002',
  ],
  ['SearchTrade of an unknown order', 'SearchTrade', `${SHOP_FIELDS}&OrderID=nobody`, 'ErrCode=E01&ErrInfo=E01110002'],
]

describe('recorded error combinations', () => {
  it.each(rows)('%s', async (_what, endpoint, body, answer) => {
    const sandbox = await openSandbox()
    expect(await post(sandbox, endpoint, body)).toBe(answer)
    expect(sandbox.ledger.trades()).toEqual([])
  })

  it('EntryTran with an order number that was used before, even by a cancelled trade', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    await post(sandbox, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=VOID`)
    expect(await register(sandbox, 'a-1')).toBe('ErrCode=E01&ErrInfo=E01040010')
  })

  it('ExecTran with an unknown token', async () => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, '1516092147')
    const body = `OrderID=1516092147&${keys}&Method=1&PayTimes=1&Token=onetimetokenfromgmo&ClientFieldFlag=0`
    expect(await post(sandbox, 'ExecTran', body)).toBe('ErrCode=EX1&ErrInfo=EX1000301')
    expect(sandbox.ledger.trade('1516092147')?.status).toBe('UNPROCESSED')
  })

  it('AlterTran SALES with another amount', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    expect(await post(sandbox, 'AlterTran', `${SHOP_FIELDS}&${keys}&JobCd=SALES&Amount=5774`)).toBe(
      'ErrCode=E01&ErrInfo=E01060010',
    )
  })

  it('SearchTradeMulti without a kind', async () => {
    const sandbox = await openSandbox()
    await register(sandbox, 'a-1')
    expect(await post(sandbox, 'SearchTradeMulti', `${SHOP_FIELDS}&OrderID=a-1`)).toBe('ErrCode=M01&ErrInfo=M01051001')
  })
})
