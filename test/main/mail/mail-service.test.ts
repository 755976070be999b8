import { describe, expect, it } from 'vitest'
import { textOfMail } from '../../support/mail-server.ts'
import { owner } from '../orders/opened-shop.ts'
import { codeOf, history, opened, serverFor, shopOf, states } from './mail-bench.ts'
import { mailCanary, mailShop, someOrders } from './mail-shop.ts'

describe('a single mail', () => {
  it('goes as it was previewed, is kept as it went, and stands in the history of its order', async () => {
    const shop = await shopOf(someOrders(1))
    const server = await serverFor(shop, {}, { copyTo: 'shop@example.jp' })
    const preview = await shop.mails.preview(shop.ids[0]!, 'received', owner)
    expect(preview).toMatchObject({ recipient: 'order1@example.jp', missing: [], earlier: null, addressProblem: null })
    expect(preview.subject).toBe('【月の器】ご注文を承りました（注文番号 1）')
    expect(preview.body).toContain('テスト 1 様')
    expect(preview.body).toContain('・商品A（商品コード 123456）\n  5,250円（税込） × 1')
    expect(preview.body).toContain('お支払い合計: 5,775円')
    expect(preview.body).not.toMatch(/\{\{|undefined|null|^\n/)
    const asked = shop.asked(shop.ids)
    expect(await shop.mails.send(asked, owner)).toMatchObject({ running: true, total: 1 })
    await shop.mails.idle()
    expect(server.mails).toHaveLength(1)
    expect(server.mails[0]!.to).toEqual(['order1@example.jp', 'shop@example.jp'])
    expect(textOfMail(server.mails[0]!.raw)).toBe(preview.body)
    const found = await shop.mails.history({ ...history, orderNo: '1' })
    expect(found).toMatchObject({
      count: 1,
      rows: [{ state: 'sent', templateName: 'ご注文受付', operatorName: '店主' }],
    })
    expect((await shop.mails.read(found.rows[0]!.id)).body).toBe(preview.body)
    expect((await shop.orders.history(shop.ids[0]!))[0]).toMatchObject({
      kind: 'mail.sent',
      details: { template: 'ご注文受付' },
    })
    expect((await shop.mails.preview(shop.ids[0]!, 'received', owner)).earlier).toMatchObject({ state: 'sent' })
    expect((await shop.mails.history({ ...history, orderNo: '2' })).count).toBe(0)
  })

  it('goes with the words of the operator', async () => {
    const shop = await shopOf(someOrders(1))
    const server = await serverFor(shop)
    const words = { subject: '件名{{注文番号}}', body: '本文 {{顧客名}}\r\n二行目' }
    await shop.mails.send(shop.asked(shop.ids, { words }), owner)
    await shop.mails.idle()
    expect(textOfMail(server.mails[0]!.raw)).toBe('本文 {{顧客名}}\n二行目')
    const two = shop.asked([shop.ids[0]!, 2], { words })
    expect(await codeOf(shop.mails.send(two, owner))).toBe('call.invalid')
    const card = shop.asked(shop.ids, { words: { ...words, body: '4111 1111 1111 1111' }, again: true })
    expect(await codeOf(shop.mails.send(card, owner))).toBe('order.card-number-in-text')
  })

  it('is never sent twice by the same click, and again only when that is wanted', async () => {
    const shop = await shopOf(someOrders(1))
    const server = await serverFor(shop)
    const asked = shop.asked(shop.ids)
    const [first, second] = await Promise.allSettled([shop.mails.send(asked, owner), shop.mails.send(asked, owner)])
    expect([first.status, second.status]).toEqual(['fulfilled', 'fulfilled'])
    await shop.mails.idle()
    expect(await codeOf(shop.mails.send(asked, owner))).toBe('mail.already-sent')
    expect(await codeOf(shop.mails.send({ ...shop.asked(shop.ids), items: asked.items }, owner))).toBe(
      'mail.already-sent',
    )
    const another = shop.asked(shop.ids)
    await shop.mails.send(another, owner)
    await shop.mails.idle()
    expect(await states(shop, another.batchId)).toEqual([['cancelled', 'alreadySent']])
    expect(server.mails).toHaveLength(1)
    await shop.mails.send(shop.asked(shop.ids, { again: true }), owner)
    await shop.mails.idle()
    expect(server.mails).toHaveLength(2)
  })

  it('needs settings and an order', async () => {
    const shop = await shopOf(someOrders(1))
    expect(await codeOf(shop.mails.send(shop.asked(shop.ids), owner))).toBe('mail.not-configured')
    expect(await codeOf(shop.mails.trial())).toBe('mail.not-configured')
    await serverFor(shop)
    expect(await codeOf(shop.mails.send(shop.asked([99]), owner))).toBe('order.not-found')
    expect(shop.mails.run().running).toBe(false)
    expect((await shop.mails.history(history)).count).toBe(0)
  })

  it('goes to the shop itself while practising', async () => {
    const shop = await shopOf(someOrders(1), {}, 'rehearsal')
    const server = await serverFor(shop)
    await shop.mails.send(shop.asked(shop.ids), owner)
    await shop.mails.idle()
    expect(server.mails.map(({ to }) => to)).toEqual([['shop@example.jp']])
  })
})

describe('a bulk', () => {
  it('tells for each order how it went', async () => {
    const orders = someOrders(5)
    const [a, b, c, d, e] = orders as [
      (typeof orders)[0],
      (typeof orders)[0],
      (typeof orders)[0],
      (typeof orders)[0],
      (typeof orders)[0],
    ]
    const withMail = (order: typeof a, email: string) => ({ ...order, orderer: { ...order.orderer, email } })
    const shop = await shopOf([
      a,
      withMail(b, ''),
      withMail(c, 'ｔｅｓｔ＠example.jp'),
      withMail(d, 'gone@example.jp'),
      withMail(e, 'e.e@docomo.ne.jp'),
    ])
    const server = await serverFor(shop, { refuses: { 'gone@example.jp': 550 } })
    const plan = await shop.mails.plan([...shop.ids, 999], 'received', owner)
    expect(plan.map(({ addressProblem }) => addressProblem)).toEqual([null, 'noAddress', 'badAddress', null, null])
    const asked = shop.asked(shop.ids)
    await shop.mails.send(asked, owner)
    await shop.mails.idle()
    expect(await states(shop, asked.batchId)).toEqual([
      ['sent', null],
      ['noAddress', 'noAddress'],
      ['noAddress', 'badAddress'],
      ['failed', 'recipient'],
      ['sent', null],
    ])
    expect(server.mails.map(({ to }) => to[0])).toEqual(['order1@example.jp', 'e.e@docomo.ne.jp'])
    expect((await shop.mails.history({ ...history, states: ['failed'] })).rows[0]).toMatchObject({
      orderNo: '4',
      detail: '550',
    })
  })

  it('of a hundred is stopped in the middle: each was sent once or not at all', async () => {
    const shop = await shopOf(someOrders(100))
    const asked = shop.asked(shop.ids)
    const server = await serverFor(shop, {
      onText: (_mail, count) => {
        if (count === 30) shop.mails.stop(asked.batchId)
        return 'take'
      },
    })
    await shop.mails.send(asked, owner)
    expect(await codeOf(shop.mails.send(shop.asked(shop.ids), owner))).toBe('mail.busy')
    await shop.mails.idle()
    const ends = await shop.mails.batch(asked.batchId)
    expect(server.mails).toHaveLength(30)
    expect(ends.filter(({ state }) => state === 'sent')).toHaveLength(30)
    expect(ends.filter(({ state, reason }) => state === 'cancelled' && reason === 'stopped')).toHaveLength(70)
    expect(shop.runs.at(-1)).toMatchObject({ running: false, stopping: true, total: 100, done: 100 })
    // The rest goes with another click, and nobody gets a second mail.
    const rest = shop.asked(shop.ids)
    await shop.mails.send(rest, owner)
    await shop.mails.idle()
    expect(new Set(server.mails.map(({ to }) => to[0])).size).toBe(100)
    expect(server.mails).toHaveLength(100)
  })

  it('waits between two mails', async () => {
    const naps: number[] = []
    const shop = await shopOf(someOrders(3))
    const clock = { ...shop.clock, sleep: (ms: number) => Promise.resolve(void naps.push(ms)) }
    const again = await mailShop(someOrders(3), { clock })
    opened.push(again)
    await serverFor(again, {}, { pauseSeconds: 7 })
    await again.mails.send(again.asked(again.ids), owner)
    await again.mails.idle()
    expect(naps).toEqual([7000, 7000])
  })

  it('ends at a wrong password: the rest would be refused as well', async () => {
    const shop = await shopOf(someOrders(4))
    const server = await serverFor(shop, { login: { ...mailCanary, password: 'another' } }, mailCanary)
    const asked = shop.asked(shop.ids)
    await shop.mails.send(asked, owner)
    await shop.mails.idle()
    expect(await states(shop, asked.batchId)).toEqual([
      ['failed', 'password'],
      ['cancelled', 'password'],
      ['cancelled', 'password'],
      ['cancelled', 'password'],
    ])
    expect(server.logins).toHaveLength(1)
  })

  it('leaves out orders that lack what the template names', async () => {
    const shop = await shopOf(someOrders(1))
    const server = await serverFor(shop)
    for (const [templateId, missing] of [
      ['shipped', '配送情報'],
      ['paymentLink', '決済リンク'],
    ] as const) {
      expect((await shop.mails.preview(shop.ids[0]!, templateId, owner)).missing).toEqual([missing])
      const asked = shop.asked(shop.ids, { templateId })
      await shop.mails.send(asked, owner)
      await shop.mails.idle()
      expect((await shop.mails.batch(asked.batchId))[0]).toMatchObject({
        state: 'cancelled',
        reason: 'missingValues',
        detail: missing,
      })
    }
    expect(server.mails).toEqual([])
  })
})
