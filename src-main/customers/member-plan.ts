import type { Orderer } from '../../src-shared/order.ts'
import type { SeenCustomer, StoredMember } from './customer-table.ts'
import type { ImportedMember } from './member-file.ts'

/** What a file does to one member. */
export interface MemberPlan {
  readonly imported: ImportedMember
  readonly stored: StoredMember | null
  /** As they are to be noted; null where what the desk has is newer or the same. */
  readonly facts: SeenCustomer | null
  /** Null where the file tells no balance, or the one that is known. */
  readonly balance: { readonly from: number | null; readonly to: number } | null
  readonly fate: 'added' | 'changed' | 'same'
  readonly name: string
}

/**
 * A member of a file against what is stored. Name, address and the like are those of whoever is newer, as with orders:
 * the file by its 更新日, the desk by the newest order. The balance is the cart's own, whatever its age.
 */
export function planMember(imported: ImportedMember, stored: StoredMember | null): MemberPlan {
  const balance = balanceOf(imported, stored)
  if (stored === null) {
    const orderer = { ...nobody, ...told(imported.orderer) }
    const facts = factsOf(imported, orderer)
    return { imported, stored, facts, balance, fate: 'added', name: nameOf(orderer) }
  }
  const isNewer = imported.updatedAt !== null && imported.updatedAt >= stored.seenAt
  const orderer = isNewer ? { ...stored.orderer, ...told(imported.orderer) } : stored.orderer
  const differs = !isSame(orderer, stored.orderer)
  const fate = differs || balance !== null ? 'changed' : 'same'
  // A newer day is noted even when nothing else is new: an older order must not go over it later.
  const isNoted = differs || (isNewer && imported.updatedAt !== stored.seenAt)
  const facts = isNoted ? factsOf(imported, orderer) : null
  return { imported, stored, facts, balance, fate, name: nameOf(orderer) }
}

function balanceOf({ points }: ImportedMember, stored: StoredMember | null): MemberPlan['balance'] {
  const from = stored?.points ?? null
  return points === undefined || points === from ? null : { from, to: points }
}

/** A file without a day is older than any order. */
const factsOf = ({ customerNo, updatedAt }: ImportedMember, orderer: Orderer): SeenCustomer => ({
  ...{ customerNo, orderer },
  seenAt: updatedAt ?? 0,
})

const nameOf = ({ familyName, givenName }: Orderer): string =>
  [familyName, givenName].filter((part) => part !== '').join(' ')

const nobody: Orderer = {
  ...{ familyName: '', givenName: '', familyKana: '', givenKana: '', company: '', postalCode: '', prefecture: '' },
  ...{ address1: '', address2: '', tel: '', fax: '', email: '', sex: null, bornOn: null, job: null },
}

/** What the file has columns for. */
function told(orderer: ImportedMember['orderer']): Partial<Orderer> {
  return Object.fromEntries(Object.entries(orderer).filter(([, value]) => value !== undefined))
}

function isSame(one: Orderer, other: Orderer): boolean {
  return (Object.keys(nobody) as (keyof Orderer)[]).every((field) => one[field] === other[field])
}
