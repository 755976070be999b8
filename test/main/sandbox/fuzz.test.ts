import { connect } from 'node:net'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Gateway } from '../../../src-main/sandbox/gateway.ts'
import { handlePage } from '../../../src-main/sandbox/page/page-door.ts'
import { documentOf } from '../../../src-main/sandbox/page/layout.ts'
import { handlePayment } from '../../../src-main/sandbox/payment-door.ts'
import { answerBytes } from '../../../src-main/sandbox/reply.ts'
import type { SandboxLedger } from '../../../src-main/sandbox/ledger.ts'
import { CARD_NO, cardForms, KEY, linkBodies, requests } from './fuzz-requests.ts'
import { NOON, openSandbox, post, send, SHOP, SHOP_FIELDS, SITE_FIELDS } from './sandbox-bench.ts'

const RUNS = { endpoints: 60_000, links: 10_000, pages: 30_000, overHttp: 2_000 }
const FORM = 'application/x-www-form-urlencoded'
const LINK_PATH = '/payment/GetLinkplusUrlPayment.json'
const counts: string[] = []

afterAll(() => {
  process.stdout.write(`random requests to the sandbox: ${counts.join(', ')}\n`)
})

/** Trades under the keys the random requests know. */
function plant(ledger: SandboxLedger): void {
  const rest = { amountYen: 100, processedAt: NOON, accessId: KEY, accessPass: KEY }
  ledger.seed([
    { kind: 'card', orderId: 'o-1', status: 'VOID', ...rest },
    { kind: 'convenience', orderId: 'o-2', status: 'REQSUCCESS', ...rest },
    { kind: 'convenience', orderId: 'o-3', status: 'UNPROCESSED', ...rest },
    { kind: 'payEasy', orderId: 'o-4', status: 'UNPROCESSED', ...rest },
  ])
}

/** Every ErrInfo of an answer; throws when it does not follow the grammar of the protocol. */
function codesOf(text: string): string[] {
  if (!text.startsWith('ErrCode=')) {
    if (/^[A-Za-z0-9]+=/.test(text)) return []
    throw new Error(text)
  }
  const found = /^ErrCode=([0-9A-Z]{3}(?:\|[0-9A-Z]{3})*)&ErrInfo=([0-9A-Z]{9}(?:\|[0-9A-Z]{9})*)$/.exec(text)
  const infos = found?.[2]?.split('|') ?? []
  if (infos.length === 0 || found?.[1]?.split('|').length !== infos.length) throw new Error(text)
  return infos
}

/** A gateway without HTTP doors whose record is read line by line for what must not be in it. */
function openGateway(): { gateway: Gateway; outcomes: Map<string, number> } {
  const outcomes = new Map<string, number>()
  const gateway = new Gateway({
    ledgerPath: ':memory:',
    ...SHOP,
    now: () => NOON,
    onRequest: (record) => {
      outcomes.set(record.outcome, (outcomes.get(record.outcome) ?? 0) + 1)
      const line = JSON.stringify(record)
      if ([SHOP.shopPass, 'sandbox01', CARD_NO, KEY].some((secret) => line.includes(secret))) throw new Error(line)
    },
  })
  gateway.baseUrl = 'http://127.0.0.1:1'
  plant(gateway.ledger)
  gateway.ledger.members.put('m-1', { memberId: 'm-1', name: '', deleted: false, cards: [] })
  return { gateway, outcomes }
}

const whole = (count: number) => count.toLocaleString('en-US')

describe('random requests', () => {
  it('to every endpoint, at the request handler', { timeout: 240_000 }, async () => {
    const { gateway, outcomes } = openGateway()
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(requests, async ({ sent, type, method }) => {
        const raw = { method, path: `/payment/${sent.name}`, accept: undefined, contentType: type }
        const reply = await handlePayment(gateway, { ...raw, body: Buffer.from(sent.body, 'latin1') })
        if (reply.kind !== 'answer') throw new Error(reply.kind)
        if (reply.json === true) return
        for (const info of codesOf(answerBytes(reply).toString('latin1'))) seen.add(info)
      }),
      { numRuns: RUNS.endpoints },
    )
    // The random requests have to get past the first checks, or the run proves little.
    expect(seen.size).toBeGreaterThan(60)
    const applied = new Set(gateway.ledger.mutations().map((one) => one.endpoint))
    expect(applied.size).toBeGreaterThanOrEqual(7)
    const total = [...outcomes.values()].reduce((sum, count) => sum + count, 0)
    expect([total, outcomes.get('bug')]).toEqual([RUNS.endpoints, undefined])
    gateway.ledger.close()
    counts.push(`${whole(RUNS.endpoints)} to the endpoints (${seen.size} different codes, ${applied.size} changing)`)
  })

  it('for links, at the request handler', { timeout: 120_000 }, async () => {
    const { gateway, outcomes } = openGateway()
    await fc.assert(
      fc.asyncProperty(linkBodies, async (body) => {
        const raw = { method: 'POST', path: LINK_PATH, accept: '*/*', contentType: 'application/json' }
        const reply = await handlePayment(gateway, { ...raw, body: Buffer.from(body) })
        if (reply.kind !== 'answer') throw new Error(reply.kind)
        expect(JSON.parse(answerBytes(reply).toString('utf8'))).toBeTypeOf('object')
      }),
      { numRuns: RUNS.links },
    )
    expect(outcomes.get('bug')).toBeUndefined()
    expect(outcomes.get('ok')).toBeGreaterThan(100)
    gateway.ledger.close()
    counts.push(`${whole(RUNS.links)} for links (${whole(outcomes.get('ok') ?? 0)} issued)`)
  })

  it('to the hosted page and the issuer', { timeout: 120_000 }, async () => {
    const { gateway } = openGateway()
    const tokens: string[] = []
    const issue = async () => {
      const geturlparam = { ShopID: SHOP.shopId, ShopPass: SHOP.shopPass }
      const transaction = { OrderID: `p-${tokens.length}`, Amount: 100, RetryMax: 50 }
      const body = Buffer.from(JSON.stringify({ geturlparam, transaction, credit: { TdFlag: '2' } }))
      const raw = { method: 'POST', path: LINK_PATH, accept: undefined, contentType: 'application/json' }
      await handlePayment(gateway, { ...raw, body })
      tokens.splice(0, tokens.length, ...gateway.ledger.links.all().map((link) => link.token))
    }
    let pages = 0
    const place = fc.oneof(fc.constantFrom('', '', '', '/done', '/return', '/x'), fc.string({ maxLength: 8 }))
    await issue()
    await fc.assert(
      fc.asyncProperty(cardForms, place, fc.boolean(), async (form, rest, sent) => {
        pages += 1
        if (pages % 200 === 0) await issue()
        const url = new URL(`http://page/link/${tokens[pages % tokens.length] ?? ''}${rest}`)
        const reply = handlePage(gateway, url, sent ? new URLSearchParams(form) : null)
        if (typeof reply !== 'string') expect(documentOf(reply)).not.toContain(CARD_NO)
        else if (reply.includes('/secure')) expect(handlePage(gateway, new URL(reply), null)).toBeTypeOf('string')
      }),
      { numRuns: RUNS.pages },
    )
    const standings = gateway.ledger.links.all().map((link) => link.state)
    expect(standings).toContain('paid')
    expect(JSON.stringify([gateway.ledger.links.all(), gateway.ledger.secureSteps.all()])).not.toContain(CARD_NO)
    gateway.ledger.close()
    counts.push(`${whole(RUNS.pages)} to the hosted page`)
  })

  it('over HTTP', { timeout: 120_000 }, async () => {
    const sandbox = await openSandbox()
    plant(sandbox.ledger)
    await post(sandbox, 'SaveMember', `${SITE_FIELDS}&MemberID=m-1`)
    await fc.assert(
      fc.asyncProperty(requests, async ({ sent, type, method }) => {
        const reply = await send(sandbox.url, `/payment/${sent.name}`, sent.body, { 'Content-Type': type }, method)
        if (sent.name.endsWith('.json')) expect(reply.status).toBe(400)
        else expect([reply.status, codesOf(reply.text).length >= 0]).toEqual([200, true])
      }),
      { numRuns: RUNS.overHttp },
    )
    expect(sandbox.requests()).toHaveLength(RUNS.overHttp + 1)
    const reply = await send(sandbox.url, '/payment/SearchTrade.idPass', `${SHOP_FIELDS}&OrderID=o-1`, {
      'Content-Type': FORM,
    })
    expect(reply.status).toBe(200)
    counts.push(`${whole(RUNS.overHttp)} over HTTP`)
  })

  it('bytes that are no HTTP do not bring it down', async () => {
    const sandbox = await openSandbox()
    const port = Number(new URL(sandbox.url).port)
    const raw = fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc
        .string({ minLength: 1 })
        .map((text) => Buffer.from(`POST /payment/${text} HTTP/1.1\r\nContent-Length: -1\r\n\r\n`)),
    )
    await fc.assert(
      fc.asyncProperty(raw, async (bytes) => {
        await new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
          socket.on('error', () => undefined)
          socket.on('close', () => {
            resolve()
          })
          socket.resume()
        })
      }),
      { numRuns: 300 },
    )
    const reply = await send(sandbox.url, '/payment/SearchTrade.idPass', `${SHOP_FIELDS}&OrderID=o-1`)
    expect(reply.status).toBe(200)
  })
})
