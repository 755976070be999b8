import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Knex } from 'knex'
import { connect } from '../../../src-main/db/driver.ts'
import { insertInto, runForRows } from '../../../src-main/db/rows.ts'

let db: Knex

beforeEach(async () => {
  db = connect(':memory:')
  await db.raw('CREATE TABLE goods (id INTEGER PRIMARY KEY, name TEXT, price_yen INTEGER) STRICT')
})

afterEach(async () => {
  await db.destroy()
})

const insert = insertInto('goods', ['name', 'price_yen'])

describe('statements that are kept', () => {
  it('see a column that was added since', async () => {
    await runForRows(db, insert, [['茶碗', 1200]])
    expect(await db.raw('SELECT * FROM goods')).toEqual([{ id: 1, name: '茶碗', price_yen: 1200 }])
    await db.raw('ALTER TABLE goods ADD COLUMN weight_g INTEGER')
    expect(await db.raw('SELECT * FROM goods')).toEqual([{ id: 1, name: '茶碗', price_yen: 1200, weight_g: null }])
  })

  it('answer with the values of the present question, however often the text was asked', async () => {
    await runForRows(
      db,
      insert,
      Array.from({ length: 300 }, (_, index) => [`品${String(index)}`, index]),
    )
    for (const price of [7, 299, 7, 300]) {
      const rows = await db.raw<unknown[]>('SELECT name FROM goods WHERE price_yen = ?', [price])
      expect(rows).toEqual(price === 300 ? [] : [{ name: `品${String(price)}` }])
    }
  })

  it('go when there are too many, and are made again', async () => {
    await runForRows(db, insert, [['急須', 3000]])
    for (let round = 0; round < 2; round += 1) {
      for (let text = 0; text < 260; text += 1) {
        expect(await db.raw(`SELECT name, ${String(text)} AS n FROM goods`)).toEqual([{ name: '急須', n: text }])
      }
    }
  })

  it('keep both values of two columns with one name apart by their last, as the driver does', async () => {
    expect(await db.raw('SELECT 1 AS n, 2 AS n')).toEqual([{ n: 2 }])
  })

  it('have no key of the prototype when a column is called like one', async () => {
    expect(await db.raw('SELECT 5 AS "constructor"')).toEqual([{ constructor: 5 }])
  })
})

describe('many rows on one statement', () => {
  it('answer the ids in the order of the rows', async () => {
    const ids = await runForRows(db, insert, [
      ['a', 1],
      ['b', null],
      ['c', 3],
    ])
    expect(ids).toEqual([1, 2, 3])
    expect(await db('goods').pluck('price_yen')).toEqual([1, null, 3])
  })

  it('are none when there are none', async () => {
    expect(await runForRows(db, insert, [])).toEqual([])
  })

  it('leave nothing behind when one of them is refused inside a transaction', async () => {
    const wrong = [
      ['a', 1],
      ['b', 'not a number'],
    ]
    await expect(db.transaction((trx) => runForRows(trx, insert, wrong))).rejects.toThrow(/INTEGER/)
    expect(await db('goods')).toEqual([])
  })
})
