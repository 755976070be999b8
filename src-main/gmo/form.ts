import { encodeWindows31J, findUnencodable } from '../text/windows31j.ts'

/** Names and values of one request; a field without a value is left out, which the gateway takes as the same. */
export type FormFields = Readonly<Record<string, string | undefined>>

/** A character of a field for which Windows-31J has no code. */
export interface UnencodableCharacter {
  readonly field: string
  /** Place in the value, in UTF-16 units from 0. */
  readonly index: number
  readonly character: string
}

export type EncodedForm =
  | { readonly ok: true; readonly body: Buffer }
  | { readonly ok: false; readonly unencodable: readonly UnencodableCharacter[] }

/** Bytes a form may carry as they are; all others are written `%XX`, the second halves of Japanese pairs included. */
const plainByte = /[A-Za-z0-9._*-]/

/**
 * The request body: each value folded, turned into Windows-31J and its bytes percent-encoded. Refused, with every
 * place named, when a character would be lost: the gateway must never get a 「?」 the operator did not write.
 */
export function encodeForm(fields: FormFields): EncodedForm {
  const sent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]))
  const unencodable = sent.flatMap(({ name, value }) =>
    findUnencodable(value).map((lost) => ({ field: name, ...lost })),
  )
  if (unencodable.length > 0) return { ok: false, unencodable }
  return { ok: true, body: Buffer.from(sent.map(({ name, value }) => `${name}=${percent(value)}`).join('&'), 'latin1') }
}

function percent(value: string): string {
  let text = ''
  for (const byte of encodeWindows31J(value)) {
    const character = String.fromCharCode(byte)
    text += plainByte.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return text
}
