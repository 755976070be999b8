import { decodeWindows31J } from '../text/windows31j.ts'

/** Values of one answer by lower-case key, on an object without a prototype. Ask with `valueOf`. */
export type AnswerFields = Readonly<Record<string, string>>

export type Answer =
  | { readonly kind: 'fields'; readonly fields: AnswerFields }
  /** The request was refused; ErrInfo codes as sent, each once. */
  | { readonly kind: 'errors'; readonly codes: readonly string[] }
  | { readonly kind: 'unreadable' }

/**
 * Reads the body of an answer: `Key=Value&Key=Value` in Windows-31J. The bytes are decoded as a whole before they are
 * cut, because the second byte of a Japanese pair can be `|`. Values stay exactly as sent: they are not
 * percent-encoded, and a leading blank belongs to the value. Of a repeated key the first counts: the shop's free
 * fields come last and may contain anything, a `&Status=` included.
 *
 * `addressKey` names the key whose value is a web address, for the answers that have one.
 */
export function parseAnswer(body: Uint8Array, addressKey?: string): Answer {
  return judge(parseFields(decodeWindows31J(body).replace(/[\r\n]+$/, ''), addressKey))
}

/** What `fields` say. Errors next to a trade, a number or a link contradict it: such an answer is unreadable. */
export function judge(fields: AnswerFields): Answer {
  const info = valueOf(fields, 'ErrInfo') ?? ''
  const errorClass = valueOf(fields, 'ErrCode') ?? ''
  if (info === '' && errorClass === '')
    return Object.keys(fields).length === 0 ? { kind: 'unreadable' } : { kind: 'fields', fields }
  const codes = splitList(info)
  const wellFormed = codes.length > 0 && codes.every((code) => /^[0-9A-Z]{9}$/.test(code))
  const contradicts = contradictions.some((key) => valueOf(fields, key) !== undefined)
  return wellFormed && !contradicts ? { kind: 'errors', codes: [...new Set(codes)] } : { kind: 'unreadable' }
}

/** Keys that only an answer has which did not refuse. */
const contradictions = ['AccessID', 'Status', 'TranID', 'ReceiptNo', 'CustID', 'LinkUrl']

/** Value of `key`, whatever its case; undefined when the answer has no such key. */
export function valueOf(fields: AnswerFields, key: string): string | undefined {
  return fields[key.toLowerCase()]
}

/** Parts of a `|` list; none for the empty text. */
export function splitList(value: string): string[] {
  return value === '' ? [] : value.split('|')
}

function parseFields(text: string, addressKey: string | undefined): AnswerFields {
  const fields = Object.create(null) as Record<string, string>
  for (const pair of cutPairs(text, addressKey)) {
    const at = pair.indexOf('=')
    const key = pair.slice(0, Math.max(at, 0)).toLowerCase()
    if (key !== '' && fields[key] === undefined) fields[key] = pair.slice(at + 1)
  }
  return fields
}

/** Keys that may follow the address of a slip: where one of them stands, the address has ended. */
const afterAddress = /&(?:OrderID|PaymentTerm|TranDate|CheckString|ClientField[123]|ErrCode|ErrInfo)=/i

/**
 * Cuts at each `&`, except inside a raw web address, which has `&` and `=` of its own. Of 3-D Secure, with `ACS=2`
 * everything after `RedirectUrl=` is the address, with `ACS=1` everything from `ACSUrl=` up to `&PaReq=`.
 */
function cutPairs(text: string, addressKey: string | undefined): string[] {
  const start = addressStart(text, addressKey)
  if (start < 0) return text.split('&')
  const rest = text.slice(start)
  const length = /^RedirectUrl/i.test(rest) ? -1 : rest.search(/^ACSUrl/i.test(rest) ? /&PaReq=/ : afterAddress)
  const end = length < 0 ? text.length : start + length
  return [...text.slice(0, start).split('&'), text.slice(start, end), ...text.slice(end + 1).split('&')]
}

function addressStart(text: string, addressKey: string | undefined): number {
  if (/^ACS=[12]&/i.test(text)) return text.search(/(?<=&)(RedirectUrl|ACSUrl)=/i)
  return addressKey === undefined ? -1 : text.search(new RegExp(`(?<=&)${addressKey}=`, 'i'))
}
