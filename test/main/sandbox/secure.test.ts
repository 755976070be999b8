import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import {
  alter,
  authorise,
  errorsOf,
  GOOD_CARD,
  inquire,
  openSandbox,
  pairsOf,
  post,
  register,
  SHOP_FIELDS,
  valueOf,
} from './sandbox-bench.ts'

const TRUSTED = 'CardNo=4100000000000100&Expire=2912'
const CHALLENGED = 'CardNo=4100000000005000&Expire=2912'
const BACK = 'RetUrl=http%3A%2F%2Fshop.example%2Fback%3Forder%3D1'

async function start(sandbox: Sandbox, card: string): Promise<{ keys: string; address: string }> {
  const keys = await post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=s-1&JobCd=AUTH&Amount=100&TdFlag=2`)
  const body = `${keys}&OrderID=s-1&Method=1&${card}&${BACK}&ClientField1=a&ClientFieldFlag=1`
  const answer = await post(sandbox, 'ExecTran', body)
  expect(answer).toMatch(/^ACS=2&RedirectUrl=http:\/\/127\.0\.0\.1:\d+\/secure\?transId=[0-9a-f]+&t=[0-9a-f]+$/)
  return { keys, address: answer.slice(answer.indexOf('RedirectUrl=') + 'RedirectUrl='.length) }
}

const visit = (address: string, form?: Record<string, string>) =>
  fetch(address, {
    redirect: 'manual',
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  })

describe('3-D Secure 2', () => {
  it('a holder the issuer trusts comes back at once, and SecureTran2 charges', async () => {
    const sandbox = await openSandbox()
    const { keys, address } = await start(sandbox, TRUSTED)
    expect(valueOf(await inquire(sandbox, 's-1'), 'Status')).toBe('AUTHENTICATED')
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual(['E21030007'])
    const back = await visit(address)
    expect([back.status, back.headers.get('location')]).toEqual([
      303,
      `http://shop.example/back?order=1&${keys.split('&')[0] ?? ''}`,
    ])
    const charged = await post(sandbox, 'SecureTran2', keys)
    expect(pairsOf(charged).map(([name]) => name)).toEqual(
      'OrderID Forward Method PayTimes Approve TranID TranDate CheckString ClientField1 ClientField2 ClientField3'.split(
        ' ',
      ),
    )
    expect(valueOf(await inquire(sandbox, 's-1'), 'Status')).toBe('AUTH')
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual(['E11010001'])
  })

  it('three wrong codes fail, giving up is told apart, and another card pays', async () => {
    const sandbox = await openSandbox()
    const { keys, address } = await start(sandbox, CHALLENGED)
    for (const status of [422, 422, 303]) {
      expect((await visit(address, { act: 'enter', code: 'x' })).status).toBe(status)
    }
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual(['E21030001'])
    const retry = await post(sandbox, 'ExecTran', `${keys}&OrderID=s-1&Method=1&${CHALLENGED}&${BACK}`)
    const next = retry.slice(retry.indexOf('RedirectUrl=') + 'RedirectUrl='.length)
    await visit(next, { act: 'cancel' })
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual(['E21020002'])
    const last = await post(sandbox, 'ExecTran', `${keys}&OrderID=s-1&Method=1&${TRUSTED}&${BACK}`)
    await visit(last.slice(last.indexOf('RedirectUrl=') + 'RedirectUrl='.length))
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual([])
    expect(sandbox.ledger.mutations().map((one) => one.statusAfter)).toEqual(['UNPROCESSED', 'AUTHENTICATED', 'AUTH'])
  })

  it('a card that is vouched for can still be declined', async () => {
    const sandbox = await openSandbox()
    const { keys, address } = await start(sandbox, 'CardNo=4999000000000002&Expire=2912')
    await visit(address)
    expect(errorsOf(await post(sandbox, 'SecureTran2', keys))).toEqual(['42G020000'])
  })

  it('needs an address to come back to', async () => {
    const sandbox = await openSandbox()
    const keys = await post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=s-1&JobCd=AUTH&Amount=100&TdFlag=2`)
    for (const address of ['', 'javascript:alert(1)', 'http://[']) {
      const body = `${keys}&OrderID=s-1&Method=1&${TRUSTED}&RetUrl=${encodeURIComponent(address)}`
      expect(errorsOf(await post(sandbox, 'ExecTran', body))).toEqual(['E01530001'])
    }
  })
})

describe('the contract', () => {
  const entry = (sandbox: Sandbox, flag: string) =>
    post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=c-1&JobCd=AUTH&Amount=100&TdFlag=${flag}`)

  it('may forbid or demand 3-D Secure', async () => {
    const none = await openSandbox({ rules: { threeDSecure: 'none' } })
    expect(errorsOf(await entry(none, '2'))).toEqual(['E01080010'])
    const required = await openSandbox({ rules: { threeDSecure: 'required' } })
    expect(errorsOf(await entry(required, '0'))).toEqual(['E01080101'])
    expect(errorsOf(await entry(required, '2'))).toEqual([])
  })

  it('may leave out payment kinds, stores and card numbers', async () => {
    const sandbox = await openSandbox({ rules: { licensed: ['convenience'], stores: ['10001'] } })
    const keys = await register(sandbox, 'a-1')
    const pay = () => post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&${GOOD_CARD}`)
    expect(errorsOf(await pay())).toEqual(['E61030001'])
    sandbox.setRules({ licensed: ['card'], takesCardNumbers: false })
    expect(errorsOf(await pay())).toEqual(['E61040001'])
    const slip = await post(sandbox, 'EntryTranCvs', `${SHOP_FIELDS}&OrderID=a-2&Amount=100`)
    const buyer =
      'CustomerName=a&CustomerKana=%83A&TelNo=03&ReceiptsDisp11=a&ReceiptsDisp12=03&ReceiptsDisp13=09:00-18:00'
    const hand = (store: string) => post(sandbox, 'ExecTranCvs', `${slip}&OrderID=a-2&Convenience=${store}&${buyer}`)
    expect(errorsOf(await hand('10001'))).toEqual(['E61030001'])
    sandbox.setRules({ licensed: ['convenience'] })
    expect(errorsOf(await hand('10002'))).toEqual(['M01053002'])
    expect(errorsOf(await hand('10001'))).toEqual([])
  })
})

describe('a card that refuses every later authorisation', () => {
  it('is declined on change and re-authorisation, and the trade stays', async () => {
    const sandbox = await openSandbox()
    const keys = await register(sandbox, 'a-1')
    await post(sandbox, 'ExecTran', `${keys}&OrderID=a-1&Method=1&CardNo=4996000000020000&Expire=2912`)
    const before = sandbox.ledger.trade('a-1')
    const change = await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=AUTH&Amount=6000`)
    expect(change).toBe('ErrCode=G02&ErrInfo=42G020000')
    expect(sandbox.ledger.trade('a-1')).toEqual(before)
    await alter(sandbox, keys, 'JobCd=VOID')
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=AUTH&Amount=100&Method=1'))).toEqual(['42G020000'])
    expect(sandbox.ledger.trade('a-1')?.status).toBe('VOID')
  })

  it('can be seeded; other cards agree', async () => {
    const sandbox = await openSandbox()
    const [seeded] = sandbox.ledger.seed([
      {
        kind: 'card',
        orderId: 'a-1',
        status: 'AUTH',
        amountYen: 1,
        processedAt: sandbox.now(),
        renewalDeclinedWith: '42G550000',
      },
    ])
    const keys = `AccessID=${seeded?.accessId ?? ''}&AccessPass=${seeded?.accessPass ?? ''}`
    const change = (one: string) => post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${one}&JobCd=AUTH&Amount=2`)
    expect(errorsOf(await change(keys))).toEqual(['42G550000'])
    expect(errorsOf(await change(await authorise(sandbox, 'a-2')))).toEqual([])
  })
})
