import { createHash } from 'node:crypto'

/** The gateway takes 27 letters, digits and hyphens (gmo-protocol.md §1.2). */
const MAX_LENGTH = 27
/** Letters of the digest that tells orders apart whose numbers had to be cut or had other signs. */
const DIGEST_LENGTH = 8

/**
 * The gateway's order number of an order's `attempt`-th link, counted from 1: `55-1`, `55-2`. An 注文番号 that is too long
 * or has signs the gateway does not take is shortened to what it takes, with a digest of the whole in its place.
 */
export function linkNumber(orderNo: string, attempt: number): string {
  const end = `-${String(attempt)}`
  if (/^[A-Za-z0-9-]+$/.test(orderNo) && orderNo.length + end.length <= MAX_LENGTH) return orderNo + end
  const digest = createHash('sha256').update(orderNo).digest('hex').slice(0, DIGEST_LENGTH)
  const kept = orderNo.replace(/[^A-Za-z0-9-]/g, '').slice(0, MAX_LENGTH - end.length - DIGEST_LENGTH - 1)
  return `${kept}-${digest}${end}`.replace(/^-+/, '')
}
