import { describe, expect, it } from 'vitest'
import { findMistakes, readTyped } from '../../../src-main/sandbox/page/card-input.ts'
import type { CardField } from '../../../src-main/sandbox/page/card-input.ts'
import { html } from '../../../src-main/sandbox/page/markup.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { NOON, openSandbox, SHOP } from './sandbox-bench.ts'

const card = {
  ...{ number1: '4111', number2: '1111', number3: '1111', number4: '1111' },
  ...{ month: '12', year: '29', given: 'TARO', family: 'YAMADA', code: '' },
}

async function issue(sandbox: Sandbox, shopName: string): Promise<string> {
  const reply = await fetch(`${sandbox.url}/payment/GetLinkplusUrlPayment.json`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      geturlparam: { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass },
      transaction: { OrderID: 'p-1', Amount: 100, Overview: shopName },
      displaysetting: { ShopName: shopName },
    }),
  })
  return ((await reply.json()) as { LinkUrl: string }).LinkUrl
}

describe('what the buyer typed', () => {
  const whole = (cardNo: string) => ({ number1: cardNo, number2: '', number3: '', number4: '' })
  const rows: [string, Partial<typeof card>, CardField, RegExp][] = [
    ['nothing', whole(''), 'number', /入力されていません.*1234-5678-9012-3456/],
    ['full-width digits', whole('４１１１１１１１１１１１１１１１'), 'number', /全角.*半角/],
    ['letters', whole('4111a111'), 'number', /数字以外/],
    ['another brand', whole('6011000990139424'), 'number', /VISA・Master・JCB・AMEX・Diners/],
    ['too few digits', whole('411111111111111'), 'number', /足りません.*16桁/],
    ['too many digits', whole('3782822463100051'), 'number', /多すぎます.*15桁/],
    ['no month', { month: '' }, 'expiry', /選ばれていません/],
    ['a month that is over', { month: '10', year: '26' }, 'expiry', /切れています/],
    ['no given name', { given: '' }, 'given', /「名」.*TARO/],
    ['a name in kana', { family: 'ヤマダ' }, 'family', /「姓」.*ローマ字以外/],
    ['a long name', { family: 'A'.repeat(26) }, 'family', /25文字/],
    ['a short code', { code: '12' }, 'code', /3桁/],
    ['a VISA code for AMEX', { ...whole('378282246310005'), code: '123' }, 'code', /4桁/],
  ]
  it.each(rows)('%s: told in words', (_what, change, field, words) => {
    const typed = readTyped(new URLSearchParams({ ...card, ...change }))
    const mistakes = findMistakes(typed, { securityCode: 'optional' }, NOON)
    expect(Object.keys(mistakes)).toEqual([field])
    expect(mistakes[field]).toMatch(words)
  })

  it.each([
    ['the month that still runs', { month: '11', year: '26' }],
    ['a whole number with hyphens in the first box', whole('4111-1111-1111-1111')],
    ['AMEX in groups', { ...whole('378282246310005'), code: '1234' }],
    ['Diners', whole('36006666333344')],
    ['Master of the newer range', whole('2223003122003222')],
    ['a double name', { given: "Anne-Marie O'", family: 'De La Cruz' }],
  ])('%s: taken', (_what, change) => {
    const typed = readTyped(new URLSearchParams({ ...card, ...change }))
    expect(findMistakes(typed, { securityCode: 'optional' }, NOON)).toEqual({})
  })
})

describe('the page', () => {
  const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>'

  it('escapes everything that comes from outside', async () => {
    const sandbox = await openSandbox()
    const address = await issue(sandbox, hostile)
    const form = new URLSearchParams({ ...card, given: hostile, number1: '1' })
    const pages = [await fetch(address), await fetch(address, { method: 'POST', body: form })]
    for (const page of pages) {
      const text = await page.text()
      expect(text).toContain('&lt;script&gt;')
      expect(text).not.toMatch(/<script|<img/i)
    }
    expect(html`<p>${['<', html`<b></b>`, null, 1]}</p>`.text).toBe('<p>&lt;<b></b>1</p>')
  })

  it('may not be stored, framed, scripted or referred from', async () => {
    const sandbox = await openSandbox()
    const address = await issue(sandbox, 'a')
    for (const reply of [await fetch(address), await fetch(`${sandbox.url}/link/none`)]) {
      expect(reply.headers.get('cache-control')).toBe('no-store')
      expect(reply.headers.get('referrer-policy')).toBe('no-referrer')
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff')
      expect(reply.headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      )
    }
  })

  it('never writes back, stores or records a card', async () => {
    const records: string[] = []
    const sandbox = await openSandbox({ onRequest: (record) => records.push(JSON.stringify(record)) })
    const address = await issue(sandbox, 'a')
    const declined = { ...card, number1: '4999', number2: '0000', number3: '0000', number4: '0002', code: '987' }
    const seen: string[] = []
    for (const form of [{ ...declined, given: '' }, declined, { ...card, code: '987' }]) {
      seen.push(await (await fetch(address, { method: 'POST', body: new URLSearchParams(form) })).text())
    }
    const kept = JSON.stringify([sandbox.ledger.trades(), sandbox.ledger.mutations(), records])
    expect(sandbox.ledger.trade('p-1')?.status).toBe('AUTH')
    for (const secret of ['4999000000000002', '4111111111111111', '987', 'value="4999"', 'value="0002"']) {
      expect(kept).not.toContain(secret)
      for (const text of seen) expect(text.replaceAll(/<details[\s\S]*<\/details>/g, '')).not.toContain(secret)
    }
    expect(records).toHaveLength(4)
  })
})
