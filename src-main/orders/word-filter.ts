import { fold, foldMail, foldTel, pairQuery } from '../../src-shared/search-text.ts'
import type { Filter } from './search-filter.ts'
import { joined, sql, type Sql } from './sql-text.ts'
import { hasProduct, narrowed, ordersWithProduct } from './text-filters.ts'

/** More words than these are cut off: nobody types them, and each costs a look-up. */
const MAX_WORDS = 8

/** Behind every text that begins with another: the last code point there is. */
const LAST = '\u{10ffff}'

/**
 * フリーワード: one filter for each word, so that 「山田 花子」 finds the person and 「山田 湯呑」 the person's cups. A word may
 * stand in the name, the reading, TEL, mail address or a product, or begin 注文番号.
 */
export function wordFilters(text: string): readonly Filter[] {
  return wordsOf(text).map(wordFilter)
}

function wordFilter(word: string): Filter {
  const orderNo = word.normalize('NFKC')
  const text = fold(word)
  const { match, checks: inPerson } = personWord(word)
  const checks = [
    sql('(o.order_no >= ? AND o.order_no < ?)', orderNo, orderNo + LAST),
    ...(inPerson.length === 0 ? [] : [personCheck(inPerson)]),
    ...(text === '' ? [] : [hasProduct(text)]),
  ]
  const sources = [
    sql('SELECT n.id FROM orders AS n WHERE n.order_no >= ? AND n.order_no < ?', orderNo, orderNo + LAST),
    ...(inPerson.length === 0 ? [] : [ordersOfPersons(match, inPerson)]),
    ...(text === '' ? [] : [ordersWithProduct(text)]),
  ]
  const ids = joined(sources, ' UNION ALL ')
  return {
    check: narrowed('(', joined(checks, ' OR '), ')'),
    lead: { index: 'id', where: narrowed('o.id IN (', ids, ')'), probe: ids, isByUpdate: false },
  }
}

function personCheck(inPerson: readonly Sql[]): Sql {
  return narrowed('EXISTS (SELECT 1 FROM persons AS p WHERE p.id = o.person_id AND (', joined(inPerson, ' OR '), '))')
}

/** How a word is found in a person: what to ask the letter pairs for, and what is true of a hit. Empty: not at all. */
export function personWord(word: string): { readonly match: string; readonly checks: readonly Sql[] } {
  const [text, mail, tel] = [fold(word), foldMail(word), foldTel(word)]
  const checks = [
    ...(text === '' ? [] : [sql('instr(p.name, ?) > 0', text), sql('instr(p.kana, ?) > 0', text)]),
    ...(mail === '' ? [] : [sql('instr(p.mail, ?) > 0', mail)]),
    ...(tel === '' ? [] : [sql('instr(p.tel, ?) > 0', tel)]),
  ]
  const parts = [
    text === '' ? '' : `({name kana} : (${pairQuery(text).match}))`,
    mail === '' ? '' : `({mail} : (${pairQuery(mail).match}))`,
    tel === '' ? '' : `({tel} : (${pairQuery(tel).match}))`,
  ]
  return { match: parts.filter((part) => part !== '').join(' OR '), checks }
}

/** The words of a text, each once. */
export function wordsOf(text: string): readonly string[] {
  const words = text.split(/[\p{Z}\s]+/u).filter((word) => word !== '')
  return Array.from(new Set(words)).slice(0, MAX_WORDS)
}

function ordersOfPersons(match: string, inPerson: readonly Sql[]): Sql {
  const rough = sql('SELECT rowid FROM person_pairs WHERE person_pairs MATCH ?', match)
  const persons = narrowed(
    'SELECT p.id FROM persons AS p WHERE p.id IN (',
    rough,
    ') AND (',
    joined(inPerson, ' OR '),
    ')',
  )
  return narrowed(
    'SELECT n.id FROM orders AS n INDEXED BY orders_by_person WHERE n.deleted_at IS NULL AND n.person_id IN (',
    persons,
    ')',
  )
}
