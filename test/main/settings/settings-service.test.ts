import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SecretBox } from '../../../src-main/ports.ts'
import { createSettingsService, type SettingsParts } from '../../../src-main/settings/settings-service.ts'
import { firstMoneySettings } from '../../../src-shared/money-settings.ts'
import { firstLinkPage, type GatewaySettingsInput } from '../../../src-shared/settings.ts'
import { openedShop, owner, type OpenedShop } from '../orders/opened-shop.ts'

const PASS = 'pAsS12345x'
const input: GatewaySettingsInput = {
  shopId: 'tshop00012345',
  password: PASS,
  orderNoPatterns: ['{no}'],
  authorisationDays: 60,
  salesVoidedOn: 'authorisationDay',
  singleCancel: false,
  cancelDays: 180,
  bulkAtOnce: 1,
}
const firstTerms = { salesVoidedOn: 'authorisationDay', singleCancel: false, cancelDays: 180, bulkAtOnce: 1 }
const { password: _pass, ...withoutPass } = input
const rehearsal = { shopId: 'tshop00000001', shopPass: 'sandbox123' }

/** A key store that turns texts round: enough to tell sealed from open. */
const box = (keptByOs: boolean): SecretBox => ({
  keptByOs,
  seal: (text) => Promise.resolve(Buffer.from(text).toString('hex')),
  open: (sealed) => Promise.resolve(Buffer.from(sealed, 'hex').toString()),
})
/** The key store of another machine: it seals, but opens nothing that was sealed elsewhere. */
const otherBox: SecretBox = {
  keptByOs: true,
  seal: (text) => Promise.resolve(`other ${Buffer.from(text).toString('hex')}`),
  open: (sealed) =>
    sealed.startsWith('other ')
      ? Promise.resolve(Buffer.from(sealed.slice(6), 'hex').toString())
      : Promise.reject(new Error('the key store refused')),
}

let shop: OpenedShop
beforeEach(async () => {
  shop = await openedShop()
})
afterEach(() => shop.close())

const settings = (given: Partial<SettingsParts> = {}) =>
  createSettingsService({ ...shop, mode: 'test', secrets: box(true), rehearsal: null, ...given })
const auditChanges = async () =>
  (await shop.db.read<{ changes: string }[]>((connection) => connection.raw('SELECT changes FROM events')))
    .map((row) => row.changes)
    .join()

describe('settings of the shop', () => {
  it('start with a name and keep the one that is given', async () => {
    expect((await settings().shop()).shopName).not.toBe('')
    const named = { shopName: '月の器', money: firstMoneySettings }
    expect(await settings().saveShop({ shopName: '月の器' }, owner)).toEqual(named)
    expect(await settings().shop()).toEqual(named)
    expect(await auditChanges()).toContain('月の器')
  })

  it('count as the guide’s cart where an older version stored no rules for sums', async () => {
    await shop.db.write((trx) => trx.raw(`INSERT INTO settings VALUES ('shop', '{"shopName":"月の器"}')`))
    expect(await settings().shop()).toEqual({ shopName: '月の器', money: firstMoneySettings })
    await shop.db.write((trx) =>
      trx.raw(`UPDATE settings SET value = '{"shopName":"月の器","money":{"rounding":"sideways"}}'`),
    )
    expect(await settings().shop()).toEqual({ shopName: '月の器', money: firstMoneySettings })
  })

  it('leave the rates that an older version stored as they were typed', async () => {
    const { rateChoice: _choice, rateChanges: _changes, ...older } = { ...firstMoneySettings, standardRatePercent: 0 }
    const stored = JSON.stringify({ shopName: '月の器', money: older })
    await shop.db.write((trx) => trx.raw(`INSERT INTO settings VALUES ('shop', ?)`, [stored]))
    expect((await settings().shop()).money).toEqual({ ...older, rateChoice: 'fixed', rateChanges: [] })
  })

  it('keep a rate of 0 % from a day, and name it in the history', async () => {
    const rateChanges = [{ fromOn: '2027-04-01', taxClass: 'reduced', ratePercent: 0 }] as const
    const money = { ...firstMoneySettings, rateChanges }
    expect((await settings().saveShop({ shopName: '月の器', money }, owner)).money).toEqual(money)
    expect(await auditChanges()).toContain('{"field":"税率の変更","from":"なし","to":"2027/04/01から軽減0%"}')
  })

  it('keep the rules for sums, name each that changes, and leave them when only the name is given', async () => {
    const money = { ...firstMoneySettings, rounding: 'down', reducedRatePercent: null } as const
    await settings().saveShop({ shopName: '月の器', money }, owner)
    expect(await settings().saveShop({ shopName: '星の器' }, owner)).toEqual({ shopName: '星の器', money })
    const changes = await auditChanges()
    expect(changes).toContain('{"field":"課税規則","from":"四捨五入","to":"切り捨て"}')
    expect(changes).toContain('{"field":"軽減税率","from":"8%","to":"なし"}')
    expect(changes).not.toContain('ポイント付与率')
  })

  it('make no entry when nothing differs', async () => {
    await settings().saveShop({ shopName: '月の器' }, owner)
    const before = await auditChanges()
    await settings().saveShop({ shopName: '月の器' }, owner)
    expect(await auditChanges()).toBe(before)
  })
})

describe('settings of the gateway', () => {
  it('start without a contract', async () => {
    expect(await settings().gateway()).toEqual({
      ...firstTerms,
      shopId: '',
      hasPass: false,
      orderNoPatterns: ['{no}', '{no}-{ddHHmmss}'],
      authorisationDays: 90,
      linkPage: { configId: '001', job: 'authorised', threeDSecure: true, days: 7 },
      endpoint: 'test',
      keptByOs: true,
    })
    expect(await settings().gatewayPass()).toBeNull()
  })

  it('keep the pass sealed in a file of its own that only the owner can read', async () => {
    const saved = await settings().saveGateway(input, owner)
    expect(saved).toEqual({
      ...firstTerms,
      shopId: input.shopId,
      hasPass: true,
      orderNoPatterns: ['{no}'],
      authorisationDays: 60,
      linkPage: firstLinkPage,
      endpoint: 'test',
      keptByOs: true,
    })
    expect(await settings().gatewayPass()).toBe(PASS)
    expect(statSync(path.join(shop.dataDir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })

  it('leave the stored pass when none is given', async () => {
    await settings().saveGateway(input, owner)
    const { password: _left, ...others } = input
    await settings().saveGateway({ ...others, authorisationDays: 90 }, owner)
    expect(await settings().gatewayPass()).toBe(PASS)
  })

  it('leave how payment links are made when that is not given, and note what changes', async () => {
    const linkPage = { configId: 'SHOP-2', job: 'captured', threeDSecure: false, days: 3 } as const
    await settings().saveGateway({ ...input, linkPage }, owner)
    expect((await settings().saveGateway(input, owner)).linkPage).toEqual(linkPage)
    const noted = await auditChanges()
    for (const word of ['決済リンクの設定ID', 'SHOP-2', '即時売上', '使わない']) expect(noted).toContain(word)
  })

  it.each([
    ['of a program without payment links', ''],
    ['with payment links nobody can read', `, "linkPage": {"configId": "///"}`],
  ])('%s keep their contract', async (_what, more) => {
    const stored = `{"shopId": "tshop00000009", "orderNoPatterns": ["{no}"], "authorisationDays": 60${more}}`
    await shop.db.write((trx) => trx.raw(`INSERT INTO settings VALUES ('gateway', ?)`, [stored]))
    expect(await settings().contract()).toMatchObject({
      shopId: 'tshop00000009',
      orderNoPatterns: ['{no}'],
      authorisationDays: 60,
      linkPage: firstLinkPage,
    })
  })

  it('never write the pass in the clear: not in the data file, its log, the history or the secrets', async () => {
    await settings().saveGateway(input, owner)
    await settings().saveGateway({ ...input, password: 'another99' }, owner)
    expect(await auditChanges()).toContain('ショップパスワード')
    for (const name of readdirSync(shop.dataDir)) {
      const bytes = readFileSync(path.join(shop.dataDir, name)).toString('latin1')
      expect(bytes, name).not.toContain(PASS)
      expect(bytes, name).not.toContain('another99')
    }
  })

  it('keep the pass for this session only when the system has no key store', async () => {
    const session = settings({ secrets: box(false) })
    expect(await session.saveGateway(input, owner)).toMatchObject({ hasPass: true, keptByOs: false })
    expect(await session.gatewayPass()).toBe(PASS)
    expect(existsSync(path.join(shop.dataDir, 'secrets.json'))).toBe(false)
    expect(await settings({ secrets: box(false) }).gatewayPass()).toBeNull()
  })

  it('count a pass that this machine cannot open as not stored, and let it be replaced', async () => {
    await settings().saveGateway(input, owner)
    const moved = settings({ secrets: otherBox })
    expect(await moved.gateway()).toMatchObject({ shopId: input.shopId, hasPass: false })
    expect(await moved.gatewayPass()).toBeNull()
    expect(await moved.saveGateway(input, owner)).toMatchObject({ hasPass: true })
    expect(await moved.gatewayPass()).toBe(PASS)
  })

  it('hand out the contract without asking the key store', async () => {
    await settings().saveGateway(input, owner)
    const asked: string[] = []
    const secrets: SecretBox = { ...box(true), open: (sealed) => Promise.resolve(String(asked.push(sealed))) }
    const { password: _left, ...contract } = input
    expect(await settings({ secrets }).contract()).toEqual({ ...contract, linkPage: firstLinkPage })
    expect(await settings({ mode: 'rehearsal', rehearsal }).contract()).toEqual({
      ...contract,
      linkPage: firstLinkPage,
      shopId: rehearsal.shopId,
    })
    expect(asked).toEqual([])
  })

  it('are the sandbox in rehearsal and cannot become a real contract', async () => {
    const rehearsing = settings({ mode: 'rehearsal', rehearsal })
    expect(await rehearsing.gateway()).toMatchObject({ shopId: rehearsal.shopId, hasPass: true, endpoint: 'sandbox' })
    expect(await rehearsing.gatewayPass()).toBe(rehearsal.shopPass)
    await expect(rehearsing.saveGateway(input, owner)).rejects.toThrow('call.forbidden')
    await expect(rehearsing.saveGateway({ ...input, shopId: rehearsal.shopId }, owner)).rejects.toThrow(
      'call.forbidden',
    )
    expect(existsSync(path.join(shop.dataDir, 'secrets.json'))).toBe(false)
  })

  it('let rehearsal choose patterns and days', async () => {
    const rehearsing = settings({ mode: 'rehearsal', rehearsal })
    const saved = await rehearsing.saveGateway(
      { ...withoutPass, shopId: rehearsal.shopId, orderNoPatterns: ['{no}'], authorisationDays: 30 },
      owner,
    )
    expect(saved).toMatchObject({ orderNoPatterns: ['{no}'], authorisationDays: 30 })
  })
})
