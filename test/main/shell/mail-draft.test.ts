import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailTarget } from '../../../src-main/shell/mail-draft.ts'

const draft = {
  to: 'order55@example.jp',
  subject: 'お支払いのご案内',
  body: 'テスト 様\n\nhttps://example.jp/?a=1&b=2',
}

/** What a mail program reads from a `mailto:` address (RFC 6068). */
function read(url: string) {
  const [to = '', query = ''] = url.replace(/^mailto:/, '').split('?')
  const fields = query.split('&').map((pair) => pair.split('=').map(decodeURIComponent))
  return { to: decodeURIComponent(to), names: fields.map(([name]) => name), values: fields.map(([, value]) => value) }
}

describe('a mail draft', () => {
  it('is handed on with every letter', () => {
    const target = mailTarget(draft, 'linux')
    expect(target?.opened).toBe('whole')
    expect(target?.url).toMatch(/^mailto:order55@example\.jp\?subject=%E3/)
    expect(read(target?.url ?? '')).toEqual({
      to: draft.to,
      names: ['subject', 'body'],
      values: [draft.subject, draft.body.replaceAll('\n', '\r\n')],
    })
  })

  it('needs no recipient', () => {
    expect(mailTarget({ ...draft, to: '' }, 'darwin')?.url).toMatch(/^mailto:\?subject=/)
  })

  it('comes without its text where the system would cut it off', () => {
    const long = { ...draft, body: 'あ'.repeat(300) }
    expect(mailTarget(long, 'linux')?.opened).toBe('whole')
    const target = mailTarget(long, 'win32')
    expect(target).toMatchObject({ opened: 'without-body' })
    expect(read(target?.url ?? '').names).toEqual(['subject'])
  })

  it.each([
    'a@example.jp,b@example.jp',
    'a@example.jp;b@example.jp',
    'a@example.jp?attach=/etc/passwd, b',
    'a@example.jp\r\nBcc: b@example.jp',
    'テスト <a@example.jp>',
    'a b@example.jp',
    'a@localhost',
    'a@b@example.jp',
    '@example.jp',
    `${'a'.repeat(65)}@example.jp`,
  ])('is not opened for %s', (to) => {
    expect(mailTarget({ ...draft, to }, 'linux')).toBeNull()
  })

  it('is not opened with control letters or half letters', () => {
    expect(mailTarget({ ...draft, subject: 'a\nBcc: b@example.jp' }, 'linux')).toBeNull()
    expect(mailTarget({ ...draft, body: 'a\u0000' }, 'linux')).toBeNull()
    expect(mailTarget({ ...draft, body: 'a\ud842' }, 'linux')).toBeNull()
  })

  it('has a recipient, a subject and a text, and never anything else', () => {
    const any = fc.record({
      to: fc.string(),
      subject: fc.string({ unit: 'binary' }),
      body: fc.string({ unit: 'binary' }),
    })
    const odd = fc.record({
      to: fc.constantFrom('', 'a&b?c=d%0a@example.jp'),
      subject: fc.constantFrom('a&bcc=b@example.jp', '?x=1', '%0d%0aBcc: c', '#'),
      body: fc.constantFrom('&attach=/etc/passwd', 'a\nb', '%26'),
    })
    fc.assert(
      fc.property(fc.oneof(any, odd), fc.constantFrom('win32', 'linux'), (given, platform) => {
        const target = mailTarget(given, platform)
        if (target === null) return
        expect(target.url).toMatch(/^mailto:[\x21-\x7e]*$/)
        expect(read(target.url)).toMatchObject({ to: given.to, values: [given.subject, ...bodyOf(given, target)] })
      }),
    )
  })
})

function bodyOf({ body }: { body: string }, { opened }: { opened: string }): string[] {
  return opened === 'whole' ? [body.replaceAll('\n', '\r\n')] : []
}
