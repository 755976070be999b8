import { describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { control, DAY_MS, errorsOf, inquire, openSandbox, register, send, SHOP } from './sandbox-bench.ts'

const ENDPOINT = '/payment/GetLinkplusUrlPayment.json'
const JSON_TYPE = { 'Content-Type': 'application/json' }
const card = {
  ...{ number1: '4111', number2: '1111', number3: '1111', number4: '1111' },
  ...{ month: '12', year: '29', given: 'TARO', family: 'YAMADA' },
}
const declined = { ...card, number1: '4999', number2: '0000', number3: '0000', number4: '0002' }

interface Sections {
  readonly transaction?: Record<string, unknown>
  readonly credit?: Record<string, unknown>
  readonly geturlparam?: Record<string, unknown>
}

async function ask(sandbox: Sandbox, { transaction, credit, geturlparam }: Sections = {}) {
  const body = {
    geturlparam: { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass, ...geturlparam },
    configid: 'desk',
    transaction: { OrderID: 'l-1', Amount: 5250, PayMethods: ['credit'], ...transaction },
    credit: { JobCd: 'AUTH', Method: '1', ...credit },
  }
  const reply = await send(sandbox.url, ENDPOINT, Buffer.from(JSON.stringify(body)), JSON_TYPE)
  return { ...reply, value: JSON.parse(reply.bytes.toString('utf8')) as unknown }
}

async function linkOf(sandbox: Sandbox, sections: Sections = {}): Promise<string> {
  return ((await ask(sandbox, sections)).value as { LinkUrl: string }).LinkUrl
}

const submit = (address: string, form: Record<string, string>) =>
  fetch(address, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' })

/** Sends the form and follows to the page the buyer sees. */
async function pay(address: string, form: Record<string, string>): Promise<{ status: number; text: string }> {
  const reply = await fetch(address, { method: 'POST', body: new URLSearchParams(form) })
  return { status: reply.status, text: await reply.text() }
}

describe('GetLinkplusUrlPayment', () => {
  it('answers in JSON with order, address and time', async () => {
    const sandbox = await openSandbox()
    const reply = await ask(sandbox, { transaction: { Overview: '花束' } })
    expect(reply.headers['content-type']).toBe('application/json;charset=UTF-8')
    expect(Object.keys(reply.value as object)).toEqual(['OrderID', 'LinkUrl', 'ProcessDate'])
    expect(reply.value).toMatchObject({ OrderID: 'l-1', ProcessDate: '20261123141000' })
    expect(await linkOf(sandbox)).toMatch(new RegExp(`^${sandbox.url}/link/[0-9a-f]{48}$`))
  })

  it.each<[string, Sections, string[]]>([
    ['a wrong shop', { geturlparam: { ShopPass: 'wrong' } }, ['E01030002']],
    ['no order and no amount', { transaction: { OrderID: '', Amount: '' } }, ['E01040001', 'E01060001']],
    ['a class that is no start', { credit: { JobCd: 'SALES' } }, ['E01050004']],
    ['too much', { transaction: { Amount: 9_999_999, Tax: 1 } }, ['E01490005']],
    ['an address that is none', { transaction: { CompleteUrl: 'javascript:alert(1)' } }, ['E01530005']],
    ['only other ways to pay', { transaction: { PayMethods: ['cvs'] } }, ['E61030001']],
  ])('tells %s as a list of codes', async (_what, sections, codes) => {
    const sandbox = await openSandbox()
    const reply = await ask(sandbox, sections)
    expect(reply.status).toBe(400)
    expect(reply.value).toEqual(codes.map((ErrInfo) => ({ ErrCode: ErrInfo.slice(0, 3), ErrInfo })))
  })

  it('takes JSON only', async () => {
    const sandbox = await openSandbox()
    for (const [type, body, code] of [
      ['application/x-www-form-urlencoded', 'ShopID=a', 'E00000003'],
      ['application/json', '{', 'E00000010'],
      ['application/json', '[1]', 'E00000010'],
    ] as const) {
      const reply = await send(sandbox.url, ENDPOINT, body, { 'Content-Type': type })
      expect(JSON.parse(reply.text)).toEqual([{ ErrCode: 'E00', ErrInfo: code }])
    }
  })
})

describe('the trade of a link', () => {
  it('appears with the first attempt and is settled like any other', async () => {
    const sandbox = await openSandbox()
    const address = await linkOf(sandbox, { transaction: { ClientField1: 'tel' } })
    expect(errorsOf(await inquire(sandbox, 'l-1'))).toEqual(['E01110002'])
    expect((await pay(address, declined)).text).toContain('42G020000')
    expect(sandbox.ledger.trade('l-1')?.status).toBe('UNPROCESSED')
    const done = await pay(address, card)
    expect([done.status, done.text.includes('************1111')]).toEqual([200, true])
    expect(sandbox.ledger.trade('l-1')).toMatchObject({
      status: 'AUTH',
      amountYen: 5250,
      clientFields: ['tel', '', ''],
    })
    expect(sandbox.ledger.mutations().map((one) => one.origin)).toEqual(['buyer', 'buyer'])
    expect(sandbox.console({ orderId: 'l-1', endpoint: 'AlterTran.idPass', jobCd: 'SALES' })).toEqual({ ok: true })
  })

  it('appears with the link when the contract says so', async () => {
    const sandbox = await openSandbox({ rules: { linkRegistersTrade: true } })
    const address = await linkOf(sandbox)
    expect(sandbox.ledger.trade('l-1')?.status).toBe('UNPROCESSED')
    await pay(address, card)
    expect(sandbox.ledger.trade('l-1')?.status).toBe('AUTH')
    expect((await ask(sandbox)).value).toEqual([{ ErrCode: 'E01', ErrInfo: 'E01040010' }])
  })

  it('is charged once, however often the button is pressed', async () => {
    const sandbox = await openSandbox()
    sandbox.setLatency(20, 60)
    const address = await linkOf(sandbox)
    const replies = await Promise.all(Array.from({ length: 8 }, () => submit(address, card)))
    for (const reply of replies) expect(reply.headers.get('location')).toBe(`${new URL(address).pathname}/done`)
    expect(sandbox.ledger.mutations()).toHaveLength(2)
  })

  it('tells an order number that somebody else used meanwhile', async () => {
    const sandbox = await openSandbox()
    const address = await linkOf(sandbox)
    await register(sandbox, 'l-1')
    expect((await pay(address, card)).text).toContain('この注文番号はすでに使われています')
  })
})

describe('the life of a link', () => {
  it.each<[string, Sections, number, number]>([
    ['seven days by contract', {}, 7 * DAY_MS, 8 * DAY_MS],
    ['the days the shop names', { transaction: { ExpireDays: 2 } }, 2 * DAY_MS, 3 * DAY_MS],
    ['the minute the shop names', { transaction: { PaymentExpireDate: '202611231500' } }, 3_000_000, 3_060_000],
  ])('ends after %s', async (_what, sections, open, shut) => {
    const sandbox = await openSandbox()
    const address = await linkOf(sandbox, sections)
    sandbox.advance(open)
    expect((await fetch(address)).status).toBe(200)
    sandbox.advance(shut - open)
    const late = await pay(address, card)
    expect([late.status, late.text.includes('期限が切れています')]).toEqual([410, true])
    expect(sandbox.ledger.trades()).toEqual([])
  })

  it('ends with its payment, its last attempt, or by the shop', async () => {
    const sandbox = await openSandbox()
    const paid = await linkOf(sandbox)
    await pay(paid, card)
    expect(await (await fetch(paid)).text()).toContain('お支払いは済んでいます')
    const tried = await linkOf(sandbox, { transaction: { OrderID: 'l-2', RetryMax: 2 } })
    await pay(tried, declined)
    await pay(tried, declined)
    expect((await pay(tried, card)).text).toContain('上限に達しました')
    const gone = await linkOf(sandbox, { transaction: { OrderID: 'l-3' } })
    expect((await control(sandbox, 'POST', 'links', { orderId: 'l-3', act: 'cancel' })).value).toEqual({ cancelled: 1 })
    expect((await pay(gone, card)).text).toContain('取り消されました')
    const { value } = await control(sandbox, 'GET', 'links')
    expect((value as { standing: string }[]).map(({ standing }) => standing).sort()).toEqual([
      'cancelled',
      'exhausted',
      'paid',
    ])
    expect(JSON.stringify(value)).not.toContain('token')
    expect((await control(sandbox, 'POST', 'links', { orderId: 'l-3', act: 'cancel' })).status).toBe(409)
  })
})
