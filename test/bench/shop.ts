import type { ImportedOrder } from '../../src-main/orders/imported-order.ts'
import { openedShop, owner, type OpenedShop } from '../main/orders/opened-shop.ts'
import { shopOrders } from './shop-orders.ts'

/**
 * A made-up shop with its orders, and the same orders for whoever compares. They are made anew when they are asked for:
 * no shop has all its orders in memory, and the collector of garbage would look at them again and again.
 */
export interface FilledShop extends OpenedShop {
  readonly made: () => readonly ImportedOrder[]
}

const filled = new Map<number, Promise<FilledShop>>()

/** A shop of so many orders, made once in a run: filling it takes longer than measuring. */
export function filledShop(count: number): Promise<FilledShop> {
  const known = filled.get(count)
  if (known !== undefined) return known
  const shop = fill(count)
  filled.set(count, shop)
  return shop
}

/** Closes and removes every shop that was made. */
export async function closeShops(): Promise<void> {
  for (const shop of filled.values()) await (await shop).close()
  filled.clear()
}

async function fill(count: number): Promise<FilledShop> {
  const shop = await openedShop()
  const made = shopOrders(count)
  for (let at = 0; at < made.length; at += 10_000) await shop.orders.upsert(made.slice(at, at + 10_000), owner)
  await shop.db.write((trx) => trx.raw('ANALYZE'))
  return { ...shop, made: () => shopOrders(count) }
}
