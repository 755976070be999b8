import { afterEach } from 'vitest'
import { Refusal } from '../../../src-shared/failure.ts'
import { startMailServer, type MailServerOptions } from '../../support/mail-server.ts'
import { mailShop, type MailShop } from './mail-shop.ts'

/** What a test opened and is closed after it, the last first. */
export const opened: { close: () => unknown }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close()
})

/** A shop with orders, closed after the test. */
export async function shopOf(...args: Parameters<typeof mailShop>): Promise<MailShop> {
  const shop = await mailShop(...args)
  opened.push(shop)
  return shop
}

/** A mail server, and the shop's settings pointed at it. */
export async function serverFor(
  shop: MailShop,
  options: MailServerOptions = {},
  more: Parameters<MailShop['useServer']>[1] = {},
) {
  const server = await startMailServer(options)
  opened.push(server)
  await shop.useServer(server.port, more)
  return server
}

/** The code with which `work` is refused, or `done`; anything else it throws fails the test. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.failure.code
    throw error
  }
}

export const states = async (shop: MailShop, batchId: string) =>
  (await shop.mails.batch(batchId)).map(({ state, reason }) => [state, reason])
export const history = { orderNo: '', states: [], page: 0, pageSize: 100 }
