import { moneySettings } from './contract.ts'
import { copyData } from './desk-process.ts'
import { openDatabase } from '../../src-main/db/open.ts'
import { createAudit } from '../../src-main/audit/audit-service.ts'
import { createOrderService } from '../../src-main/orders/order-service.ts'
import { owner } from './desk-process.ts'
import { filledAt, type ShopItem } from './shop-items.ts'
import { World, type WorldOptions } from './world.ts'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const kept = new Map<readonly ShopItem[], string>()

/**
 * A folder with the data file of a shop that has `items`, every order tied to its trade by the program itself. Made
 * once for each list and copied for every world.
 */
export async function templateOf(items: readonly ShopItem[]): Promise<string> {
  const known = kept.get(items)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(tmpdir(), 'juchu-faults-template-'))
  const db = await openDatabase({ dataDir: folder })
  const clock = { now: () => filledAt, sleep: () => Promise.resolve() }
  const orders = createOrderService({ db, clock, audit: createAudit(db), moneySettings })
  await orders.upsert(
    items.map(({ order }) => order),
    owner,
  )
  await db.close()
  const linked = await link(items, folder)
  kept.set(items, linked)
  return linked
}

async function link(items: readonly ShopItem[], folder: string): Promise<string> {
  const world = new World({
    startAt: filledAt,
    trades: items.map(({ trade }) => trade),
    fill: (dataDir) => {
      copyData(folder, dataDir)
    },
  })
  await world.start()
  const report = await world.finish(world.process.settlement.linkAll('all'))
  if (report?.linked !== items.length)
    throw new Error(`the shop of the trials was not filled: ${JSON.stringify(report)}`)
  await world.finish(world.process.close())
  copyData(world.process.dataDir, folder)
  await world.end()
  return folder
}

/** A world over a shop that has `items`, started at `startAt`. */
export async function openWorld(
  items: readonly ShopItem[],
  startAt = filledAt,
  more: Pick<WorldOptions, 'durable' | 'tamper' | 'atOnce'> = {},
): Promise<World> {
  const folder = await templateOf(items)
  const world = new World({
    startAt,
    trades: items.map(({ trade }) => trade),
    ...more,
    fill: (dataDir) => {
      copyData(folder, dataDir)
    },
  })
  await world.start()
  return world
}
