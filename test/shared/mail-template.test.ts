import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailSettingsInputSchema } from '../../src-shared/mail.ts'
import { mailReasons, mailStates } from '../../src-shared/mail-names.ts'
import {
  bodyText,
  fillTemplate,
  headerText,
  isMailAddress,
  placeholders,
  unknownPlaceholders,
  usedPlaceholders,
  type PlaceholderValues,
} from '../../src-shared/mail-template.ts'
import { mailReasonText, mailStateText } from '../../src-shared/mail-text.ts'

const values = (given: Partial<PlaceholderValues>): PlaceholderValues =>
  ({ ...Object.fromEntries(placeholders.map((name) => [name, ''])), ...given }) as PlaceholderValues

describe('filling a template', () => {
  it('puts values in, with blanks around the name or not', () => {
    const given = values({ 注文番号: '55', 顧客名: 'テスト 花子' })
    expect(fillTemplate('{{顧客名}} 様 {{ 注文番号 }} {{知らない}}', given)).toBe('テスト 花子 様 55 {{知らない}}')
  })

  it('leaves out a line that holds nothing but an empty value', () => {
    expect(fillTemplate('{{会社名}}\n{{顧客名}} 様\n\n終', values({ 顧客名: '花子' }))).toBe('花子 様\n\n終')
  })

  it('never looks at a value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const given = values({ 顧客名: `${text}{{注文番号}}`, 注文番号: 'WRONG' })
        expect(fillTemplate('a{{顧客名}}b', given)).toBe(`a${text}{{注文番号}}b`)
      }),
    )
  })

  it('names what is used and what is unknown', () => {
    expect(usedPlaceholders('{{注文番号}}{{注文番号}}{{商品明細}}{{何か}}')).toEqual(['注文番号', '商品明細'])
    expect(unknownPlaceholders('{{何か}}{{商品明細}}', 'subject')).toEqual(['{{何か}}', '{{商品明細}}'])
    expect(unknownPlaceholders('{{商品明細}} { }', 'body')).toEqual([])
  })
})

describe('texts of a mail', () => {
  it('a header is one line of whole letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const one = headerText(text)
        expect(one).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        expect(one.length).toBeLessThanOrEqual(200)
        expect(() => encodeURIComponent(one)).not.toThrow()
      }),
    )
    expect(headerText('件名\r\nBcc: a@b.c')).toBe('件名 Bcc: a@b.c')
    expect(headerText('x'.repeat(199) + '🍊')).toBe('x'.repeat(199))
  })

  it('a body has one kind of line break and no control letters', () => {
    expect(bodyText('a\r\nb\rc\u2028d\u0000\u001be\tf\ud83c')).toBe('a\nb\nc\nde\tf\ufffd')
  })
})

describe('addresses', () => {
  it.each(['a@b.jp', 'a..b.@docomo.ne.jp', "o'neil+shop@mail.example.co.jp", 'A_1@x-y.example'])(
    '%s is one',
    (text) => {
      expect(isMailAddress(text)).toBe(true)
    },
  )

  it.each([
    ...['', 'a', '@b.jp', 'a@', 'a@b', 'a@@b.jp', 'a b@c.jp', 'a@b.jp,c@d.jp', '<a@b.jp>', 'a@b.jp\r\nBcc: x@y.jp'],
    ...['"a"@b.jp', 'a@-b.jp', 'a@b..jp', 'ａ@b.jp', 'a@日本.jp', 'a@b.jp ', `${'a'.repeat(65)}@b.jp`, 'a@[127.0.0.1]'],
  ])('%j is none', (text) => {
    expect(isMailAddress(text)).toBe(false)
  })
})

describe('settings', () => {
  const input = {
    ...{ host: 'smtp.example.jp', port: 587, security: 'startTls', user: '', fromAddress: 'a@b.jp', fromName: '' },
    ...{ replyTo: '', copyTo: '', pauseSeconds: 1 },
  }
  const fits = (more: object) => mailSettingsInputSchema.safeParse({ ...input, ...more }).success

  it('go without encryption only to this machine', () => {
    expect(fits({})).toBe(true)
    expect(fits({ security: 'none' })).toBe(false)
    expect(fits({ security: 'none', host: '127.0.0.1' })).toBe(true)
    expect(fits({ security: 'none', host: '127.0.0.1.example.jp' })).toBe(false)
  })

  it.each([
    { host: 'smtp.example.jp/x' },
    { host: 'a b' },
    { port: 0 },
    { fromAddress: '' },
    { fromName: 'a\r\nBcc: x@y.jp' },
    { user: 'a\nb' },
    { password: 'a\r\nQUIT' },
    { pauseSeconds: 61 },
    { more: 1 },
  ])('%j does not fit', (more) => {
    expect(fits(more)).toBe(false)
  })
})

describe('words', () => {
  it.each(mailReasons)('%s says what happened and what to do next', (reason) => {
    expect(mailReasonText[reason].what).toMatch(/。$/)
    expect(mailReasonText[reason].then).toMatch(/。$/)
  })

  it.each(mailStates)('%s has a word', (state) => {
    expect(mailStateText[state]).toMatch(/^[ぁ-ん一-龠]+$/)
  })
})
