/** What stands for one value of an order, in a subject or a text. */
export const linePlaceholders = [
  '注文番号',
  '注文日',
  '顧客名',
  '会社名',
  '小計',
  '値引',
  '送料',
  '手数料',
  '合計',
  '使用ポイント',
  '加算ポイント',
  'お支払い合計',
  'お支払い方法',
  '発送日',
  '配送業者',
  '発送伝票番号',
  '追跡URL',
  '配達日指定',
  '時間指定',
  '決済リンク',
  'ショップ名',
  'ショップのメールアドレス',
] as const

/** What stands for several prepared lines; only in a text. */
export const blockPlaceholders = ['商品明細', '金額明細', 'お届け先', '配送情報', 'お支払い番号'] as const

export const placeholders = [...linePlaceholders, ...blockPlaceholders] as const
export type Placeholder = (typeof placeholders)[number]

/** The values of one order; an empty text where the order has none. */
export type PlaceholderValues = Readonly<Record<Placeholder, string>>

/** Values that a mail naming them cannot do without; the others are empty for many orders and may be. */
export const neededPlaceholders: readonly Placeholder[] = [
  '注文番号',
  '顧客名',
  '商品明細',
  'お届け先',
  '発送日',
  '配送業者',
  '発送伝票番号',
  '追跡URL',
  '配送情報',
  '決済リンク',
  'お支払い番号',
]

const written = /\{\{([^{}]*)\}\}/g
const known: ReadonlySet<string> = new Set(placeholders)
const blocks: ReadonlySet<string> = new Set(blockPlaceholders)

function isPlaceholder(name: string): name is Placeholder {
  return known.has(name)
}

/** As it is written in a template: `{{注文番号}}`. */
export function placeholderText(name: Placeholder): string {
  return `{{${name}}}`
}

/**
 * What of a template is no placeholder, as it was written: unknown names, blocks in a subject, braces that are left over.
 * Empty when the template may be stored.
 */
export function unknownPlaceholders(template: string, where: 'subject' | 'body'): readonly string[] {
  const wrong = [...template.matchAll(written)]
    .filter(([, name = '']) => !known.has(name.trim()) || (where === 'subject' && blocks.has(name.trim())))
    .map(([whole]) => whole)
  const rest = template.replaceAll(written, '')
  return [...new Set([...wrong, ...(/\{\{|\}\}/.exec(rest) ?? [])])]
}

/** The placeholders a template uses, each once. */
export function usedPlaceholders(template: string): readonly Placeholder[] {
  const names = [...template.matchAll(written)].map(([, name = '']) => name.trim())
  return [...new Set(names.filter(isPlaceholder))]
}

/**
 * The template with its values. One pass: what looks like a placeholder inside a value stays what it is. A name that is
 * not on the list stays as it was written. A line that holds nothing but a placeholder without a value is left out.
 */
export function fillTemplate(template: string, values: PlaceholderValues): string {
  const lines = template.replaceAll(/\r\n?/g, '\n').split('\n')
  return lines
    .filter((line) => !standsAloneEmpty(line, values))
    .map((line) =>
      line.replaceAll(written, (whole, name: string) => {
        const key = name.trim()
        return isPlaceholder(key) ? values[key] : whole
      }),
    )
    .join('\n')
}

function standsAloneEmpty(line: string, values: PlaceholderValues): boolean {
  const name = /^\s*\{\{([^{}]*)\}\}\s*$/.exec(line)?.[1]?.trim() ?? ''
  return isPlaceholder(name) && values[name] === ''
}

/** Line breaks, control letters and the marks that turn the direction of writing: none belongs in a header. */
const unfitForHeader = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g
const unfitForText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufeff]+/g

/** Longest subject and text that are sent, in UTF-16 units. */
export const MAX_SUBJECT = 200
export const MAX_BODY = 20_000

/** A text on one line, fit for a header: a value can add no header of its own. Lone surrogates become U+FFFD. */
export function headerText(text: string, most = MAX_SUBJECT): string {
  return cut(wellFormed(text).replaceAll(unfitForHeader, ' ').replaceAll(/ {2,}/g, ' ').trim(), most)
}

/** The text of a mail: line breaks are LF, no control letters but the tabulator. */
export function bodyText(text: string): string {
  const lines = wellFormed(text).replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
  return cut(lines.replaceAll(unfitForText, ''), MAX_BODY)
}

/** Lone halves of pairs cannot be written as UTF-8. */
function wellFormed(text: string): string {
  return text.replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** At most `most` UTF-16 units, never half of a pair. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const end = text.charCodeAt(most - 1)
  return text.slice(0, end >= 0xd800 && end <= 0xdbff ? most - 1 : most)
}

/**
 * True for an address a mail can be sent to: ASCII, one `@`, no blanks, brackets, quotes or commas. Dots may stand
 * anywhere before the `@`: Japanese carriers once gave out such addresses.
 */
export function isMailAddress(text: string): boolean {
  if (text.length > 254) return false
  const [local, domain, ...more] = text.split('@')
  if (local === undefined || domain === undefined || more.length > 0) return false
  if (!/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/.test(local)) return false
  return (
    domain.includes('.') &&
    domain.split('.').every((label) => /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/.test(label))
  )
}
