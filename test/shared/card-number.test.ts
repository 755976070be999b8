import { describe, expect, it } from 'vitest'
import { containsCardNumber, maskCardNumbers } from '../../src-shared/card-number.ts'

/** A small generator with a fixed seed: the same numbers in every run, so that a rate can be asserted. */
function createRandom(seed: number) {
  let state = seed
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const digits = (count: number) => Array.from({ length: count }, () => String(next(10))).join('')
  return { next, digits, pick: <T>(values: readonly T[]): T => values[next(values.length)] as T }
}

const brands: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['3528', 16],
  ['3589', 16],
  ['36', 14],
  ['305', 14],
  ['38', 14],
  ['6011', 16],
  ['65', 16],
  ['62', 17],
  ['62', 19],
]

/** Luhn computed from the front, unlike the program's. */
function withCheckDigit(body: string): string {
  const sum = [...body.matchAll(/\d/g)].reduce((total, [one], index) => {
    const doubled = (body.length - index) % 2 === 1
    const value = Number(one) * (doubled ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return body + String((10 - (sum % 10)) % 10)
}

function fullWidth(text: string): string {
  return text.replace(/[0-9-]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0))
}

function groups(number: string, separator: string): string {
  const parts = number.length === 15 || number.length === 14 ? /^(.{4})(.{6})(.+)$/ : /^(.{4})(.{4})(.{4})(.+)$/
  const cut = parts.exec(number)?.slice(1) ?? []
  const last = cut.at(-1) ?? ''
  return [...cut.slice(0, -1), ...(last.match(/.{1,4}/g) ?? [])].join(separator)
}

const formats: readonly (readonly [string, (number: string) => string])[] = [
  ['plain', (number) => number],
  ['spaces', (number) => groups(number, ' ')],
  ['hyphens', (number) => groups(number, '-')],
  ['full-width digits', fullWidth],
  ['full-width digits and spaces', (number) => fullWidth(groups(number, '\u3000'))],
  ['full-width digits and hyphens', (number) => fullWidth(groups(number, '-'))],
  ['minus signs', (number) => groups(number, '\u2212')],
  ['long vowel signs as hyphens', (number) => fullWidth(groups(number, '\u30fc'))],
  ['dots', (number) => groups(number, '.')],
  ['digit by digit', (number) => number.replace(/(?<=.)(?=.)/g, ' ')],
  ['hyphens with spaces', (number) => groups(number, ' -')],
  ['in the middle of a sentence', (number) => `カード番号は${groups(number, ' ')}、期限05/29です。℡090-1234-5678`],
]

describe('a card number', () => {
  it.each(formats)('is caught and masked when written with %s', (_, write) => {
    const random = createRandom(7)
    for (let count = 0; count < 10_000; count += 1) {
      const [prefix, length] = random.pick(brands)
      const number = withCheckDigit(prefix + random.digits(length - prefix.length - 1))
      const text = write(number)
      if (!containsCardNumber(text)) expect.fail(`missed: ${text}`)
      const masked = maskCardNumbers(text)
      const left = masked.normalize('NFKC').replace(/\D/g, '')
      if (masked.length !== text.length || left.includes(number.slice(0, -4)) || containsCardNumber(masked)) {
        expect.fail(`not masked: ${text} → ${masked}`)
      }
    }
  })

  it('keeps its last four digits and everything around it', () => {
    expect(maskCardNumbers('先 4111 1111 1111 1111 後')).toBe('先 **** **** **** 1111 後')
    expect(maskCardNumbers('４１１１－１１１１－１１１１－１１１１')).toBe('****－****－****－１１１１')
    expect(maskCardNumbers('a4111111111111111,5555555555554444b')).toBe('a************1111,************4444b')
    expect(maskCardNumbers('電話は090-1234-5678')).toBe('電話は090-1234-5678')
  })

  it.each([
    ['one digit wrong', '4111 1111 1111 1112'],
    ['no issuer', '9111111111111116'],
    ['too short', '411111111111'],
    ['too long', '41111111111111111111'],
    ['letters between', '4111a1111b1111c1111'],
    ['a line end between', '4111 1111\n1111 1111'],
    ['nothing', ''],
  ])('is not seen where there is none: %s', (_, text) => {
    expect(containsCardNumber(text)).toBe(false)
  })
})

describe('numbers of a shop', () => {
  const two = (value: number) => String(value).padStart(2, '0')
  const kinds: readonly (readonly [string, (random: ReturnType<typeof createRandom>) => string])[] = [
    ['phones', (r) => `${r.pick(['090', '080', '070', '03', '06', '0985'])}-${r.digits(4)}-${r.digits(4)}`],
    ['phones without hyphens', (r) => `0${r.digits(r.pick([9, 10]))}`],
    ['two phones', (r) => `090-${r.digits(4)}-${r.digits(4)} 0985-${r.digits(2)}-${r.digits(4)}`],
    ['postal code and phone', (r) => `〒${r.digits(3)}-${r.digits(4)} 090-${r.digits(4)}-${r.digits(4)}`],
    ['international phones', (r) => `+81-90-${r.digits(4)}-${r.digits(4)}`],
    ['order numbers', (r) => r.digits(r.pick([5, 7, 9, 12]))],
    [
      'mall order numbers',
      (r) => `${r.digits(6)}-20${r.digits(2)}${two(1 + r.next(12))}${two(1 + r.next(28))}-${r.digits(8)}`,
    ],
    [
      'gateway order numbers',
      (r) => `${r.digits(6)}-${two(1 + r.next(28))}${two(r.next(24))}${two(r.next(60))}${two(r.next(60))}`,
    ],
    ['slips', (r) => r.digits(12)],
    ['slips in groups', (r) => `${r.digits(4)}-${r.digits(4)}-${r.digits(4)}`],
    [
      'times',
      (r) =>
        `2026-${two(1 + r.next(12))}-${two(1 + r.next(28))} ${two(r.next(24))}:${two(r.next(60))}:${two(r.next(60))}`,
    ],
    ['time stamps', (r) => `20${r.digits(2)}${two(1 + r.next(12))}${two(1 + r.next(28))}${r.digits(6)}`],
  ]

  it('are taken for a card at most once in a thousand', () => {
    const random = createRandom(11)
    const wrong = new Map<string, number>()
    for (let count = 0; count < 100_000; count += 1) {
      const [kind, make] = random.pick(kinds)
      if (containsCardNumber(make(random))) wrong.set(kind, (wrong.get(kind) ?? 0) + 1)
    }
    expect(
      [...wrong.values()].reduce((sum, one) => sum + one, 0),
      JSON.stringify([...wrong]),
    ).toBeLessThanOrEqual(100)
  })
})
