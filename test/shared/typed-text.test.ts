import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { calls } from '../../src-shared/api.ts'
import { failureSentence } from '../../src-shared/failure-text.ts'
import { CONTROL_CHARACTER, oneLine, rawText, typedText } from '../../src-shared/typed-text.ts'
import { typedDelivery, typedLine, typedOrder } from '../main/orders/made-forms.ts'

const controls = Array.from({ length: 0xa0 }, (_one, code) => code).filter((code) => code < 0x20 || code > 0x7e)
const blanks = [0x09, 0x0a, 0x0d]
const around = (code: number) => `X${String.fromCharCode(code)}Y`

/** The first thing that is wrong with an input, by path. */
function mistakes(schema: z.ZodType, input: unknown): ReadonlyMap<string, string> {
  const issues = schema.safeParse(input).error?.issues ?? []
  return new Map(issues.map(({ path, message }) => [path.map(String).join('.'), message] as const).reverse())
}

describe('typed text', () => {
  it('has no control character but tab and line ends, on one line not even these', () => {
    for (const code of controls) {
      for (const text of [typedText(9), rawText(9)]) {
        expect(mistakes(text, around(code)).has(''), `U+${code.toString(16)}`).toBe(!blanks.includes(code))
      }
      expect(mistakes(oneLine(9), around(code)).get(''), `U+${code.toString(16)}`).toBe(CONTROL_CHARACTER)
    }
    for (const code of [0x2028, 0x2029]) expect(mistakes(oneLine(9), around(code)).get('')).toBe(CONTROL_CHARACTER)
  })

  it('is anything else, trimmed where it is typed', () => {
    const text = " 𠮷野 髙橋－～‐ \u3000é\u0301😀<b>%_' "
    expect(rawText(99).parse(text)).toBe(text)
    expect(typedText(99).parse(text)).toBe(text.trim())
    expect(oneLine(99).parse(text)).toBe(text.trim())
  })
})

const order = typedOrder({ customerNo: '12', message: 'のし', note: 'メモ' })
const { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent } = typedLine()
const fields = { name, class1, class2, unitPriceYen, taxIncluded, taxRatePercent }
const delivery = typedDelivery({ trackingNo: '12', trackingUrl: 'https://x.example/', carrier: 'ヤマト' })
const inputs = {
  'products.find': { text: 'あ' },
  'products.of-codes': { codes: ['A'] },
  'products.page': { text: 'あ', kind: 'all', sort: 'code', page: 0 },
  'products.add': { productCode: 'A', ...fields, stock: 1, picture: null },
  'products.change': { id: 1, seen: fields, fields, stock: { seen: 1, to: 2, note: '棚卸し' } },
  'members.page': { text: 'あ', kind: 'all', sort: 'no', page: 0 },
  'members.correct': { id: 1, seen: 1, to: 2, note: '訂正' },
  'customers.find': { text: 'あ' },
  'orders.create': order,
  'orders.preview-create': { customerNo: '12', lines: order.lines, charges: order.charges },
  'orders.change': {
    ...{ id: 1, seen: 1 },
    changes: {
      ...{ note: 'メモ', message: 'のし', paymentMethodName: '代引', orderer: order.orderer, lines: [typedLine()] },
      ...{ deliveries: [{ id: 1, ...delivery }], addedDeliveries: [delivery] },
    },
  },
  'settlement.change': { id: 1, seen: 1, action: 'sales', thenStatus: null, reason: '訂正' },
} as const

/** What is no free text is refused for another reason. */
const otherwise = /(?:requestId|sex|bornOn|requestedOn|kind|sort|action)$/
/** Only compared with what is stored. */
const compared = /^seen\./

/** The paths of all texts in an input. */
function textPaths(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value === 'string') return [path]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => textPaths(inner, [...path, key]))
}

function withText(value: unknown, [key, ...rest]: readonly string[], text: string): unknown {
  if (key === undefined) return text
  if (Array.isArray(value))
    return value.map((one: unknown, at) => (String(at) === key ? withText(one, rest, text) : one))
  return { ...(value as object), [key]: withText((value as Record<string, unknown>)[key], rest, text) }
}

describe.each(Object.entries(inputs))('%s', (call, input) => {
  const schema: z.ZodType = calls[call as keyof typeof inputs].input
  const texts = textPaths(input)
    .map((path) => ({ path, named: path.join('.') }))
    .filter(({ named }) => !compared.test(named))

  it('takes what is right', () => {
    expect(mistakes(schema, input)).toEqual(new Map())
    expect(texts.length).toBeGreaterThan(0)
  })

  it.each(texts)('refuses a text cut by NUL in $named', ({ path, named }) => {
    for (const code of [0x00, 0x0b, 0x1b, 0x7f, 0x85]) {
      const said = mistakes(schema, withText(input, path, around(code))).get(named)
      if (otherwise.test(named)) expect(said).toBeDefined()
      else expect(said).toBe(CONTROL_CHARACTER)
    }
  })
})

it('the refusal says that something is there which cannot be seen', () => {
  const failure = { code: 'call.invalid', params: { field: 'fields.name', why: CONTROL_CHARACTER } } as const
  expect(failureSentence(failure)).toMatchObject({ what: expect.stringContaining('制御文字') as string })
  expect(failureSentence({ ...failure, params: {} }).what).not.toContain('制御文字')
})
