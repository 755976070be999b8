import { inspect } from 'node:util'
import { maskCardNumbers } from '../../src-shared/card-number.ts'

/** Takes every known secret and every card number out of a text before it is written anywhere. */
export interface Redactor {
  /** Remembers a secret by its value. Values shorter than four letters are ignored: they would blank the whole log. */
  add(secret: string): void
  mask(text: string): string
}

/** Line breaks and terminal control letters: a value must not be able to fake a line of its own. */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g

export function createRedactor(): Redactor {
  const secrets = new Set<string>()
  return {
    add(secret) {
      if (secret.length >= 4) secrets.add(secret)
    },
    mask(text) {
      let masked = text.replace(controls, ' ')
      for (const secret of secrets) masked = masked.replaceAll(secret, '＊＊＊')
      return maskCardNumbers(masked)
    },
  }
}

/** A value of a log line as text. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value, { depth: 2, breakLength: Infinity })
}
