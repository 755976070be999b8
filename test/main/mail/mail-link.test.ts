import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Operator } from '../../../src-shared/operator.ts'
import { textOfMail } from '../../support/mail-server.ts'
import { owner } from '../orders/opened-shop.ts'
import { serverFor, shopOf } from './mail-bench.ts'
import { someOrders } from './mail-shop.ts'

const address = `https://link.example/v2/plus/tshop/checkout/${'5ec7e7'.repeat(8)}`
const older = `https://link.example/v2/plus/tshop/checkout/${'0ddba11'.repeat(7)}`
const settler: Operator = { id: 'owner', name: '決済係', role: 'settlement' }
const clerk: Operator = { id: 'owner', name: '受注係', role: 'orders' }

/** A shop whose one order has two links, of which `usable` may be sent as long as `links` says so. */
async function shopWithLink(usable: string | null = address, orders = someOrders(1)) {
  const links = { usable, all: [address, older] }
  const shop = await shopOf(orders, { paymentLink: () => Promise.resolve({ ...links }) })
  const server = await serverFor(shop)
  const send = async (who: Operator, more: Parameters<typeof shop.asked>[1] = {}) => {
    const asked = shop.asked(shop.ids, { templateId: 'paymentLink', ...more })
    await shop.mails.send(asked, who)
    await shop.mails.idle()
    return shop.mails.read(asked.items[0]!.id)
  }
  /** Everything the shop's data file ever wrote. */
  const onDisk = () =>
    ['shop.sqlite', 'shop.sqlite-wal'].map((name) => readFileSync(join(shop.dataDir, name), 'latin1')).join('')
  return { shop, server, links, send, onDisk }
}

const isSecretFree = (text: string) => !/5ec7e7|0ddba11/.test(text)

describe('{{決済リンク}}', () => {
  it('is the address in the preview and in the mail, and nowhere in what is kept', async () => {
    const { shop, server, send, onDisk } = await shopWithLink()
    const preview = await shop.mails.preview(shop.ids[0]!, 'paymentLink', settler)
    expect(preview.missing).toEqual([])
    expect(preview.body).toContain(`\n${address}\n`)
    const kept = await send(settler)
    expect(kept).toMatchObject({ state: 'sent' })
    expect(kept.body).toContain('\n［決済リンクのURL］\n')
    expect(textOfMail(server.mails[0]!.raw)).toBe(preview.body)
    expect(isSecretFree(onDisk())).toBe(true)
    expect(isSecretFree(JSON.stringify(kept))).toBe(true)
    expect(isSecretFree(JSON.stringify(await shop.orders.history(shop.ids[0]!)))).toBe(true)
  })

  it('is missing for someone who may not settle: preview, plan and sending say so', async () => {
    const { shop, server, send } = await shopWithLink()
    expect((await shop.mails.preview(shop.ids[0]!, 'paymentLink', clerk)).missing).toEqual(['決済リンク'])
    const [row] = await shop.mails.plan(shop.ids, 'paymentLink', clerk)
    expect(row?.missing).toEqual(['決済リンク'])
    const words = { subject: '{{決済リンク}}', body: '{{決済リンク}}' }
    const worded = await shop.mails.previewWords(shop.ids[0]!, words, clerk)
    expect(isSecretFree(JSON.stringify(worded))).toBe(true)
    expect(await send(clerk)).toMatchObject({ state: 'cancelled', reason: 'missingValues', detail: '決済リンク' })
    // Not by the mark, nor by an address that someone told him.
    for (const body of ['［決済リンクのURL］', `ここです ${address}`]) {
      const kept = await send(clerk, { words: { subject: '件名', body } })
      expect(kept).toMatchObject({ state: 'cancelled', reason: 'missingValues' })
      expect(isSecretFree(kept.body)).toBe(true)
    }
    expect(server.mails).toEqual([])
  })

  it('in edited words is kept as the mark, whichever of the addresses stands there, and sent as the usable one', async () => {
    const { server, send, onDisk } = await shopWithLink()
    const body = `どうぞ\n${address}。\n前のリンク ${older}は\n${address.slice(0, -5)}`
    const kept = await send(settler, { words: { subject: `お支払い ${address}`, body } })
    expect(kept.subject).toBe('お支払い ［決済リンクのURL］')
    expect(kept.body).toBe('どうぞ\n［決済リンクのURL］。\n前のリンク ［決済リンクのURL］は\n［決済リンクのURL］')
    expect(textOfMail(server.mails[0]!.raw)).toBe(`どうぞ\n${address}。\n前のリンク ${address}は\n${address}`)
    expect(isSecretFree(onDisk())).toBe(true)
  })

  it('is lacking when the order has no link for what it costs now', async () => {
    const { server, send } = await shopWithLink(null)
    expect(await send(owner)).toMatchObject({ state: 'cancelled', reason: 'missingValues', detail: '決済リンク' })
    expect(await send(owner, { words: { subject: '件名', body: older } })).toMatchObject({ state: 'cancelled' })
    expect(server.mails).toEqual([])
  })

  it('that ends between writing down and sending stops its mail', async () => {
    const { shop, server, links } = await shopWithLink()
    const asked = shop.asked(shop.ids, { templateId: 'paymentLink' })
    const sending = shop.mails.send(asked, owner)
    await sending.then(() => (links.usable = null))
    await shop.mails.idle()
    const [mail] = await shop.mails.batch(asked.batchId)
    const sent = server.mails.length
    expect([sent, mail?.state, mail?.reason]).toEqual([0, 'cancelled', 'missingValues'])
  })

  it('named by a value of the order is not filled', async () => {
    const [plain] = someOrders(1)
    const orders = someOrders(1, { orderer: { ...plain!.orderer, familyName: '［決済リンクのURL］' } })
    const { server, send } = await shopWithLink(address, orders)
    expect(await send(owner, { templateId: 'received' })).toMatchObject({ state: 'sent' })
    expect(textOfMail(server.mails[0]!.raw)).toContain('［決済リンクのURL］')
    expect(isSecretFree(textOfMail(server.mails[0]!.raw))).toBe(true)
  })
})
