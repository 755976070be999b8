import { readFileSync } from 'node:fs'
import { encodeWindows31J } from '../../../src-main/text/windows31j.ts'

/** One recorded exchange with the gateway's own test environment, from public sources; credentials were removed there. */
export interface Recording {
  readonly endpoint: string
  readonly body: string
  readonly recordedAt: string | null
  /** `core`: of card, convenience store and Pay-easy trades. */
  readonly scope?: 'core'
  /** The fields sent, without the shop's credentials; only for calls this program makes. */
  readonly request?: Readonly<Record<string, string>>
}

const file = new URL('../../fixtures/gmo/recordings.jsonl', import.meta.url)

export const recordings: readonly Recording[] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recording)

/** The recordings of one endpoint. */
export function recordingsOf(endpoint: string): Recording[] {
  return recordings.filter((recording) => recording.endpoint === endpoint)
}

/** The body as the gateway sent it: raw Windows-31J. */
export function bytesOf(recording: Recording): Buffer {
  return encodeWindows31J(recording.body)
}

/** The recorded inquiry of a trade that was never paid, and a paid one in the same shape. */
export const unpaidBody = recordingsOf('SearchTrade')[0]?.body ?? ''
export const paidBody = unpaidBody
  .replace('Status=UNPROCESSED', 'Status=SALES')
  .replace('CardNo=&', 'CardNo=************1111&')
  .replace('Method=&PayTimes=&', 'Method=2&PayTimes=3&')
  .replace('Forward=&TranID=&Approve=&', 'Forward=2a99662&TranID=1303011158111111111111198880&Approve= 004536&')
