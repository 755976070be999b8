import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  alter,
  authorise,
  DAY_MS,
  errorsOf,
  fieldsOf,
  GOOD_CARD,
  inquire,
  NOON,
  openSandbox,
  pairsOf,
  post,
  register,
  SHOP,
  SHOP_FIELDS,
  valueOf,
} from './sandbox-bench.ts'

const namesOf = (text: string) => pairsOf(text).map(([name]) => name)
const operationNames = ['AccessID', 'AccessPass', 'Forward', 'Approve', 'TranID', 'TranDate']

it('goes from 仮売上 over 実売上, 金額変更 and 返品 to a new 仮売上', async () => {
  const sandbox = await openSandbox()
  const keys = await register(sandbox, '1024-23120000')
  const before = fieldsOf(await inquire(sandbox, '1024-23120000'))
  expect([before.get('Status'), before.get('JobCd'), before.get('TranID')]).toEqual(['UNPROCESSED', 'AUTH', ''])

  const exec = await post(sandbox, 'ExecTran', `${keys}&OrderID=1024-23120000&Method=1&${GOOD_CARD}`)
  sandbox.advance(DAY_MS)
  const sales = await alter(sandbox, keys, 'JobCd=SALES&Amount=5775')
  expect(namesOf(sales)).toEqual(operationNames)
  for (const name of ['TranID', 'Approve', 'Forward']) expect(valueOf(sales, name)).toBe(valueOf(exec, name))
  expect(valueOf(sales, 'TranDate')).toBe('20261124141000')

  const change = await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=CAPTURE&Amount=5250`)
  expect(namesOf(change)).toEqual(operationNames)
  expect(valueOf(change, 'TranID')).not.toBe(valueOf(sales, 'TranID'))
  expect(await inquire(sandbox, '1024-23120000')).toBe(
    `OrderID=1024-23120000&Status=CAPTURE&ProcessDate=20261124141000&JobCd=CAPTURE&${keys}&ItemCode=0000990` +
      `&Amount=5250&Tax=0&SiteID=&MemberID=&CardNo=************1111&Expire=2912&Method=1&PayTimes=&Forward=2a99662` +
      `&TranID=${valueOf(change, 'TranID')}&Approve=${valueOf(change, 'Approve')}` +
      `&ClientField1=&ClientField2=&ClientField3=`,
  )

  sandbox.advance(3 * DAY_MS)
  expect(errorsOf(await alter(sandbox, keys, 'JobCd=VOID'))).toEqual(['E11010003'])
  const returned = await alter(sandbox, keys, 'JobCd=RETURN')
  expect(valueOf(returned, 'TranID')).not.toBe(valueOf(change, 'TranID'))
  const again = await alter(sandbox, keys, 'JobCd=AUTH&Amount=5250&Method=1')
  expect(valueOf(again, 'TranID')).not.toBe(valueOf(returned, 'TranID'))

  expect(
    sandbox.ledger.mutations().map((one) => [one.jobCd, one.statusBefore, one.statusAfter, one.amountAfterYen]),
  ).toEqual([
    ['AUTH', '', 'UNPROCESSED', 5775],
    ['AUTH', 'UNPROCESSED', 'AUTH', 5775],
    ['SALES', 'AUTH', 'SALES', 5775],
    ['CAPTURE', 'SALES', 'CAPTURE', 5250],
    ['RETURN', 'CAPTURE', 'RETURN', 5250],
    ['AUTH', 'RETURN', 'AUTH', 5250],
  ])
})

it('signs the answer of ExecTran with the pass of the shop, leading blank of Approve included', async () => {
  const sandbox = await openSandbox()
  const answers: string[] = []
  for (let index = 0; index < 9; index += 1) {
    const keys = await register(sandbox, `o-${index}`)
    answers.push(await post(sandbox, 'ExecTran', `${keys}&OrderID=o-${index}&Method=2&PayTimes=3&${GOOD_CARD}`))
  }
  expect(answers.some((answer) => valueOf(answer, 'Approve').startsWith(' '))).toBe(true)
  for (const answer of answers) {
    const names = ['OrderID', 'Forward', 'Method', 'PayTimes', 'Approve', 'TranID', 'TranDate']
    const text = names.map((name) => valueOf(answer, name)).join('') + SHOP.shopPass
    expect(valueOf(answer, 'CheckString')).toBe(createHash('md5').update(text).digest('hex'))
    expect(valueOf(answer, 'PayTimes')).toBe('3')
  }
})

it('実売上 moves the processing on but not the authorisation; 金額変更 renews both', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  sandbox.advance(DAY_MS)
  await alter(sandbox, keys, 'JobCd=SALES&Amount=5775')
  expect(sandbox.ledger.trade('a-1')).toMatchObject({ processedAt: NOON + DAY_MS, authorisedAt: NOON })
  await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=CAPTURE&Amount=10`)
  expect(sandbox.ledger.trade('a-1')).toMatchObject({ processedAt: NOON + DAY_MS, authorisedAt: NOON + DAY_MS })
})

it('a validity check has neither amount nor method and cannot be captured', async () => {
  const sandbox = await openSandbox()
  const keys = await post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=c-1&JobCd=CHECK`)
  const exec = await post(sandbox, 'ExecTran', `${keys}&OrderID=c-1&${GOOD_CARD}`)
  expect(valueOf(exec, 'Method')).toBe('')
  expect(sandbox.ledger.trade('c-1')?.status).toBe('CHECK')
  expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES&Amount=0'))).toEqual(['E01060011'])
  expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES&Amount=1'))).toEqual(['E11010003'])
})

describe('ExecTran', () => {
  it.each([
    ['4999000000000002', 'ErrCode=G02&ErrInfo=42G020000'],
    ['4999000000000005', 'ErrCode=G05&ErrInfo=42G050000'],
    ['4998000000550000', 'ErrCode=G55&ErrInfo=42G550000'],
    ['4997000000010000', 'ErrCode=C01&ErrInfo=42C010000'],
    ['4111111111111112', 'ErrCode=G65&ErrInfo=42G650000'],
  ])('card %s is answered with its own code and the trade can be paid with another', async (cardNo, answer) => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, 'a-1')
    expect(await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&CardNo=${cardNo}&Expire=2912`)).toBe(answer)
    expect(sandbox.ledger.trade('a-1')?.status).toBe('UNPROCESSED')
    expect(errorsOf(await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}`))).toEqual([])
  })

  it.each(['5555555555554444', '3530111333300000', '378282246310005', '36006666333344'])(
    'card %s is accepted',
    async (cardNo) => {
      const sandbox = await openSandbox()
      const keys = await register(sandbox, 'a-1', 'CAPTURE')
      await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&CardNo=${cardNo}&Expire=2912`)
      const trade = sandbox.ledger.trade('a-1')
      expect(trade?.status).toBe('CAPTURE')
      expect(trade?.maskedCardNo).toBe('*'.repeat(cardNo.length - 4) + cardNo.slice(-4))
    },
  )

  it('takes a token once', async () => {
    const sandbox = await openSandbox()
    const token = sandbox.issueToken({ cardNo: '4111111111111111', expire: '2912' })
    const first = await register(sandbox, 'a-1')
    const second = await register(sandbox, 'a-2')
    const pay = (keys: string, orderId: string) =>
      post(sandbox, 'ExecTran', `${keys}&OrderID=${orderId}&Method=1&Token=${token}`)
    expect(errorsOf(await pay(first, 'a-1'))).toEqual([])
    expect(errorsOf(await pay(second, 'a-2'))).toEqual(['EX1000301'])
  })

  it('is refused the second time and under another order', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    const body = `${keys}&Method=1&${GOOD_CARD}`
    expect(errorsOf(await post(sandbox, 'ExecTran', `${body}&OrderID=a-1`))).toEqual(['E11010001'])
    expect(errorsOf(await post(sandbox, 'ExecTran', `${body}&OrderID=a-2`))).toEqual(['E01110002'])
  })
})

describe('fields', () => {
  it.each([
    ['Amount=12345678', 'E01060005'],
    ['Amount=1234567a', 'E01060005|E01060006'],
    ['Amount=0', 'E01060011'],
    ['Amount=9999999&Tax=1', 'E01490005'],
    ['Amount=100&Tax=x', 'E01070006'],
    ['Amount=100&TdFlag=3', 'E01080007'],
    ['Amount=100&TdFlag=1', 'E01080010'],
    ['Amount=100&ItemCode=12345678', 'E01590005'],
    ['Amount=100&OrderID=a_1', 'E01040013'],
    [`Amount=100&OrderID=${'a'.repeat(28)}`, 'E01040003'],
    ['Amount=100&JobCd=SALES', 'E01050004'],
  ])('EntryTran with %s', async (fields, errors) => {
    const sandbox = await openSandbox()
    const body = `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&${fields}`
    expect(errorsOf(await post(sandbox, 'EntryTran', body)).join('|')).toBe(errors)
  })

  it('AlterTran names the amount for 実売上 and the way of payment for a new 仮売上', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES'))).toEqual(['E01060001'])
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=SALES&Amount=5775&Tax=1'))).toEqual(['E01060010'])
    expect(errorsOf(await alter(sandbox, keys, 'JobCd='))).toEqual(['E01050001'])
    await alter(sandbox, keys, 'JobCd=VOID')
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=AUTH&Amount=100'))).toEqual(['E01260001'])
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=AUTH&Amount=100&Method=2'))).toEqual(['E01270001'])
    await alter(sandbox, keys, 'JobCd=AUTH&Amount=100&Method=2&PayTimes=3')
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ method: '2', payTimes: '3', amountYen: 100 })
    await alter(sandbox, keys, 'JobCd=VOID')
    await alter(sandbox, keys, 'JobCd=AUTH&Amount=100&Method=2&PayTimes=6')
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ method: '2', payTimes: '6' })
  })

  it('ChangeTran without Tax folds the earlier one into the amount', async () => {
    const sandbox = await openSandbox()
    const keys = await post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&Amount=900&Tax=100`)
    await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}`)
    await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=AUTH&Amount=1000`)
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ amountYen: 1000, taxYen: 0 })
  })
})
