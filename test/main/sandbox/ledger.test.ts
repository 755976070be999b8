import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import type { SeedTrade } from '../../../src-main/sandbox/seed-trade.ts'
import {
  alter,
  authorise,
  DAY_MS,
  fieldsOf,
  inquire,
  NOON,
  openSandbox,
  post,
  register,
  SHOP_FIELDS,
} from './sandbox-bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'sandbox-ledger-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const samples: SeedTrade[] = [
  {
    kind: 'card',
    orderId: 's-1',
    status: 'AUTH',
    amountYen: 1000,
    processedAt: NOON - 20 * DAY_MS,
    cardLastFour: '4444',
  },
  {
    kind: 'card',
    orderId: 's-2',
    status: 'SALES',
    amountYen: 2000,
    processedAt: NOON - DAY_MS,
    authorisedAt: NOON - 9 * DAY_MS,
  },
  { kind: 'card', orderId: 's-3', status: 'UNPROCESSED', amountYen: 3000, processedAt: NOON },
  { kind: 'convenience', orderId: 's-4', status: 'REQSUCCESS', amountYen: 4000, processedAt: NOON - DAY_MS },
  { kind: 'convenience', orderId: 's-5', status: 'REQSUCCESS', amountYen: 4100, processedAt: NOON - 30 * DAY_MS },
  {
    kind: 'convenience',
    orderId: 's-6',
    status: 'PAYSUCCESS',
    amountYen: 4200,
    processedAt: NOON,
    convenience: '00007',
  },
  { kind: 'payEasy', orderId: 's-7', status: 'CANCEL', amountYen: 5000, processedAt: NOON },
]

describe('seeding', () => {
  it('puts in trades of any kind, status and age that answer like others', async () => {
    const sandbox = await openSandbox()
    const seeded = sandbox.ledger.seed(samples)
    expect(seeded.every((one) => one.added)).toBe(true)
    expect(sandbox.ledger.mutations().map((one) => [one.orderId, one.statusAfter])).toEqual([['s-5', 'EXPIRED']])
    const sale = fieldsOf(await inquire(sandbox, 's-2'))
    expect([sale.get('Status'), sale.get('JobCd'), sale.get('ProcessDate')]).toEqual([
      'SALES',
      'SALES',
      '20261122141000',
    ])
    expect(sale.get('TranID')).toMatch(/^26111414101{12}\d{6}$/)
    expect(sandbox.ledger.trade('s-1')).toMatchObject({ maskedCardNo: '************4444', jobCd: 'AUTH' })
    expect(sandbox.ledger.trade('s-3')).toMatchObject({ tranId: '', maskedCardNo: '', authorisedAt: null })
    expect(sandbox.ledger.trade('s-6', 'convenience')?.receiptNo).toMatch(/^\d{13}$/)
    const [first] = seeded
    const keys = `AccessID=${first?.accessId ?? ''}&AccessPass=${first?.accessPass ?? ''}`
    await alter(sandbox, keys, 'JobCd=SALES&Amount=1000')
    expect(sandbox.ledger.trade('s-1')?.status).toBe('SALES')
  })

  it('keeps a trade as it is when the same seed comes again, whatever happened since', async () => {
    const sandbox = await openSandbox()
    sandbox.ledger.seed(samples)
    sandbox.console({ orderId: 's-1', endpoint: 'AlterTran.idPass', jobCd: 'SALES' })
    const again = sandbox.ledger.seed(samples)
    expect(again.some((one) => one.added)).toBe(false)
    expect(sandbox.ledger.trade('s-1')?.status).toBe('SALES')
    expect(sandbox.ledger.trades()).toHaveLength(samples.length)
  })

  it('is all or nothing, and refuses a different trade under a known order', async () => {
    const sandbox = await openSandbox()
    await register(sandbox, 's-3')
    expect(() => sandbox.ledger.seed(samples)).toThrow(/s-3/)
    expect(sandbox.ledger.trades()).toHaveLength(1)
    sandbox.ledger.seed(samples.slice(0, 1))
    const [first] = samples
    if (first !== undefined) expect(() => sandbox.ledger.seed([{ ...first, amountYen: 1001 }])).toThrow(/s-1/)
    expect(() =>
      sandbox.ledger.seed([{ kind: 'card', orderId: 'a b', status: 'AUTH', amountYen: 1, processedAt: NOON }]),
    ).toThrow()
  })

  it('sums up by kind and status', async () => {
    const sandbox = await openSandbox()
    sandbox.ledger.seed(samples)
    expect(sandbox.ledger.sums()).toContainEqual({ kind: 'convenience', status: 'EXPIRED', count: 1, amountYen: 4100 })
    const total = sandbox.ledger.sums().reduce((sum, one) => sum + one.amountYen, 0)
    expect(total).toBe(samples.reduce((sum, one) => sum + one.amountYen, 0))
  })
})

describe('the file', () => {
  it('outlives the sandbox, with numbers going on where they stopped', async () => {
    const ledgerPath = join(folder, 'outlives.sqlite')
    const first = await openSandbox({ ledgerPath, idSeed: 'one' })
    const keys = await authorise(first, 'a-1')
    const trades = first.ledger.trades()
    const mutations = first.ledger.mutations()
    await first.close()

    const second = await openSandbox({ ledgerPath, idSeed: 'two' })
    expect(second.ledger.trades()).toEqual(trades)
    expect(second.ledger.mutations()).toEqual(mutations)
    await alter(second, keys, 'JobCd=VOID')
    const tranIds = second.ledger.mutations().map((one) => one.tranId)
    expect(new Set(tranIds.slice(1)).size).toBe(2)
    await second.close()
    const other = await openSandbox({ idSeed: 'one' })
    expect(await register(other, 'a-1')).toBe(keys)
  })

  it('refuses to forget or to change a mutation, and holds no card number', async () => {
    const ledgerPath = join(folder, 'refuses.sqlite')
    const sandbox = await openSandbox({ ledgerPath })
    await authorise(sandbox, 'a-1')
    await sandbox.close()
    const db = new DatabaseSync(ledgerPath)
    expect(() => {
      db.exec('DELETE FROM mutations')
    }).toThrow(/never deleted/)
    expect(() => {
      db.exec('UPDATE mutations SET amount_after_yen = 1')
    }).toThrow(/never changed/)
    const all = JSON.stringify([db.prepare('SELECT * FROM trades').all(), db.prepare('SELECT * FROM mutations').all()])
    db.close()
    expect(all).toContain('************1111')
    expect(all).not.toContain('411111')
  })

  it('of an earlier version is brought up to date with what is in it', async () => {
    const ledgerPath = join(folder, 'earlier.sqlite')
    const first = await openSandbox({ ledgerPath })
    const keys = await authorise(first, 'a-1')
    await first.close()
    const db = new DatabaseSync(ledgerPath)
    for (const column of ['member_id', 'td_flag', 'renewal_declined_with']) {
      db.exec(`ALTER TABLE trades DROP COLUMN ${column}`)
    }
    db.exec('DROP TABLE documents')
    db.close()
    const sandbox = await openSandbox({ ledgerPath })
    expect(sandbox.ledger.trade('a-1')).toMatchObject({ status: 'AUTH', memberId: '', renewalDeclinedWith: '' })
    expect(await alter(sandbox, keys, 'JobCd=VOID')).toMatch(/^AccessID=/)
  })

  it('shows no pass to the outside', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    expect(JSON.stringify(sandbox.ledger.trades())).not.toContain(keys.split('AccessPass=')[1])
  })
})

it('a refused request leaves no mutation', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  const before = sandbox.ledger.mutations()
  await alter(sandbox, keys, 'JobCd=RETURNX')
  await alter(sandbox, keys, 'JobCd=SALES&Amount=1')
  await post(sandbox, 'ChangeTran', `${SHOP_FIELDS}&${keys}&JobCd=SAUTH&Amount=1`)
  expect(sandbox.ledger.mutations()).toEqual(before)
})
