import type { Knex } from 'knex'
import type { Orderer } from '../../src-shared/order.ts'
import { insertInto, runForRows } from '../db/rows.ts'
import { fold, foldMail, foldTel, letterPairs } from '../../src-shared/search-text.ts'

/** How a person is searched for: all four folded. */
interface Person {
  readonly name: string
  readonly kana: string
  readonly mail: string
  readonly tel: string
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
  const valuesOf = new Map(persons.map((person) => [keyOf(person), columns.map((column) => person[column])]))
  const known = await trx.raw<{ place: number; id: number }[]>(
    `SELECT wanted.key AS place, p.id FROM jsonb_each(?) AS wanted CROSS JOIN persons AS p ON p.name = wanted.value ->> 0
       AND p.kana = wanted.value ->> 1 AND p.mail = wanted.value ->> 2 AND p.tel = wanted.value ->> 3`,
    [JSON.stringify(Array.from(valuesOf.values()))],
  )
  const keys = Array.from(valuesOf.keys())
  const ids = new Map(known.map(({ place, id }) => [keys[place] ?? '', id]))
  const added = Array.from(valuesOf).filter(([key]) => !ids.has(key))
  const newIds = await runForRows(
    trx,
    insertInto('persons', columns),
    added.map(([, values]) => values),
  )
  added.forEach(([key], index) => ids.set(key, newIds[index] ?? 0))
  await runForRows(
    trx,
    insertInto('person_pairs', ['rowid', ...columns]),
    added.map(([key, values]) => [ids.get(key) ?? 0, ...values.map(letterPairs)]),
  )
  return persons.map((person) => ({
    personId: ids.get(keyOf(person)) ?? 0,
    nameKey: person.kana === '' ? person.name : person.kana,
  }))
}

const columns = ['name', 'kana', 'mail', 'tel'] as const

/** The folded texts hold no line ends. */
function keyOf(person: Person): string {
  return columns.map((column) => person[column]).join('\n')
}

function personOf(orderer: Orderer): Person {
  return {
    name: fold(orderer.familyName + orderer.givenName),
    kana: fold(orderer.familyKana + orderer.givenKana),
    mail: foldMail(orderer.email),
    tel: foldTel(orderer.tel),
  }
}
