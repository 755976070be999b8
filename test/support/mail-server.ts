import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

const pem = (name: string) => readFileSync(new URL(`../fixtures/gmo/tls/${name}.pem`, import.meta.url), 'utf8')

/** The certificate that vouches for the servers of these tests. */
export const mailRoot = pem('root')

/** A mail as it arrived. */
export interface ArrivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
  /** The session was encrypted. */
  readonly secure: boolean
  readonly user: string
}

export interface MailServerOptions {
  /** `tls` from the first byte; `startTls` on request; `none`. */
  readonly security?: 'tls' | 'startTls' | 'none'
  /** Certificate of the fixtures. */
  readonly certificate?: 'server' | 'other-host' | 'expired'
  /** The one name and password it takes; null asks for none. */
  readonly login?: { readonly user: string; readonly password: string } | null
  /** Addresses it refuses, with the code. */
  readonly refuses?: Readonly<Record<string, number>>
  /** What it does with a text once it has all of it; by default it takes it. */
  readonly onText?: (mail: ArrivedMail, count: number) => 'take' | 'hangUp' | 'keepSilent' | number | Promise<'take'>
}

export interface MailServerUnderTest {
  readonly port: number
  readonly mails: ArrivedMail[]
  /** Everything the server was told as name and password. */
  readonly logins: { readonly user: string; readonly password: string }[]
  close(): Promise<void>
}

const answer = (code: number): Error => Object.assign(new Error('no thanks'), { responseCode: code })

/** A real SMTP server on this machine. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServerUnderTest> {
  const { security = 'none', certificate = 'server', login = null, refuses = {}, onText = () => 'take' } = options
  const mails: ArrivedMail[] = []
  const logins: { user: string; password: string }[] = []
  const sockets = new Set<Socket>()
  const settings: SMTPServerOptions = {
    secure: security === 'tls',
    ...(security === 'none' ? { hideSTARTTLS: true } : { cert: pem(`${certificate}.cert`), key: pem('server.key') }),
    disabledCommands: [...(security === 'startTls' ? [] : ['STARTTLS']), ...(login === null ? ['AUTH'] : [])],
    authOptional: login === null,
    allowInsecureAuth: security === 'none',
    closeTimeout: 50,
    disableReverseLookup: true,
    onAuth(auth, _session, done) {
      logins.push({ user: auth.username ?? '', password: auth.password ?? '' })
      if (auth.username === login?.user && auth.password === login?.password) done(null, { user: auth.username })
      else
        done(
          Object.assign(new Error(`Invalid login for ${auth.username ?? ''} ${auth.password ?? ''}`), {
            responseCode: 535,
          }),
        )
    },
    onRcptTo({ address }, _session, done) {
      const code = refuses[address]
      done(code === undefined ? null : answer(code))
    },
    onData(stream, session, done) {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        const mail: ArrivedMail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: Buffer.concat(pieces).toString('utf8'),
          secure: session.secure,
          user: String(session.user ?? ''),
        }
        void Promise.resolve(onText(mail, mails.length + 1)).then((what) => {
          if (what === 'hangUp') for (const socket of sockets) socket.destroy()
          else if (typeof what === 'number') done(answer(what))
          else if (what === 'take') {
            mails.push(mail)
            done(null, '2.0.0 Ok')
          }
        })
      })
    },
  }
  const server = new SMTPServer(settings)
  server.on('error', () => undefined)
  server.server.on('connection', (socket: Socket) => {
    // Under TLS a bare socket is not ours to destroy: Node 20 crashes when its handshake has just failed.
    if (security === 'none') sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    logins,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** Headers of an arrived mail by their lower-case names, with folded lines joined. */
export function headersOf(raw: string): ReadonlyMap<string, string> {
  const [head = ''] = raw.split('\r\n\r\n')
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  )
}

/** Encoded words of a header, read. */
export function headerWords(value: string): string {
  return value
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?b\?([^?]*)\?=/gi, (_whole, text: string) => Buffer.from(text, 'base64').toString('latin1'))
    .replaceAll(/[\u0080-\u00ff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'))
}

/** The text of an arrived mail. */
export function textOfMail(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4)
  return Buffer.from(body, 'base64').toString('utf8').replaceAll('\r\n', '\n')
}
