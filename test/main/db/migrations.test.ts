import { rmSync } from 'node:fs'
import path from 'node:path'
import type { Knex } from 'knex'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '../../../src-main/db/driver.ts'
import { migrate } from '../../../src-main/db/migrate.ts'
import { migrations } from '../../../src-main/db/migrations/list.ts'
import { brokenSeals, sealedTables } from '../../../src-main/db/seal.ts'
import { temporaryFolder } from '../orders/opened-shop.ts'

let dataDir: string
let knex: Knex
beforeEach(() => {
  dataDir = temporaryFolder()
  knex = connect(path.join(dataDir, 'old.sqlite'))
})
afterEach(async () => {
  await knex.destroy()
  rmSync(dataDir, { recursive: true, force: true })
})

const upTo = (id: number) => migrate(knex, migrations.slice(0, id))
const from = (id: number) => migrate(knex, migrations.slice(id))

/** One linked card order with an operation that the gateway refused, as version 3 of the file kept it. */
async function oldOrder(): Promise<void> {
  await knex.raw('PRAGMA foreign_keys = OFF')
  await knex.raw(`INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen, processed_at)
    VALUES (1, 'linked', '55', 'sales', 5775, 1000)`)
  await knex.raw(`INSERT INTO settlement_operations VALUES ('op', 1, '55', 'voided', 'S1', '{}', 'hash', 'received', NULL,
    'sales', 5775, 1000, 'voided', 5775, 'rejected', 'E11010003', 0, NULL, 0, NULL, 'owner', 900, 950)`)
}

describe('migration 4 (operations)', () => {
  it('keeps old operations, without a reason and outside any run', async () => {
    await upTo(3)
    await oldOrder()
    await from(3)
    const [operation] = await knex.raw<Record<string, unknown>[]>('SELECT * FROM settlement_operations')
    expect(operation).toMatchObject({ id: 'op', state: 'rejected', reason: '', run_id: null, wrong_state: 0 })
  })

  it('shows an order as before, and no word as refused that was not known to be', async () => {
    await upTo(3)
    await oldOrder()
    const [before] = await knex.raw<Record<string, unknown>[]>('SELECT * FROM order_settlement')
    await from(3)
    const [after] = await knex.raw<Record<string, unknown>[]>('SELECT * FROM order_settlement')
    expect(after).toEqual({ ...before, refused_words: null, open_operation_codes: null })
    await knex.raw('UPDATE settlement_operations SET wrong_state = 1')
    const [refused] = await knex.raw<Record<string, unknown>[]>('SELECT refused_words FROM order_settlement')
    expect(refused).toEqual({ refused_words: 'voided' })
  })
})

describe('the step that tells of missing trades', () => {
  it('shows of the operation whose outcome is open its codes, and of others none', async () => {
    const at = migrations.findIndex(({ name }) => name === 'missing-trades')
    await upTo(3)
    await oldOrder()
    await migrate(knex, migrations.slice(3, at + 1))
    const codes = async () =>
      (await knex.raw<object[]>('SELECT open_operation_codes AS codes FROM order_settlement'))[0]
    expect(await codes()).toEqual({ codes: null })
    await knex.raw(`UPDATE settlement_operations SET state = 'conflict', result_codes = 'missing'`)
    expect(await codes()).toEqual({ codes: 'missing' })
  })
})

describe('the step that tells why 対応状況 stayed', () => {
  it('keeps operations as they were sealed, with nothing said of them', async () => {
    const at = migrations.findIndex(({ name }) => name === 'held-status')
    await upTo(3)
    await oldOrder()
    await migrate(knex, migrations.slice(3, at))
    await from(at)
    expect(await knex.raw('SELECT id, status_held FROM settlement_operations')).toEqual([
      { id: 'op', status_held: null },
    ])
    expect(await brokenSeals(knex, 'settlement_operations')).toEqual([])
  })
})

describe('migration 9 (mails)', () => {
  const mail = (id: string, state: string) =>
    knex.raw(
      `INSERT INTO mails (id, batch_id, order_id, order_no, name, template_id, template_name, recipient, subject, body,
        state, reason, detail, operator_id, operator_name, created_at, ended_at)
       VALUES (?, 'b', 1, '55', '', 'received', '', 'a@b.jp', '', '', ?, NULL, '', 'owner', '店主', 0, NULL)`,
      [id, state],
    )

  it('adds an empty journal in which no mail stands twice or in a state of its own', async () => {
    await upTo(8)
    await from(8)
    await knex.raw('PRAGMA foreign_keys = OFF')
    await mail('m1', 'intended')
    await expect(mail('m1', 'waiting')).rejects.toThrow()
    await expect(mail('m2', 'perhaps')).rejects.toThrow()
    await knex.raw('PRAGMA foreign_keys = ON')
    await expect(mail('m3', 'waiting')).rejects.toThrow()
    const [counted] = await knex.raw<{ n: number }[]>('SELECT count(*) AS n FROM mails')
    expect(counted?.n).toBe(1)
  })
})

describe('migration 10 (safety)', () => {
  it('gives every row with money in it its checksum, and the file a lease that nobody holds', async () => {
    await upTo(3)
    await oldOrder()
    await migrate(knex, migrations.slice(3, 9))
    await knex.raw(`INSERT INTO payments (order_id, link_state, unlinked_reason) VALUES (2, 'unlinked', 'notFound')`)
    await from(9)
    for (const table of sealedTables) expect(await brokenSeals(knex, table), table).toEqual([])
    const [row] = await knex.raw<{ checksum: number }[]>('SELECT checksum FROM settlement_operations')
    expect(row?.checksum).not.toBe(0)
    await knex.raw('UPDATE payments SET amount_yen = 5776 WHERE order_id = 1')
    expect(await brokenSeals(knex, 'payments')).toEqual([1])
    expect(await knex.raw('SELECT epoch, holder FROM writer_lease')).toEqual([{ epoch: 0, holder: '' }])
    expect(await knex.raw('SELECT length, hash FROM witness_end')).toEqual([{ length: 0, hash: '' }])
  })
})

describe('link-safety', () => {
  it('shows which money of a paid link is not its order’s, and keeps every mail as it was', async () => {
    const step = migrations.findIndex(({ name }) => name === 'link-safety')
    await upTo(step)
    await knex.raw('PRAGMA foreign_keys = OFF')
    await knex.raw(`INSERT INTO payments (order_id, link_state, gateway_order_no, status, amount_yen, processed_at)
      VALUES (1, 'linked', '55-1', 'authorised', 5775, 1000)`)
    await knex.raw(`INSERT INTO payment_links (order_id, attempt, gateway_order_no, amount_yen, job, three_d_secure, state,
        trade_status, issued_at, expires_at, operator_id)
      VALUES (1, 1, '55-1', 5775, 'captured', 1, 'paid', 'authorised', 0, 1, 'owner'),
        (1, 2, '55-2', 5776, 'captured', 1, 'paid', 'captured', 0, 1, 'owner'),
        (1, 3, '55-3', 5775, 'captured', 1, 'paid', 'voided', 0, 1, 'owner'),
        (1, 4, '55-4', 5775, 'captured', 1, 'open', NULL, 0, 1, 'owner')`)
    await knex.raw(`INSERT INTO mails (id, batch_id, order_id, order_no, name, template_id, template_name, recipient,
        subject, body, state, reason, detail, operator_id, operator_name, created_at, ended_at)
      VALUES ('m', 'b', 1, '55', '', 'received', '', 'a@b.jp', '', '', 'sent', NULL, '', 'owner', '店主', 0, 1)`)
    await from(step)
    const money = await knex.raw<unknown[]>('SELECT gateway_order_no AS no, amount_yen AS yen FROM link_money')
    expect(money).toEqual([{ no: '55-2', yen: 5776 }])
    expect(await knex.raw('SELECT id, with_link FROM mails')).toEqual([{ id: 'm', with_link: 0 }])
    expect(await knex.raw('SELECT * FROM lost_links')).toEqual([])
  })
})
