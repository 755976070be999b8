import { DatabaseSync } from '@photostructure/sqlite'
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../../src-main/db/driver.ts'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { openDatabase, type OpenOptions } from '../../../src-main/db/open.ts'
import { Refusal } from '../../../src-shared/failure.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
let file: string
beforeEach(() => {
  dataDir = temporaryFolder()
  file = path.join(dataDir, 'shop.sqlite')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

/** The code with which opening refuses; anything else it throws stays a failure of the test. */
async function codeOfOpening(options: Partial<OpenOptions> = {}): Promise<string> {
  try {
    await (await openDatabase({ dataDir, ...options })).close()
    return 'opened'
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code
    throw error
  }
}

const pragma = async (name: string): Promise<unknown> => {
  const db = await openDatabase({ dataDir })
  const rows = await db.read<Record<string, unknown>[]>((connection) => connection.raw(`PRAGMA ${name}`))
  await db.close()
  return Object.values(rows[0] ?? {})[0]
}

describe('openDatabase', () => {
  it('creates a file that only its owner can read, and opens it again', async () => {
    expect(await codeOfOpening()).toBe('opened')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await codeOfOpening()).toBe('opened')
  })

  it.each([
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    ['foreign_keys', 1],
    ['busy_timeout', 5000],
    ['temp_store', 2],
    ['cache_size', -65536],
  ])('sets %s to %s', async (name, value) => {
    expect(await pragma(name)).toBe(value)
  })

  it('lets the folder go also when the log cannot be written back', async () => {
    const db = await openDatabase({ dataDir })
    await db.read((connection) => connection.destroy())
    await expect(db.close()).rejects.toThrow()
    expect(await codeOfOpening()).toBe('opened')
  })

  it('keeps what was committed and nothing of what was rolled back', async () => {
    const db = await openDatabase({ dataDir })
    await db.write((trx) => trx.raw(`INSERT INTO settings VALUES ('kept', '1')`))
    await expect(
      db.write(async (trx) => {
        await trx.raw(`INSERT INTO settings VALUES ('lost', '1')`)
        throw new Error('stop')
      }),
    ).rejects.toThrow('stop')
    const rows = await db.read<{ key: string }[]>((connection) => connection.raw('SELECT key FROM settings'))
    expect(rows.map((row) => row.key)).toEqual(['kept'])
    await db.close()
  })

  it('lets a call inside a transaction that forgot to hand it on join it, and keeps transactions apart', async () => {
    const db = await openDatabase({ dataDir })
    const order: string[] = []
    const work = (name: string) =>
      db.write(async () => {
        order.push(`${name} begins`)
        await db.write((trx) => trx.raw(`INSERT INTO settings VALUES (?, '1')`, [name]))
        await db.read((connection) => connection.raw('SELECT 1'))
        order.push(`${name} ends`)
      })
    await Promise.all([work('a'), work('b')])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
    await db.close()
  })

  it('refuses a second opening while the first lasts', async () => {
    const db = await openDatabase({ dataDir })
    expect(await codeOfOpening()).toBe('startup.in-use')
    await db.close()
    expect(await codeOfOpening()).toBe('opened')
  })

  it('refuses a folder that is a file', async () => {
    const inTheWay = path.join(dataDir, 'file')
    writeFileSync(inTheWay, '')
    expect(await codeOfOpening({ dataDir: path.join(inTheWay, 'shop') })).toBe('startup.unreadable-folder')
  })

  it('refuses what is not a database, and leaves it as it was', async () => {
    writeFileSync(file, 'not a database at all, just a text that is long enough to be one')
    const before = readFileSync(file)
    expect(await codeOfOpening()).toBe('startup.damaged-file')
    expect(readFileSync(file)).toEqual(before)
  })

  it('refuses a SQLite file that is not a shop', async () => {
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE notes (a)')
    other.close()
    expect(await codeOfOpening()).toBe('startup.not-a-shop')
  })

  it('refuses a file that lost its end', async () => {
    await codeOfOpening()
    truncateSync(file, statSync(file).size - 4096)
    expect(await codeOfOpening()).toBe('startup.damaged-file')
  })

  it('refuses a file with a page overwritten', async () => {
    await codeOfOpening()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 5 * 4096, 6 * 4096)
    writeFileSync(file, bytes)
    expect(await codeOfOpening()).toBe('startup.damaged-file')
  })

  it('refuses a file in which the definition of a full-text table was spoilt', async () => {
    await codeOfOpening()
    const text = readFileSync(file, 'latin1')
    writeFileSync(file, text.replaceAll("tokenize='ascii'", "tokeni~e='ascii'"), 'latin1')
    expect(await codeOfOpening()).toBe('startup.damaged-file')
  })

  it('takes an empty file for a first start, unless a shop is expected there', async () => {
    writeFileSync(file, '')
    expect(await codeOfOpening({ isExpected: () => Promise.resolve(true) })).toBe('startup.damaged-file')
    expect(await codeOfOpening()).toBe('opened')
  })

  it('goes on after a first start that was cut off before anything was written', async () => {
    const cutOff = connect(file)
    await cutOff.raw('SELECT 1')
    await cutOff.destroy()
    expect(statSync(file).size).toBeGreaterThan(0)
    expect(await codeOfOpening()).toBe('opened')
  })

  it('never puts bound values into an error', async () => {
    const db = await openDatabase({ dataDir })
    const failing = db.read((connection) => connection.raw('INSERT INTO nothing VALUES (?)', ['SECRET-PASS']))
    await expect(failing).rejects.toThrow(/nothing/)
    await expect(failing).rejects.not.toThrow(/SECRET/)
    await db.close()
  })
})

describe('migrations', () => {
  const extra = { id: migrations.length + 1, name: 'extra', up: () => Promise.resolve() }

  it('takes an empty file to every table, index and trigger of a shop', async () => {
    const db = await openDatabase({ dataDir, migrations: migrations.slice(0, 1) })
    const rows = await db.read<{ name: string }[]>((connection) =>
      connection.raw(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`),
    )
    expect(rows.map((row) => row.name)).toEqual(
      expect.arrayContaining([
        'customers',
        'events',
        'operators',
        'order_deliveries',
        'order_lines',
        'orders',
        'persons',
        'print_history',
        'products',
        'settings',
      ]),
    )
    const operators = await db.read<unknown[]>((connection) => connection.raw('SELECT id, name, role FROM operators'))
    expect(operators).toEqual([expect.objectContaining({ id: 'owner', name: '店主', role: 'owner' })])
    await db.close()
  })

  it('takes an older file forward after a backup, keeping its rows', async () => {
    let backups = 0
    const beforeMigrating = () => {
      backups += 1
      return Promise.resolve()
    }
    const old = await openDatabase({ dataDir, migrations: migrations.slice(0, 1) })
    await old.write((trx) => trx.raw(`INSERT INTO settings VALUES ('shop', '{"shopName":"月の器"}')`))
    await old.close()
    const db = await openDatabase({ dataDir, beforeMigrating })
    const rows = await db.read<unknown[]>((connection) => connection.raw('SELECT value FROM settings'))
    expect(rows).toEqual([expect.objectContaining({ value: '{"shopName":"月の器"}' })])
    await db.close()
    expect(await codeOfOpening({ beforeMigrating })).toBe('opened')
    expect(backups).toBe(1)
  })

  it('gives the orders of an older file contents of the cart that nobody has changed, and a counter of its own', async () => {
    const before = migrations.slice(
      0,
      migrations.findIndex(({ name }) => name === 'desk-orders'),
    )
    const old = await openDatabase({ dataDir, migrations: before })
    await old.write(async (trx) => {
      await trx.raw(`INSERT INTO payment_methods (id, name) VALUES (1, '銀行振込')`)
      await trx.raw(`INSERT INTO persons (id, name, kana, mail, tel) VALUES (1, '', '', '', '')`)
      const columns =
        await trx.raw<{ name: string; type: string; notnull: number; pk: number }[]>('PRAGMA table_info(orders)')
      const filled = columns.filter(({ notnull, pk }) => notnull === 1 && pk === 0)
      const values = filled.map(({ name, type }) => (type === 'TEXT' ? `'${name}'` : name === 'source' ? '2' : '1'))
      await trx.raw(`INSERT INTO orders (${filled.map(({ name }) => name).join()}) VALUES (${values.join()})`)
    })
    await old.close()
    const db = await openDatabase({ dataDir })
    const [row] = await db.read<unknown[]>((connection) =>
      connection.raw('SELECT order_no, cart_content, (SELECT last FROM desk_order_numbers) AS last FROM orders'),
    )
    expect(row).toEqual(expect.objectContaining({ order_no: 'order_no', cart_content: null, last: 0 }))
    await expect(db.write((trx) => trx.raw(`UPDATE orders SET cart_content = 'no json'`))).rejects.toThrow('CHECK')
    await db.close()
  })

  it('refuses a file that a newer program wrote', async () => {
    expect(await codeOfOpening({ migrations: [...migrations, extra] })).toBe('opened')
    expect(await codeOfOpening()).toBe('startup.newer-file')
  })

  it('refuses a file whose steps have other names', async () => {
    expect(await codeOfOpening({ migrations: [...migrations, extra] })).toBe('opened')
    expect(await codeOfOpening({ migrations: [...migrations, { ...extra, name: 'another' }] })).toBe(
      'startup.newer-file',
    )
  })

  it('leaves the file as it was when a step fails, and opens it with a program that can', async () => {
    expect(await codeOfOpening()).toBe('opened')
    const schema = () => {
      const connection = new DatabaseSync(file)
      const rows = connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
      const steps = connection.prepare('SELECT * FROM migrations').all()
      connection.close()
      return JSON.stringify([rows, steps])
    }
    const before = schema()
    const failing: OpenOptions['migrations'] = [
      ...migrations,
      { ...extra, up: async (trx) => trx.raw('CREATE TABLE half (a INTEGER) STRICT') },
      { id: extra.id + 1, name: 'breaks', up: async (trx) => trx.raw('DROP TABLE no_such_table') },
    ]
    expect(await codeOfOpening({ migrations: failing })).toBe('startup.migration-failed')
    expect(schema()).toBe(before)
    expect(await codeOfOpening()).toBe('opened')
  })
})
