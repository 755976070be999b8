import type { MailReason } from '../../src-shared/mail-names.ts'

/** What of an error of the connection is looked at: codes and the command, never a sentence of the server. */
export interface SmtpTrouble {
  readonly code: string
  readonly originalCode: string
  readonly command: string
  /** 0 when the server answered nothing. */
  readonly responseCode: number
  readonly response: string
}

/** The parts of whatever the connection threw. */
export function troubleOf(error: unknown): SmtpTrouble {
  const fields: Readonly<Record<string, unknown>> = typeof error === 'object' && error !== null ? { ...error } : {}
  const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '')
  const { responseCode } = fields
  return {
    code: text('code'),
    originalCode: text('originalCode'),
    command: text('command'),
    responseCode: typeof responseCode === 'number' ? responseCode : 0,
    response: text('response'),
  }
}

/** `550 5.1.1` of an answer: its numbers alone, since its words may repeat an address or a name. */
export function replyCode(response: string): string {
  return /^([2-5]\d\d)[ -]?([245]\.\d{1,3}\.\d{1,3})?/.exec(response)?.slice(1).filter(Boolean).join(' ') ?? ''
}

const certificateCodes =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET)|HOSTNAME_MISMATCH|INVALID_(?:CA|PURPOSE)|PATH_LENGTH)/

/** Why a mail that was surely not accepted was not, in the order in which a session goes. */
export function failureReason(trouble: SmtpTrouble): MailReason {
  const { code, originalCode, command, responseCode } = trouble
  if (code === 'EDNS') return 'unknownHost'
  if (certificateCodes.test(originalCode)) return 'certificate'
  if (code === 'ETLS') return responseCode > 0 ? 'noTls' : 'tls'
  if (code === 'EAUTH' || code === 'ENOAUTH') return isTemporary(responseCode) ? 'tryLater' : 'password'
  if (code === 'ETIMEDOUT') return 'timeout'
  if (responseCode > 0) return refusalReason(command, responseCode)
  if (code === 'EMESSAGE') return 'content'
  if (code === 'EENVELOPE') return 'recipient'
  return networkReason(originalCode)
}

function isTemporary(responseCode: number): boolean {
  return responseCode >= 400 && responseCode < 500
}

function refusalReason(command: string, responseCode: number): MailReason {
  if (responseCode < 500) return 'tryLater'
  if (responseCode === 530 || responseCode === 535) return 'password'
  if (command === 'MAIL FROM') return 'sender'
  if (command === 'RCPT TO') return 'recipient'
  return command === 'DATA' ? 'content' : 'dropped'
}

function networkReason(originalCode: string): MailReason {
  if (originalCode === 'ECONNREFUSED') return 'connectionRefused'
  if (originalCode === 'ETIMEDOUT') return 'timeout'
  if (['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EADDRNOTAVAIL'].includes(originalCode))
    return 'unreachable'
  if (/^(?:EPROTO|ERR_SSL|ERR_TLS)/.test(originalCode)) return 'tls'
  return 'dropped'
}
