import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { MailSettings } from '../../src-shared/mail.ts'
import { isLoopbackHost, type MailReason } from '../../src-shared/mail-names.ts'
import type { ComposedMail } from './mail-message.ts'
import { failureReason, replyCode, troubleOf } from './smtp-errors.ts'

/** Where and as whom to send. The password is for this connection alone. */
export interface MailServer extends Pick<MailSettings, 'host' | 'port' | 'security' | 'user'> {
  readonly password: string
}

/**
 * How sending one mail ended. `failed`: surely not accepted, the server said so or never had the text. `unknown`: the text
 * was on its way and no answer came. `detail`: the server's codes.
 */
export type MailOutcome =
  | { readonly outcome: 'sent'; readonly reason: 'copyRefused' | null; readonly detail: string }
  | { readonly outcome: 'failed'; readonly reason: MailReason; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly reason: 'noAnswer' | 'interrupted'; readonly detail: string }

/** Carries mails to the server. */
export interface Postman {
  /** Never rejects. When `signal` aborts, a mail whose text has not begun stays here; one under way gets a few seconds. */
  send(server: MailServer, mail: ComposedMail, signal?: AbortSignal): Promise<MailOutcome>
}

/** Milliseconds; tests wait less. */
export interface PostmanTimes {
  readonly connectMs: number
  /** Longest silence of the server. */
  readonly silenceMs: number
  /** What a mail under way gets when the program ends. */
  readonly graceMs: number
}

const ordinaryTimes: PostmanTimes = { connectMs: 20_000, silenceMs: 60_000, graceMs: 5_000 }

/** `ca`: certificates to trust instead of the system's; for tests. */
export function createPostman(given: Partial<PostmanTimes> = {}, ca?: string): Postman {
  const times = { ...ordinaryTimes, ...given }
  return {
    async send(server, mail, signal) {
      // The settings refuse this already; a file changed by hand must not get around it.
      if (server.security === 'none' && !isLoopbackHost(server.host)) {
        return { outcome: 'failed', reason: 'noTls', detail: '' }
      }
      // Loaded with the first mail: the start of the program need not wait for it.
      const { default: Connection } = await import('nodemailer/lib/smtp-connection')
      if (signal?.aborted === true) return { outcome: 'failed', reason: 'stopped', detail: '' }
      return deliver(new Connection(connectionOptions(server, times, ca)), server, mail, times, signal)
    },
  }
}

/** TLS is verified whatever the environment says. Nothing of the session is logged. */
function connectionOptions(server: MailServer, times: PostmanTimes, ca: string | undefined): SMTPConnection.Options {
  const trust = ca === undefined ? {} : { ca }
  return {
    host: server.host,
    port: server.port,
    secure: server.security === 'tls',
    requireTLS: server.security === 'startTls',
    ignoreTLS: server.security === 'none',
    name: 'localhost',
    allowInternalNetworkInterfaces: true,
    dnsTimeout: times.connectMs,
    connectionTimeout: times.connectMs,
    greetingTimeout: times.connectMs,
    socketTimeout: times.silenceMs,
    tls: { ...trust, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    logger: false,
  }
}

function deliver(
  connection: SMTPConnection,
  server: MailServer,
  mail: ComposedMail,
  times: PostmanTimes,
  signal: AbortSignal | undefined,
): Promise<MailOutcome> {
  const text = bodyStream(mail.raw)
  return new Promise((resolve) => {
    let grace: NodeJS.Timeout | undefined
    let ended = false
    const end = (outcome: MailOutcome): void => {
      if (ended) return
      ended = true
      clearTimeout(grace)
      signal?.removeEventListener('abort', aborted)
      if (outcome.outcome === 'sent') connection.quit()
      else connection.close()
      resolve(outcome)
    }
    const fail = (error: unknown): void => {
      end(outcomeOf(error, text.begun()))
    }
    const aborted = (): void => {
      if (!text.begun()) end({ outcome: 'failed', reason: 'stopped', detail: '' })
      else grace = setTimeout(() => end({ outcome: 'unknown', reason: 'interrupted', detail: '' }), times.graceMs)
    }
    const send = (): void => {
      connection.send({ from: mail.from, to: [...mail.to] }, text.stream, (error, info) => {
        if (error === null) end(acceptedOutcome(mail, info))
        else fail(error)
      })
    }
    signal?.addEventListener('abort', aborted, { once: true })
    connection.on('error', fail)
    connection.on('end', () => {
      fail({ code: 'ECONNECTION' })
    })
    connection.connect((error) => {
      if (error) fail(error)
      else if (server.user === '') send()
      else connection.login({ user: server.user, pass: server.password }, (wrong) => (wrong ? fail(wrong) : send()))
    })
  })
}

/** The text, and whether any of it was asked for: the connection reads it only after the server has said 354. */
function bodyStream(raw: Buffer): { readonly stream: Readable; begun(): boolean } {
  let begun = false
  const stream = new Readable({
    read() {
      if (!begun) this.push(raw)
      begun = true
      this.push(null)
    },
  })
  return { stream, begun: () => begun }
}

/** An answer of the server to the text is final; silence after the text leaves the outcome open. */
function outcomeOf(error: unknown, begun: boolean): MailOutcome {
  const trouble = troubleOf(error)
  const detail = replyCode(trouble.response)
  const answered = trouble.code === 'EMESSAGE' && trouble.responseCode >= 400
  if (begun && !answered) return { outcome: 'unknown', reason: 'noAnswer', detail }
  return { outcome: 'failed', reason: failureReason(trouble), detail }
}

/** The server may take a mail for some of its receivers only. */
function acceptedOutcome(
  mail: ComposedMail,
  info: { readonly rejected: readonly string[]; readonly response: string },
): MailOutcome {
  const refused = new Set(info.rejected)
  const [buyer = ''] = mail.to
  if (refused.has(buyer)) return { outcome: 'failed', reason: 'recipient', detail: '' }
  return { outcome: 'sent', reason: refused.size > 0 ? 'copyRefused' : null, detail: replyCode(info.response) }
}
