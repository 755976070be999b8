import { hash } from 'node:crypto'

/** What of an entry is sealed, as it is stored. */
export interface SealedEvent {
  readonly id: number
  readonly at: number
  readonly kind: string
  readonly operatorId: string
  readonly operatorName: string
  readonly orderId: number | null
  readonly changes: string
  readonly details: string
}

/** SHA-256 over the entry before and all of this one, hexadecimal: changing any entry breaks every one after it. */
export function eventHash(previousHash: string, event: SealedEvent): string {
  const { id, at, kind, operatorId, operatorName, orderId, changes, details } = event
  const content = JSON.stringify([previousHash, id, at, kind, operatorId, operatorName, orderId, changes, details])
  return hash('sha256', content, 'hex')
}
