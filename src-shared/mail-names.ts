/** What of mails has a name. No schema in here: the window loads this file, and building one would break its content policy. */

/** How the connection to the mail server is kept secret. `none` only to a server on this machine. */
export const mailSecurities = ['tls', 'startTls', 'none'] as const
export type MailSecurity = (typeof mailSecurities)[number]

const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '::1']

/** True when the name means this machine, to which a connection needs no encryption. */
export function isLoopbackHost(host: string): boolean {
  return loopbackHosts.includes(host.toLowerCase())
}

/** Templates the program brings along; the shop's own ones have ids of their own. */
export const builtInTemplates = ['received', 'cancelled', 'backordered', 'shipped', 'paymentLink'] as const
export type BuiltInTemplate = (typeof builtInTemplates)[number]

/**
 * How far a mail is. `waiting` and `intended` move on by themselves; `unknown`: the server had the text, but nobody knows
 * whether it took it; `cancelled`: 取りやめ, nothing was sent; `noAddress`: 宛先なし.
 */
export const mailStates = ['waiting', 'intended', 'sent', 'failed', 'unknown', 'cancelled', 'noAddress'] as const
export type MailState = (typeof mailStates)[number]

/** Why a mail was not sent, or why nobody knows. */
export const mailReasons = [
  'unknownHost',
  'connectionRefused',
  'unreachable',
  'timeout',
  'certificate',
  'noTls',
  'tls',
  'password',
  'sender',
  'recipient',
  'content',
  'tryLater',
  'dropped',
  'noAnswer',
  'interrupted',
  'stopped',
  'noAddress',
  'badAddress',
  'missingValues',
  'alreadySent',
  'copyRefused',
  'byOperator',
] as const
export type MailReason = (typeof mailReasons)[number]

/** Most orders of one bulk. */
export const MAX_BULK = 1000
