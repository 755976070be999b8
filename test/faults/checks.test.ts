import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Gateway, Inquiry } from '../../src-main/gmo/gateway.ts'
import { journalFiles } from '../support/journal-files.ts'
import { checkRun, passToEnd, startRun } from './bulk-play.ts'
import { shop } from './desk-process.ts'
import { healAndCheck } from './heal.ts'
import { playHistory } from './history.ts'
import { kindShop, operationKinds } from './kinds.ts'
import { press } from './press.ts'
import { filledAt } from './shop-items.ts'
import { openWorld } from './template.ts'
import { calm, type World } from './world.ts'

const [sales, , , amount] = operationKinds

/** What the fault matrix says of a program whose client is wrong in the given way, when its request meets `fault`. */
async function judged(
  tamper: (gateway: Gateway) => Partial<Gateway>,
  kind = sales!,
  fault: string | null = null,
  after: (world: World) => Promise<unknown> = () => Promise.resolve(),
): Promise<string> {
  const world = await openWorld(kindShop, filledAt, { tamper: (gateway) => ({ ...gateway, ...tamper(gateway) }) })
  try {
    world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault } : calm)
    await press(world, kind)
    await after(world)
    await healAndCheck(world)
  } finally {
    await world.end()
  }
  return [...new Set(world.violations.map((violation) => violation.slice(0, violation.indexOf(':'))))].sort().join(' ')
}

const receipt = { processedAt: filledAt, tranId: '1'.repeat(28), approve: '2000000', forward: '' }

describe('the fault matrix notices a program that is wrong (it cannot pass by looking away)', () => {
  it('a right one breaks nothing', async () => {
    expect(await judged(() => ({}))).toBe('')
    expect(await judged(() => ({}), amount, 'reset-after-apply')).toBe('')
    expect(await playHistory(1)).toEqual([])
  })

  it('I1: something is sent that is not in the journal', async () => {
    const broken = await judged(
      () => ({}),
      sales,
      null,
      async (world) => {
        const { gateway } = world.process
        const found = await world.finish(gateway.inquire('202'))
        if (found?.outcome !== 'found') throw new Error('the trade is not there')
        return world.finish(gateway.alter({ access: found.trade.access, job: 'returned' }))
      },
    )
    expect(broken).toContain('I1')
  })

  it('I2: an amount is changed twice', async () => {
    const broken = await judged(
      (gateway) => ({
        changeAmount: async (request) => {
          await gateway.changeAmount(request)
          return gateway.changeAmount(request)
        },
      }),
      amount,
    )
    expect(broken).toContain('I2')
  })

  it('I4: an open outcome is called done', async () => {
    const lie = (gateway: Gateway): Partial<Gateway> => ({
      alter: async (request) => {
        await gateway.alter(request)
        return { outcome: 'applied', receipt, gatewayAt: null }
      },
    })
    expect(await judged(lie, sales, 'reset-before-apply')).toContain('I4')
  })

  it('I4: a deed is called not sent', async () => {
    const lie = (gateway: Gateway): Partial<Gateway> => ({
      alter: async (request) => {
        await gateway.alter(request)
        return { outcome: 'not-sent', reason: 'refused' }
      },
    })
    expect(await judged(lie)).toContain('I4')
  })

  it('I5: it is sent again while its outcome is open', async () => {
    const again = (gateway: Gateway): Partial<Gateway> => ({
      alter: async (request) => {
        await gateway.alter(request)
        return gateway.alter(request)
      },
    })
    expect(await judged(again, sales, 'reset-before-apply')).toContain('I5')
  })

  it('I3, I4 and I6: what inquiries say is not what is kept', async () => {
    const old = (gateway: Gateway): Partial<Gateway> => {
      let first: Inquiry | null = null
      return { inquire: async (order) => (first ??= await gateway.inquire(order)) }
    }
    expect(await judged(old, sales, 'reset-after-apply')).toBe('I3 I4 I6')
  })

  it('I7: the history was rewritten', async () => {
    const broken = await judged(
      () => ({}),
      sales,
      null,
      ({ process }) => process.db.write((trx) => trx.raw("UPDATE event_chain SET hash = 'f'")),
    )
    expect(broken).toContain('I7')
  })

  it('I7: the witness beside the data file was rewritten, or lost its last line', async () => {
    const spoil = (change: (text: string) => string) => (world: World) => {
      for (const file of journalFiles(world.process.dataDir)) writeFileSync(file, change(readFileSync(file, 'utf8')))
      return Promise.resolve()
    }
    expect(
      await judged(
        () => ({}),
        sales,
        null,
        spoil((text) => text.replace('"amountYen":5775', '"amountYen":5776')),
      ),
    ).toContain('I7')
    expect(
      await judged(
        () => ({}),
        sales,
        null,
        spoil((text) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1)),
      ),
    ).toContain('I7')
  })

  it('I10: an order has no line, or a line its order was not done for', async () => {
    const run = async (selected: readonly string[], sql: string): Promise<string> => {
      const world = await openWorld(kindShop)
      try {
        const runId = (await startRun(world, ['201', '202', '207'], 'sales')) ?? ''
        await passToEnd(world, runId)
        if (sql !== '') await world.process.db.write((trx) => trx.raw(sql))
        await checkRun(world, runId, selected)
      } finally {
        await world.end()
      }
      return world.violations.join(' ')
    }
    expect(await run(['201', '202', '207'], '')).toBe('')
    expect(await run(['201', '202', '203', '207'], '')).toContain('I10')
    const forget = "UPDATE settlement_operations SET state = 'rejected' WHERE gateway_order_no = '202'"
    expect(await run(['201', '202', '207'], forget)).toContain('I4: 202')
  })

  it('I8: a pass is in the log', async () => {
    const broken = await judged(
      () => ({}),
      sales,
      null,
      (world) => Promise.resolve(world.lines.push(`ShopPass=${shop.shopPass}`)),
    )
    expect(broken).toBe('I8')
  })

  it('I11: an operation never comes to an end', async () => {
    const deaf = (gateway: Gateway): Partial<Gateway> => {
      let sent = false
      return {
        alter: (request) => {
          sent = true
          return gateway.alter(request)
        },
        inquire: (order) =>
          sent ? Promise.resolve({ outcome: 'unknown', reason: 'timeout' }) : gateway.inquire(order),
      }
    }
    expect(await judged(deaf, sales, 'reset-after-apply')).toContain('I11')
  })
})
