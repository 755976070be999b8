/** Why a request is proven not to have left this machine. */
export type NotSentReason =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'connectTimeout'
  | 'tls'
  | 'connection'
  | 'aborted'
  /** The shop's id or password could not be had, or is empty. */
  | 'credentials'
  /** A value has a character Windows-31J cannot hold. */
  | 'unencodable'
  /** Whoever asked for it did not want it any more when its turn had come. */
  | 'withheld'

/** Why the outcome of a request is open. */
export type UnknownReason =
  | 'reset'
  | 'timeout'
  | 'aborted'
  | 'httpStatus'
  | 'malformed'
  | 'truncated'
  | 'tooLarge'
  /** An answer of status 200 that does not follow the protocol, or lacks something it must have. */
  | 'unreadable'
  /** A proper answer, but about another trade. */
  | 'otherTrade'

const reasonsByCode = new Map<string, NotSentReason>([
  ['ENOTFOUND', 'dns'],
  ['EAI_AGAIN', 'dns'],
  ['EAI_FAIL', 'dns'],
  ['EAI_NODATA', 'dns'],
  ['ECONNREFUSED', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['ETIMEDOUT', 'connectTimeout'],
])

/** Reason for an error before the request was handed over. `inHandshake`: TCP stood, TLS did not yet. */
export function notSentReasonOf(error: Error, inHandshake: boolean): NotSentReason {
  return inHandshake ? 'tls' : (reasonsByCode.get(codeOf(error)) ?? 'connection')
}

/** Reason for an error after the request was handed over. `answering`: the head of an answer was already here. */
export function unknownReasonOf(error: Error, answering: boolean): UnknownReason {
  if (codeOf(error).startsWith('HPE_')) return 'malformed'
  return answering ? 'truncated' : 'reset'
}

/** Only the code is ever read: the text of an error may contain what was being sent. */
function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}
