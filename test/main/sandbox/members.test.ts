import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import {
  authorise,
  errorsOf,
  inquire,
  openSandbox,
  post,
  register,
  SHOP_FIELDS,
  SITE_FIELDS,
  valueOf,
} from './sandbox-bench.ts'

const CARD = 'CardNo=4111111111111111&Expire=2912'
const ask = (sandbox: Sandbox, name: string, rest: string) => post(sandbox, name, `${SITE_FIELDS}&${rest}`)

async function withMember(): Promise<Sandbox> {
  const sandbox = await openSandbox()
  await ask(sandbox, 'SaveMember', 'MemberID=m-1&MemberName=John+Smith')
  return sandbox
}

describe('members', () => {
  it('are saved, renamed, found and deleted', async () => {
    const sandbox = await withMember()
    expect(await ask(sandbox, 'UpdateMember', 'MemberID=m-1&MemberName=%8ER%93c')).toBe('MemberID=m-1')
    expect(await ask(sandbox, 'SearchMember', 'MemberID=m-1')).toBe('MemberID=m-1&MemberName=\x8eR\x93c&DeleteFlag=0')
    expect(await ask(sandbox, 'DeleteMember', 'MemberID=m-1')).toBe('MemberID=m-1')
    expect(valueOf(await ask(sandbox, 'SearchMember', 'MemberID=m-1'), 'DeleteFlag')).toBe('1')
    expect(errorsOf(await ask(sandbox, 'UpdateMember', 'MemberID=m-1'))).toEqual(['E01390002'])
  })

  it.each([
    ['SaveMember', 'MemberID=m-1', 'E01390010'],
    ['SaveMember', 'MemberID=', 'E01220001'],
    ['SaveMember', `MemberID=${'a'.repeat(61)}`, 'E01220005'],
    ['SaveMember', 'MemberID=a%20b', 'E01220008'],
    ['SearchMember', 'MemberID=nobody', 'E01390002'],
    ['SearchCard', 'MemberID=m-1', 'E01240002'],
    ['DeleteCard', 'MemberID=m-1', 'E01230001'],
    ['DeleteCard', 'MemberID=m-1&CardSeq=0', 'E01240002'],
    ['SaveCard', 'MemberID=m-1&CardNo=4111111111111112&Expire=2912', 'E41170099'],
    ['SaveCard', 'MemberID=m-1&Token=unknown', 'EX1000301'],
    ['SaveCard', `MemberID=m-1&SeqMode=2&CardSeq=x&${CARD}`, 'E01470008|E01230006'],
    ['SaveMember', 'SiteID=&SitePass=&MemberID=m-2', 'E01190001|E01200001|E01210002'],
  ])('%s with %s', async (name, rest, errors) => {
    expect(errorsOf(await ask(await withMember(), name, rest)).join('|')).toBe(errors)
  })
})

describe('stored cards', () => {
  it('come back column by column, numbered logically or physically', async () => {
    const sandbox = await withMember()
    expect(await ask(sandbox, 'SaveCard', `MemberID=m-1&${CARD}&HolderName=TARO`)).toBe(
      'CardSeq=0&CardNo=*************111&Forward=2a99662',
    )
    await ask(sandbox, 'SaveCard', 'MemberID=m-1&CardNo=5555555555554444&Expire=3001&DefaultFlag=1')
    expect(await ask(sandbox, 'DeleteCard', 'MemberID=m-1&CardSeq=0')).toBe('CardSeq=0')
    expect(await ask(sandbox, 'SearchCard', 'MemberID=m-1&SeqMode=0')).toBe(
      'CardSeq=0&DefaultFlag=1&CardName=&CardNo=*************444&Expire=3001&HolderName=&DeleteFlag=0',
    )
    expect(await ask(sandbox, 'SearchCard', 'MemberID=m-1&SeqMode=1')).toBe(
      'CardSeq=0|1&DefaultFlag=0|1&CardName=|&CardNo=*************111|*************444&Expire=2912|3001' +
        '&HolderName=TARO|&DeleteFlag=1|0',
    )
  })

  it('pay, and the trade says whose card it was', async () => {
    const sandbox = await withMember()
    await ask(sandbox, 'SaveCard', `MemberID=m-1&${CARD}`)
    const keys = await register(sandbox, 'a-1')
    const pay = (rest: string) => post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&MemberID=m-1&${rest}`)
    expect(errorsOf(await pay(`${SITE_FIELDS}&CardSeq=4`))).toEqual(['E01240002'])
    expect(errorsOf(await pay('CardSeq=0'))).toEqual(['E01190001', 'E01200001', 'E01210002'])
    expect(errorsOf(await pay(`${SITE_FIELDS}&CardSeq=0`))).toEqual([])
    const found = await inquire(sandbox, 'a-1')
    expect([valueOf(found, 'SiteID'), valueOf(found, 'MemberID')]).toEqual(['tsite00000001', 'm-1'])
  })

  it('are made from a paid trade', async () => {
    const sandbox = await withMember()
    await register(sandbox, 'a-1')
    const store = (orderId: string) => ask(sandbox, 'TradedCard', `${SHOP_FIELDS}&OrderID=${orderId}&MemberID=m-1`)
    expect(errorsOf(await store('a-1'))).toEqual(['E01110010'])
    expect(errorsOf(await store('null'))).toEqual(['E01110002'])
    await authorise(sandbox, 'a-2')
    expect(await store('a-2')).toBe('CardSeq=0&CardNo=************1111&Forward=2a99662')
  })

  it('end at ten', async () => {
    const sandbox = await withMember()
    for (let count = 0; count < 10; count += 1) await ask(sandbox, 'SaveCard', `MemberID=m-1&${CARD}`)
    expect(errorsOf(await ask(sandbox, 'SaveCard', `MemberID=m-1&${CARD}`))).toEqual(['E01230009'])
  })
})
