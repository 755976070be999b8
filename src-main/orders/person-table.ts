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
  const wanted = new Map(persons.map((person) => [keyOf(person), columns.map((column) => person[column])]))
  const rows = Array.from(wanted.values())
  const insert = `${insertInto('persons', columns)} ON CONFLICT DO NOTHING`
  const newIds = await runForRows(trx, insert, rows)
  const added = rows.flatMap((values, index) => (newIds[index] === 0 ? [] : [[newIds[index] ?? 0, values] as const]))
  await runForRows(
    trx,
    insertInto('person_pairs', ['rowid', ...columns]),
    added.map(([id, values]) => [id, ...values.map(letterPairs)]),
  )
  const ids = new Map(Array.from(wanted.keys(), (key, index) => [key, newIds[index] ?? 0]))
  for (const [key, id] of await knownPersons(
    trx,
    Array.from(wanted).filter(([one]) => ids.get(one) === 0),
  ))
    ids.set(key, id)
  return persons.map((person) => ({
    personId: ids.get(keyOf(person)) ?? 0,
    nameKey: person.kana === '' ? person.name : person.kana,
  }))
}

/** The ids of persons that are there already, by their keys. */
async function knownPersons(
  trx: Knex,
  wanted: readonly (readonly [key: string, values: readonly string[]])[],
): Promise<readonly (readonly [key: string, id: number])[]> {
  if (wanted.length === 0) return []
  const known = await trx.raw<{ place: number; id: number }[]>(
    `SELECT wanted.key AS place, p.id FROM jsonb_each(?) AS wanted CROSS JOIN persons AS p ON p.name = wanted.value ->> 0
       AND p.kana = wanted.value ->> 1 AND p.mail = wanted.value ->> 2 AND p.tel = wanted.value ->> 3`,
    [JSON.stringify(wanted.map(([, values]) => values))],
  )
  return known.map(({ place, id }) => [wanted[place]?.[0] ?? '', id])
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
