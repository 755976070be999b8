import fc from 'fast-check'
import addressparser from 'nodemailer/lib/addressparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { defaultTemplates } from '../../../src-main/mail/default-templates.ts'
import { composeMail } from '../../../src-main/mail/mail-message.ts'
import { previewMail } from '../../../src-main/mail/mail-plan.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { builtInTemplates } from '../../../src-shared/mail-names.ts'
import { placeholders, placeholderText, unknownPlaceholders } from '../../../src-shared/mail-template.ts'
import { headersOf, textOfMail } from '../../support/mail-server.ts'
import { sampleOrder } from '../../support/sample-orders.ts'
import { owner } from '../orders/opened-shop.ts'
import { mailShop, type MailShop } from './mail-shop.ts'

let shop: MailShop
beforeAll(async () => {
  shop = await mailShop()
})
afterAll(() => shop.close())

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return error instanceof Refusal ? error.failure : null
}

describe('templates', () => {
  it('begin with the program’s own, which use only what is on the list', async () => {
    const list = await shop.templates.list()
    expect(list.map(({ id }) => id)).toEqual(builtInTemplates)
    for (const { subject, body, changed } of list) {
      expect([...unknownPlaceholders(subject, 'subject'), ...unknownPlaceholders(body, 'body')]).toEqual([])
      expect(changed).toBe(false)
    }
  })

  it('are changed, reset, added and removed, with a line in the history each time', async () => {
    const words = { name: '発送（短い）', subject: '発送 {{注文番号}}', body: '{{顧客名}} 様\r\n{{配送情報}}\n' }
    const changed = await shop.templates.save({ id: 'shipped', ...words }, owner)
    expect(changed).toEqual({
      id: 'shipped',
      builtIn: true,
      changed: true,
      ...words,
      body: '{{顧客名}} 様\n{{配送情報}}\n',
    })
    expect(await shop.templates.reset('shipped', owner)).toMatchObject({ changed: false, ...defaultTemplates.shipped })
    const own = await shop.templates.save({ id: null, ...words }, owner)
    expect((await shop.templates.list()).at(-1)).toEqual(own)
    await shop.templates.remove(own.id, owner)
    expect(await shop.templates.list()).toHaveLength(builtInTemplates.length)
    const [row] = await shop.db.read<{ n: number }[]>((db) =>
      db.raw("SELECT count(*) AS n FROM events WHERE changes LIKE '%メールテンプレート%'"),
    )
    expect(row?.n).toBe(4)
  })

  it.each([
    ['件名', '{{お名前}}', '{{お名前}}'],
    ['{{商品明細}}', '本文', '{{商品明細}}'],
    ['件名', '{{#each 商品}}x{{/each}}', '{{#each 商品}}、{{/each}}'],
    ['件名', '{{注文番号', '{{'],
    ['件名', '注文番号}}', '}}'],
  ])('refuse %s / %s and name it', async (subject, body, names) => {
    const failure = await failureOf(shop.templates.save({ id: null, name: 'x', subject, body }, owner))
    expect(failure).toMatchObject({ code: 'mail.unknown-placeholder', params: { names } })
  })

  it('refuse a card number', async () => {
    const words = { id: null, name: 'x', subject: '件名', body: 'カード 4111-1111-1111-1111' }
    expect(await failureOf(shop.templates.save(words, owner))).toMatchObject({ code: 'order.card-number-in-text' })
  })
})

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    'x\r\nBcc: thief@example.com\r\n\r\nbody',
    '\n.\r\nMAIL FROM:<a@b.c>\r\n',
    '{{決済リンク}}{{注文番号}}',
    '=?utf-8?b?DQpCY2M6IGFAYi5j?=',
    '𠮷🍊\u2028To: a@b.c',
    '\ud83c',
    '"<a@b.c>, thief@example.com" ;',
  ),
)
const setting = {
  shopName: '月の器',
  fromAddress: 'shop@example.jp',
  shopAddress: 'shop@example.jp',
  toShopOnly: false,
}
const every = placeholders.map(placeholderText).join('\n')

describe('whatever stands in an order', () => {
  it('never changes headers, receivers or text, and expands no placeholder', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (family, product, tracking) => {
        const base = sampleOrder(1)
        const order = {
          ...base,
          orderNo: product,
          orderer: { ...base.orderer, familyName: family, company: product },
          lines: base.lines.map((line) => ({ ...line, name: product })),
          deliveries: base.deliveries.map((one) => ({ ...one, trackingNo: tracking, familyName: family })),
        }
        const words = { name: 'x', subject: '【{{ショップ名}}】{{顧客名}} {{注文番号}}', body: every }
        const mail = previewMail(
          words,
          { order, paymentLink: 'https://link.example/SECRETLINK', earlier: null },
          setting,
        )
        expect(mail.recipient).toBe('test@example.jp')
        // The one link is the template's own; a value that names the placeholder is not filled.
        expect(mail.body.split('SECRETLINK')).toHaveLength(2)
        const sent = await composeMail({
          id: '00000000-0000-4000-8000-000000000001',
          at: 0,
          from: { name: family, address: 'shop@example.jp' },
          to: { name: `${mail.name} 様`, address: mail.recipient },
          replyTo: '',
          copyTo: '',
          subject: mail.subject,
          body: mail.body,
        })
        const raw = sent.raw.toString('utf8')
        expect([...headersOf(raw).keys()].sort()).toEqual(headerNames)
        expect(raw.slice(0, raw.indexOf('\r\n\r\n'))).toMatch(/^[\x20-\x7e\r\n]*$/)
        expect(sent.to).toEqual(['test@example.jp'])
        expect(raw.split('\r\n\r\n')).toHaveLength(2)
        expect(raw).not.toMatch(/[^\r]\n|\r[^\n]|^\.$/m)
        expect(textOfMail(raw)).toBe(mail.body)
        const to = addressparser(headersOf(raw).get('to') ?? '', { flatten: true })
        expect(to.map(({ address }) => address)).toEqual(['test@example.jp'])
      }),
      { numRuns: 300 },
    )
  })
})

const headerNames = [
  'content-transfer-encoding',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
]
