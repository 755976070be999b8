import type { MailDraft } from '../../src-shared/bridge.ts'

/** What to hand to the system, and whether the text fits in. */
export interface MailTarget {
  readonly url: string
  readonly opened: 'whole' | 'without-body'
}

/** Windows hands on addresses of 2,081 letters (Electron's `shell.openExternal`); others far longer ones. */
const MAX_LENGTH = { win32: 2000, other: 16_000 } as const

/** One plain address. No blanks, commas, semicolons, quotes or angle brackets: never a list, never a name. */
const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+$/
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const surrogates = /\p{Surrogate}/u

/**
 * The `mailto:` address of a draft, or null when it must not be opened. It is made here from three texts, all of them
 * encoded, so that no text can become another recipient, header or attachment. A text that is too long for the system
 * is left out.
 */
export function mailTarget({ to, subject, body }: MailDraft, platform: string): MailTarget | null {
  if (to !== '' && !address.test(to)) return null
  if (controls.test(subject) || controls.test(body.replaceAll('\n', '')) || surrogates.test(subject + body)) return null
  const head = `mailto:${encodeURIComponent(to).replace('%40', '@')}?subject=${encodeURIComponent(subject)}`
  const whole = `${head}&body=${encodeURIComponent(body.replaceAll('\n', '\r\n'))}`
  const longest = platform === 'win32' ? MAX_LENGTH.win32 : MAX_LENGTH.other
  if (whole.length <= longest) return { url: whole, opened: 'whole' }
  return head.length <= longest ? { url: head, opened: 'without-body' } : null
}
