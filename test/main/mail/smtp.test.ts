import net, { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { composeMail, type MailDraft } from '../../../src-main/mail/mail-message.ts'
import { createPostman, type MailServer, type PostmanTimes } from '../../../src-main/mail/smtp.ts'
import {
  headersOf,
  headerWords,
  mailRoot,
  startMailServer,
  textOfMail,
  type MailServerOptions,
} from '../../support/mail-server.ts'

const login = { user: 'shop@example.jp', password: 'CANARYmail9' }
const opened: { close: () => unknown }[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const thing of opened.splice(0)) await thing.close()
})

const draft: MailDraft = {
  id: '00000000-0000-4000-8000-000000000001',
  at: Date.UTC(2026, 10, 23, 5, 10),
  from: { name: 'テスト商店', address: 'shop@example.jp' },
  to: { name: 'テスト 花子 様', address: 'hanako@example.com' },
  replyTo: 'reply@example.jp',
  copyTo: 'copy@example.jp',
  subject: '【テスト商店】ご注文を承りました（注文番号 55）',
  body: 'テスト 花子 様\n\n𠮷野家🍊 5,775円\n.\n..二つ\nFrom here\n',
}

async function server(options: MailServerOptions = {}) {
  const started = await startMailServer(options)
  opened.push(started)
  return started
}

async function post(
  to: Partial<MailServer>,
  times: Partial<PostmanTimes> = {},
  ca: string | undefined = mailRoot,
  signal?: AbortSignal,
) {
  const where: MailServer = { host: '127.0.0.1', port: 25, security: 'none', ...login, user: '', ...to }
  return createPostman({ connectMs: 2_000, silenceMs: 2_000, graceMs: 100, ...times }, ca).send(
    where,
    await composeMail(draft),
    signal,
  )
}

describe('a mail', () => {
  it.each(['tls', 'startTls'] as const)('arrives whole and encrypted (%s)', async (security) => {
    const there = await server({ security, login })
    expect(await post({ port: there.port, security, user: login.user })).toEqual({
      outcome: 'sent',
      reason: null,
      detail: '250 2.0.0',
    })
    const [mail] = there.mails
    expect(mail).toMatchObject({ secure: true, user: login.user, from: 'shop@example.jp' })
    expect(mail!.to).toEqual(['hanako@example.com', 'copy@example.jp'])
    const headers = headersOf(mail!.raw)
    expect(headerWords(headers.get('subject')!)).toBe(draft.subject)
    expect(headerWords(headers.get('to')!)).toBe('テスト 花子 様 <hanako@example.com>')
    expect(headerWords(headers.get('from')!)).toBe('テスト商店 <shop@example.jp>')
    expect(headers.get('reply-to')).toContain('reply@example.jp')
    expect(headers.get('message-id')).toBe('<00000000-0000-4000-8000-000000000001@example.jp>')
    expect(headers.get('content-type')).toMatch(/^text\/plain; charset=utf-8/)
    expect(headers.get('date')).toBe('Mon, 23 Nov 2026 05:10:00 +0000')
    expect(mail!.raw).not.toContain('copy@example.jp')
    expect(mail!.raw.split('\r\n').every((line) => line.length <= 78)).toBe(true)
    expect(textOfMail(mail!.raw)).toBe(draft.body)
  })

  it('arrives at a server on this machine without encryption', async () => {
    const there = await server()
    expect(await post({ port: there.port })).toMatchObject({ outcome: 'sent' })
    expect(there.mails).toHaveLength(1)
  })

  it('goes unencrypted to no other machine', async () => {
    expect(await post({ host: 'mail.example.jp', security: 'none' })).toEqual({
      outcome: 'failed',
      reason: 'noTls',
      detail: '',
    })
  })
})

const failed = (reason: string, detail = '') => ({ outcome: 'failed', reason, detail })

describe('what the server refuses', () => {
  it('a wrong password, which appears nowhere in the answer', async () => {
    const there = await server({ security: 'tls', login: { ...login, password: 'another' } })
    const outcome = await post({ port: there.port, security: 'tls', user: login.user })
    expect(outcome).toEqual(failed('password', '535'))
    expect(there.logins).toEqual([login])
    expect(there.mails).toEqual([])
  })

  it.each([
    [550, 'recipient', '550'],
    [450, 'tryLater', '450'],
  ])('the buyer’s address with %i', async (code, reason, detail) => {
    const there = await server({ refuses: { 'hanako@example.com': code, 'copy@example.jp': code } })
    expect(await post({ port: there.port })).toEqual(failed(reason, detail))
  })

  it('the buyer’s address only: the mail is not sent, although the copy was taken', async () => {
    const there = await server({ refuses: { 'hanako@example.com': 550 } })
    expect(await post({ port: there.port })).toEqual(failed('recipient'))
  })

  it('the copy only: the mail is sent and says so', async () => {
    const there = await server({ refuses: { 'copy@example.jp': 550 } })
    expect(await post({ port: there.port })).toMatchObject({ outcome: 'sent', reason: 'copyRefused' })
    expect(there.mails[0]?.to).toEqual(['hanako@example.com'])
  })

  it.each([
    [554, 'content'],
    [452, 'tryLater'],
  ])('the text with %i', async (code, reason) => {
    const there = await server({ onText: () => code })
    expect(await post({ port: there.port })).toEqual(failed(reason, String(code)))
  })
})

describe('a server that falls silent', () => {
  it.each(['hangUp', 'keepSilent'] as const)('after the text (%s) leaves the outcome open', async (what) => {
    const there = await server({ onText: () => what })
    expect(await post({ port: there.port }, { silenceMs: 200 })).toEqual({
      outcome: 'unknown',
      reason: 'noAnswer',
      detail: '',
    })
  })

  it('before the greeting is a timeout, and nothing was sent', async () => {
    expect(await post({ port: await plain(() => undefined) }, { connectMs: 150 })).toEqual(failed('timeout'))
  })

  it('by hanging up before the text is a failure', async () => {
    expect(await post({ port: await plain((socket) => socket.destroy()) })).toEqual(failed('dropped'))
  })

  it('and takes its time is waited for', async () => {
    const slow = () => new Promise<'take'>((resolve) => setTimeout(() => resolve('take'), 400))
    const there = await server({ onText: slow })
    expect(await post({ port: there.port })).toMatchObject({ outcome: 'sent' })
  })
})

describe('a server that cannot be trusted', () => {
  it.each([
    ['tls', 'other-host', mailRoot],
    ['tls', 'expired', mailRoot],
    ['tls', 'server', undefined],
    ['startTls', 'other-host', mailRoot],
    ['startTls', 'expired', mailRoot],
    ['startTls', 'server', undefined],
  ] as const)('(%s, %s) gets neither password nor mail', async (security, certificate, ca) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    const there = await server({ security, certificate, login })
    const where = { host: '127.0.0.1', port: there.port, security, ...login }
    const outcome = await createPostman({ connectMs: 2_000 }, ca).send(where, await composeMail(draft))
    expect(outcome).toEqual(failed('certificate'))
    expect(there.logins).toEqual([])
    expect(there.mails).toEqual([])
  })

  it('(no STARTTLS) gets neither password nor mail', async () => {
    const there = await server({ login })
    expect(await post({ port: there.port, security: 'startTls', user: login.user })).toMatchObject({
      outcome: 'failed',
      reason: 'noTls',
    })
    expect(there.logins).toEqual([])
  })

  it('(TLS expected, plain words spoken) gets nothing', async () => {
    const there = await server({ login })
    expect(await post({ port: there.port, security: 'tls', user: login.user })).toEqual(failed('tls'))
    expect(there.logins).toEqual([])
  })
})

describe('no server', () => {
  it('under that name', async () => {
    expect(await post({ host: 'no-such-host.invalid', security: 'tls' })).toEqual(failed('unknownHost'))
  })

  it('at that port', async () => {
    const port = await plain(() => undefined)
    await opened.pop()?.close()
    expect(await post({ port })).toEqual(failed('connectionRefused'))
  })
})

describe('the end of the program', () => {
  it('keeps a mail here whose text has not begun', async () => {
    const port = await plain(() => undefined)
    const ending = new AbortController()
    const outcome = post({ port }, {}, mailRoot, ending.signal)
    setTimeout(() => ending.abort(), 50)
    expect(await outcome).toEqual(failed('stopped'))
    expect(await post({ port }, {}, mailRoot, ending.signal)).toEqual(failed('stopped'))
  })

  it('leaves the outcome of one under way open', async () => {
    const ending = new AbortController()
    const there = await server({
      onText: () => {
        ending.abort()
        return 'keepSilent'
      },
    })
    expect(await post({ port: there.port }, {}, mailRoot, ending.signal)).toEqual({
      outcome: 'unknown',
      reason: 'interrupted',
      detail: '',
    })
  })
})

/** Takes connections and speaks no SMTP. */
async function plain(act: (socket: net.Socket) => unknown): Promise<number> {
  const sockets: net.Socket[] = []
  const listener = net.createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    act(socket)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  opened.push({
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => listener.close(resolve))
    },
  })
  return (listener.address() as AddressInfo).port
}
