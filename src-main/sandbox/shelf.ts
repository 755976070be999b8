import type { LedgerTable } from './ledger-table.ts'

/** Records of one kind that the ledger keeps beside its trades, each under a key. Change them inside `transact`. */
export class Shelf<Kept> {
  readonly #table: LedgerTable
  readonly #kind: string

  constructor(table: LedgerTable, kind: string) {
    this.#table = table
    this.#kind = kind
  }

  get(key: string): Kept | undefined {
    const content = this.#table.document(this.#kind, key)
    // Only `put` writes these records, so their shape is what it was given.
    return content === undefined ? undefined : (JSON.parse(content) as Kept)
  }

  all(): Kept[] {
    return this.#table.documents(this.#kind).map((content) => JSON.parse(content) as Kept)
  }

  put(key: string, kept: Kept): void {
    this.#table.putDocument(this.#kind, key, JSON.stringify(kept))
  }
}
