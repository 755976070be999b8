/** Beyond this many digits a number no longer fits the stored integer exactly. */
const MAX_DIGITS = 15

/** The number that 注文番号 sorts and compares by; null when it is not made of digits alone (or of far too many). */
export function orderNoNumber(orderNo: string): number | null {
  const text = orderNo.normalize('NFKC')
  return /^\d+$/.test(text) && text.length <= MAX_DIGITS ? Number(text) : null
}
