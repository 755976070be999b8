/** Beyond this many digits a number no longer fits the stored integer exactly. */
const MAX_DIGITS = 15

/** The `n`-th 注文番号 of the desk's own: `T-000001` and so on. */
export function deskOrderNo(n: number): string {
  return `T-${String(n).padStart(6, '0')}`
}

/** Which of the desk's own numbers an 注文番号 is; null when it is none. */
export function deskNumberOf(orderNo: string): number | null {
  const digits = /^T-(\d{6,15})$/.exec(orderNo)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** The number that 注文番号 sorts and compares by; null when it is not made of digits alone (or of far too many). */
export function orderNoNumber(orderNo: string): number | null {
  const text = orderNo.normalize('NFKC')
  return /^\d+$/.test(text) && text.length <= MAX_DIGITS ? Number(text) : null
}
