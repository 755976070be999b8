import type { Operator } from '../../src-shared/operator.ts'
import { roleAllows } from '../../src-shared/operator.ts'

/** Stands in a kept mail where the address of a payment link goes; the address itself is only in what is sent. */
export const LINK_MARK = '［決済リンクのURL］'

/** The addresses of payment links, as a mail of one order sees them. */
export interface LinkAddresses {
  /** Of the order's link that the buyer may be sent: alive, and for what the order costs now. */
  readonly usable: string | null
  /** Every address of the shop that still opens a page, those of other orders included. */
  readonly all: readonly string[]
}

/** The address for the mails of this person: whoever may not settle gets none. */
export function usableFor({ usable }: LinkAddresses, { role }: Operator): string | null {
  return roleAllows(role, 'settlement') ? usable : null
}

/** The text with the mark in the place of every address, also of one that was cut or changed behind its last slash. */
export function masked(text: string, { all }: LinkAddresses): string {
  const starts = new Set(all.map((address) => address.slice(0, address.lastIndexOf('/') + 1)))
  return [...starts].reduce((rest, start) => {
    const written = start.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    return start === '' ? rest : rest.replaceAll(new RegExp(`${written}[\\w.~%?=&/#-]*`, 'g'), LINK_MARK)
  }, text)
}

/** The text as it is sent. */
export function withAddress(text: string, address: string): string {
  return text.replaceAll(LINK_MARK, () => address)
}
