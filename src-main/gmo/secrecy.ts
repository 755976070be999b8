import type { FormFields } from './form.ts'

/** Fields a log may show. All others (passes, names, telephone numbers, addresses, free text) are masked. */
const openFields = new Set([
  ...['ShopID', 'OrderID', 'AccessID', 'JobCd', 'Amount', 'Tax', 'Method', 'PayTimes', 'PayType'],
  ...['Convenience', 'PaymentTermDay', 'ClientFieldFlag', 'PayMethods[]', 'TdFlag', 'Tds2Type', 'configid'],
])

/** The fields sent, for the log: what is not known to be harmless reads `********`. */
export function masked(fields: FormFields): Record<string, string> {
  const sent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return Object.fromEntries(sent.map(([name, value]) => [name, openFields.has(bare(name)) ? value : '********']))
}

/**
 * True when an answer repeats one of `secrets`, or the trade's pass it brings, anywhere but in the pass's own field. No
 * answer of the gateway does; taking such an answer apart would carry the pass into values that are stored and shown.
 */
export function repeatsSecret(body: Buffer, secrets: readonly string[]): boolean {
  const text = body.toString('latin1')
  const received = [...text.matchAll(/AccessPass=([^&\r\n]+)/gi)].map(([, pass = '']) => pass)
  const rest = text.replace(/(?<![^&])AccessPass=[^&\r\n]+/gi, '')
  return [...secrets, ...received].some((secret) => secret.length >= SHORTEST_SECRET && rest.includes(secret))
}

/** Something shorter would stand in honest answers by chance. The gateway's passes have 8 to 10 and 32 signs. */
const SHORTEST_SECRET = 6

/** `ShopPass` for `geturlparam.ShopPass`. */
function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}
