import type { Knex } from 'knex'
import type { Orderer } from '../../src-shared/order.ts'
import { fold, foldMail, foldTel, letterPairs } from '../../src-shared/search-text.ts'

/** How a person is searched for: all four folded. */
interface Person {
  readonly name: string
  readonly kana: string
  readonly mail: string
  readonly tel: string
}

interface PersonRow extends Person {
  readonly id: number
}

/** Whom an order points to, and what 顧客名 sorts by. */
export interface PersonReference {
  readonly personId: number
  /** The reading, because the order of characters means nothing; the name where there is none. */
  readonly nameKey: string
}

/**
 * The persons behind `orderers`, in their order; new ones are added together with their letter pairs. Persons are never
 * changed: an order whose buyer was corrected points to another one.
 */
export async function ensurePersons(trx: Knex, orderers: readonly Orderer[]): Promise<readonly PersonReference[]> {
  const persons = orderers.map(personOf)
  const json = JSON.stringify(persons.map(({ name, kana, mail, tel }) => [name, kana, mail, tel]))
  const added = await trx.raw<PersonRow[]>(
    `INSERT OR IGNORE INTO persons (name, kana, mail, tel)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM jsonb_each(?) RETURNING id, name, kana, mail, tel`,
    [json],
  )
  await trx.raw(
    `INSERT INTO person_pairs (rowid, name, kana, mail, tel)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM jsonb_each(?)`,
    [JSON.stringify(added.map((row) => [row.id, ...[row.name, row.kana, row.mail, row.tel].map(letterPairs)]))],
  )
  const ids = await trx.raw<{ id: number }[]>(
    `SELECT p.id FROM jsonb_each(?) AS wanted CROSS JOIN persons AS p ON p.name = wanted.value ->> 0
       AND p.kana = wanted.value ->> 1 AND p.mail = wanted.value ->> 2 AND p.tel = wanted.value ->> 3
     ORDER BY wanted.key`,
    [json],
  )
  return persons.map(({ name, kana }, index) => ({
    personId: ids[index]?.id ?? 0,
    nameKey: kana === '' ? name : kana,
  }))
}

function personOf(orderer: Orderer): Person {
  return {
    name: fold(orderer.familyName + orderer.givenName),
    kana: fold(orderer.familyKana + orderer.givenKana),
    mail: foldMail(orderer.email),
    tel: foldTel(orderer.tel),
  }
}
