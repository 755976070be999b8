import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Postman } from '../../../src-main/mail/smtp.ts'
import { sampleOrder } from '../../support/sample-order.ts'
import { owner } from '../orders/opened-shop.ts'
import { codeOf, history, serverFor, shopOf, states } from './mail-bench.ts'
import { mailCanary, someOrders } from './mail-shop.ts'

describe('an unknown outcome', () => {
  it('after a server that hung up is never sent again, and a person decides', async () => {
    const shop = await shopOf(someOrders(1))
    await serverFor(shop, { onText: () => 'hangUp' })
    const asked = shop.asked(shop.ids)
    await shop.mails.send(asked, owner)
    await shop.mails.idle()
    const [mail] = await shop.mails.batch(asked.batchId)
    expect(mail).toMatchObject({ state: 'unknown', reason: 'noAnswer' })
    const second = shop.asked(shop.ids)
    await shop.mails.send(second, owner)
    await shop.mails.idle()
    expect(await states(shop, second.batchId)).toEqual([['cancelled', 'alreadySent']])
    expect(await shop.mails.resolve(mail!.id, 'failed', owner)).toMatchObject({ state: 'failed', reason: 'byOperator' })
    expect(await codeOf(shop.mails.resolve(mail!.id, 'sent', owner))).toBe('mail.not-found')
    const kinds = (await shop.orders.history(shop.ids[0]!)).map(({ kind }) => kind)
    expect(kinds.slice(0, 2)).toEqual(['mail.failed', 'mail.unknown'])
  })

  it('is what a program that was cut off leaves; what waited is given up, and nothing goes by itself', async () => {
    const never: Postman = { send: () => new Promise(() => undefined) }
    const shop = await shopOf(someOrders(3), { postman: never })
    const server = await serverFor(shop)
    const asked = shop.asked(shop.ids)
    await shop.mails.send(asked, owner)
    while ((await shop.mails.batch(asked.batchId))[0]?.state !== 'intended')
      await new Promise((resolve) => setTimeout(resolve, 5))
    await shop.again()
    expect(await states(shop, asked.batchId)).toEqual([
      ['unknown', 'interrupted'],
      ['cancelled', 'interrupted'],
      ['cancelled', 'interrupted'],
    ])
    expect((await shop.orders.history(shop.ids[0]!))[0]).toMatchObject({ kind: 'mail.unknown' })
    expect(server.mails).toEqual([])
  })

  it('is what remains of a mail whose end could not be written down; the rest is not tried', async () => {
    let failing = true
    const shop = await shopOf(someOrders(2))
    const append: typeof shop.audit.append = (trx, entry) => {
      if (!failing) return shop.audit.append(trx, entry)
      failing = false
      return Promise.reject(new Error('the disk is full'))
    }
    const full = await shopOf(someOrders(2), { audit: { ...shop.audit, append } })
    const server = await serverFor(full)
    const asked = full.asked(full.ids)
    await full.mails.send(asked, owner)
    await full.mails.idle()
    expect(server.mails).toHaveLength(1)
    expect(await states(full, asked.batchId)).toEqual([
      ['unknown', 'interrupted'],
      ['cancelled', 'interrupted'],
    ])
  })

  it('is what the end of the program makes of a mail under way', async () => {
    const shop = await shopOf(someOrders(2))
    const asked = shop.asked(shop.ids)
    const arrived = new Promise<void>((resolve) => {
      void serverFor(shop, {
        onText: () => {
          resolve()
          return 'keepSilent'
        },
      }).then(() => shop.mails.send(asked, owner))
    })
    await arrived
    await shop.mails.close()
    expect(await states(shop, asked.batchId)).toEqual([
      ['unknown', 'interrupted'],
      ['cancelled', 'interrupted'],
    ])
  })
})

describe('the trial', () => {
  it('reaches the shop’s own address', async () => {
    const shop = await shopOf(someOrders(1))
    const server = await serverFor(shop, { login: mailCanary }, mailCanary)
    expect(await shop.mails.trial()).toEqual({ ok: true, to: 'shop@example.jp', reason: null, detail: '250 2.0.0' })
    expect(server.mails[0]).toMatchObject({ to: ['shop@example.jp'], user: mailCanary.user })
    expect((await shop.mails.history(history)).count).toBe(0)
  })
})

describe('the password', () => {
  it('is in no answer and no file but the sealed store, whatever the server says about it', async () => {
    const shop = await shopOf(someOrders(2))
    await serverFor(shop, { login: { ...mailCanary, password: 'another' } }, mailCanary)
    const asked = shop.asked(shop.ids)
    const answers: unknown[] = [
      await shop.settings.mail(),
      await shop.mails.trial(),
      await shop.mails.send(asked, owner),
    ]
    await shop.mails.idle()
    answers.push(
      await shop.mails.batch(asked.batchId),
      await shop.mails.history(history),
      await shop.orders.history(shop.ids[0]!),
    )
    const encoded = Buffer.from(`\0${mailCanary.user}\0${mailCanary.password}`).toString('base64')
    const forms = [mailCanary.password, Buffer.from(mailCanary.password).toString('base64'), encoded]
    for (const form of forms) expect(JSON.stringify([answers, shop.runs])).not.toContain(form)
    const sealed = Buffer.from(mailCanary.password).toString('hex')
    for (const file of filesUnder(shop.dataDir)) {
      const bytes = readFileSync(file)
      for (const form of forms) expect(`${path.basename(file)} ${bytes.includes(form)}`).toMatch(/false$/)
      expect(bytes.includes(sealed)).toBe(path.basename(file) === 'secrets.json')
    }
  })

  it('is not carried to another server', async () => {
    const shop = await shopOf([sampleOrder('1', 0)])
    await serverFor(shop, {}, mailCanary)
    expect((await shop.settings.mail()).hasPassword).toBe(true)
    await shop.useServer(25, { host: 'localhost', user: mailCanary.user })
    expect(await shop.settings.mail()).toMatchObject({ hasPassword: false, ready: false })
    expect(await shop.settings.mailPassword()).toBeNull()
  })
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file).isFile())
}
