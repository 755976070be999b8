import { z } from 'zod'
import type { FieldChange } from '../../src-shared/audit.ts'
import { formatDay } from '../../src-shared/business-day.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { Operator } from '../../src-shared/operator.ts'
import { firstMoneySettings, type MoneySettings } from '../../src-shared/money-settings.ts'
import {
  gatewaySettingsInputSchema,
  shopSettingsSchema,
  type GatewaySettings,
  type GatewaySettingsInput,
  type ShopSettings,
  type ShopSettingsInput,
  firstLinkPage,
  linkPageSchema,
  type LinkPage,
} from '../../src-shared/settings.ts'
import { sweepScheduleSchema, type SweepSchedule } from '../../src-shared/sweep.ts'
import { pointBaseText, roundingText, taxClassText } from '../../src-shared/text.ts'
import type { Audit } from '../audit/audit-service.ts'
import type { Database } from '../db/database.ts'
import type { Ports, RehearsalGateway } from '../ports.ts'
import { createMailSettings, type MailSettingsService } from './mail-settings.ts'
import { createSecretStore } from './secret-file.ts'
import { readSetting, writeSetting } from './settings-table.ts'

/** What the contract with the gateway says, as far as settlements follow from it. */
export type Contract = Omit<GatewaySettings, 'hasPass' | 'endpoint' | 'keptByOs'>

/** The shop's own settings and its contract with the gateway. */
export interface SettingsService extends MailSettingsService {
  shop(): Promise<ShopSettings>
  saveShop(input: ShopSettingsInput, operator: Operator): Promise<ShopSettings>
  gateway(): Promise<GatewaySettings>
  /** The contract without its pass: reads no secret, so no key store can fail it. */
  contract(): Promise<Contract>
  /** In rehearsal the shop and its pass are the sandbox's; another one is refused with `call.forbidden`. */
  saveGateway(input: GatewaySettingsInput, operator: Operator): Promise<GatewaySettings>
  sweepSchedule(): Promise<SweepSchedule>
  saveSweepSchedule(input: SweepSchedule, operator: Operator): Promise<SweepSchedule>
  /** The pass for the gateway, null while none is known or its seal cannot be opened here. For the gateway alone: it never crosses the door. */
  gatewayPass(): Promise<string | null>
}

/** What the settings work with. */
export interface SettingsParts extends Pick<Ports, 'dataDir' | 'mode' | 'clock' | 'secrets'> {
  readonly db: Database
  readonly audit: Audit
  /** The practice gateway's contract; null in the other modes. */
  readonly rehearsal: Pick<RehearsalGateway, 'shopId' | 'shopPass'> | null
}

/** As stored; what an older version did not store yet gets its default. A shop that never saved has no ID. */
const contractSchema = gatewaySettingsInputSchema.omit({ password: true }).extend({
  shopId: z.string(),
  // The contract must not fall with links nobody can read.
  linkPage: linkPageSchema.catch(firstLinkPage),
})

/** GMO's own cart modules make these two numbers (gmo-module-behaviour.md §1); 90 days is the guide's limit. */
const firstContract: Contract = contractSchema.parse({
  shopId: '',
  orderNoPatterns: ['{no}', '{no}-{ddHHmmss}'],
  authorisationDays: 90,
})
const firstShop: ShopSettings = { shopName: '受注デスク', money: firstMoneySettings }
/** The gateway is asked about every trade only once the operator wants that. */
const firstSchedule: SweepSchedule = { when: 'off' }
const PASS = 'gatewayPass'
const endpoints = { production: 'production', test: 'test', rehearsal: 'sandbox' } as const

/** Settings in the data file, the pass beside it. Every change is an entry in the history, without the pass. */
export function createSettingsService(parts: SettingsParts): SettingsService {
  const { db, audit, mode, clock } = parts
  const secrets = createSecretStore(parts.dataDir, parts.secrets)
  const sandbox = mode === 'rehearsal' ? parts.rehearsal : null

  const shop = () =>
    db.read(async (connection) => stored(shopSettingsSchema, await readSetting(connection, 'shop'), firstShop))
  const sweepSchedule = () =>
    db.read(async (connection) => stored(sweepScheduleSchema, await readSetting(connection, 'sweep'), firstSchedule))
  const contract = async (): Promise<Contract> => {
    const found = await db.read(async (connection) =>
      stored<Contract>(contractSchema, await readSetting(connection, 'gateway'), firstContract),
    )
    return sandbox === null ? found : { ...found, shopId: sandbox.shopId }
  }
  const gatewayPass = () => (sandbox === null ? secrets.read(PASS) : Promise.resolve(sandbox.shopPass))
  const gateway = async (): Promise<GatewaySettings> => ({
    ...(await contract()),
    hasPass: (await gatewayPass()) !== null,
    endpoint: endpoints[mode],
    keptByOs: parts.secrets.keptByOs,
  })
  const save = saving(parts)

  return {
    ...createMailSettings({ db, audit, mode, clock, secrets, keptByOs: parts.secrets.keptByOs }),
    shop,
    gateway,
    contract,
    gatewayPass,
    sweepSchedule,
    async saveSweepSchedule(input, operator) {
      const changes = changesOf([['自動照会', scheduleText(await sweepSchedule()), scheduleText(input)]])
      await save('sweep', input, changes, operator)
      return sweepSchedule()
    },
    async saveShop(input, operator) {
      const before = await shop()
      const after: ShopSettings = { shopName: input.shopName, money: input.money ?? before.money }
      await save('shop', after, shopChanges(before, after), operator)
      return shop()
    },
    async saveGateway({ password, linkPage, ...input }, operator) {
      if (sandbox !== null && (input.shopId !== sandbox.shopId || !isSamePass(password, sandbox.shopPass))) {
        throw new Refusal('call.forbidden')
      }
      const before = await contract()
      const after = { ...input, linkPage: linkPage ?? before.linkPage }
      const passChanges = password !== undefined && password !== (await gatewayPass())
      // The pass first: a contract whose pass was not kept would look complete and fail at the gateway.
      if (password !== undefined && passChanges) await secrets.write(PASS, password)
      await save('gateway', after, contractChanges(before, after, passChanges), operator)
      return gateway()
    },
  }
}

function shopChanges(before: ShopSettings, after: ShopSettings): readonly FieldChange[] {
  const texts = moneyTexts(after.money)
  return changesOf([
    ['ショップ名', before.shopName, after.shopName],
    ...moneyTexts(before.money).map(([field, from], index) => [field, from, texts[index]?.[1] ?? ''] as const),
  ])
}

function moneyTexts(money: MoneySettings): readonly (readonly [field: string, text: string])[] {
  const { reducedRatePercent } = money
  return [
    ['課税規則', roundingText[money.rounding]],
    ['税率の選び方', money.rateChoice === 'byDay' ? '受注日の税率' : 'いつも同じ税率'],
    ['税率の変更', rateChangesText(money.rateChanges)],
    ['消費税率', `${String(money.standardRatePercent)}%`],
    ['軽減税率', reducedRatePercent === null ? 'なし' : `${String(reducedRatePercent)}%`],
    ['単価の入力', money.pricesIncludeTax ? '税込み' : '税抜き'],
    ['ポイントの計算', pointBaseText[money.pointBase]],
    ['ポイント付与率', `${String(money.pointRatePercent)}%`],
    ['使用ポイント分の加算', money.usedPointsReduce ? '差し引く' : '差し引かない'],
  ]
}

function rateChangesText(changes: MoneySettings['rateChanges']): string {
  const texts = changes.map(
    ({ fromOn, taxClass, ratePercent }) => `${formatDay(fromOn)}から${taxClassText[taxClass]}${ratePercent}%`,
  )
  return texts.length === 0 ? 'なし' : texts.join('、')
}

const voidDayText = { authorisationDay: '仮売上の当日', processingDay: '最終処理の当日' } as const

function wordsText({ singleCancel }: Contract): string {
  return singleCancel ? 'キャンセルだけ' : '取消・返品・月跨返品'
}

function scheduleText(schedule: SweepSchedule): string {
  if (schedule.when === 'every') return `${String(schedule.minutes)}分ごと`
  return schedule.when === 'start' ? '起動したとき' : 'しない'
}

function isSamePass(given: string | undefined, pass: string): boolean {
  return given === undefined || given === pass
}

/** Stores a setting and its entry in the history together; what does not differ leaves none. */
function saving({ db, audit, clock }: Pick<SettingsParts, 'db' | 'audit' | 'clock'>) {
  return (key: string, value: unknown, changes: readonly FieldChange[], operator: Operator) =>
    db.write(async (trx) => {
      if (changes.length === 0) return
      await writeSetting(trx, key, value)
      await audit.append(trx, { at: clock.now(), kind: 'settings.changed', operator, changes })
    })
}

/** A value from the data file, or the first one when there is none or it is of an older shape. */
function stored<T>(schema: z.ZodType<T>, value: unknown, first: T): T {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : first
}

/** The history says that the pass changed, never what it was. */
function contractChanges(before: Contract, after: Contract, passChanges: boolean): readonly FieldChange[] {
  const changes = changesOf([
    ['ショップID', before.shopId, after.shopId],
    ['取引番号の形', before.orderNoPatterns.join(' '), after.orderNoPatterns.join(' ')],
    ['仮売上の有効日数', String(before.authorisationDays), String(after.authorisationDays)],
    ['実売上の取消', voidDayText[before.salesVoidedOn], voidDayText[after.salesVoidedOn]],
    ['取消の言葉', wordsText(before), wordsText(after)],
    ['取消・変更の期限', `${before.cancelDays}日`, `${after.cancelDays}日`],
    ['一括処理の同時実行', String(before.bulkAtOnce), String(after.bulkAtOnce)],
    ...linkPageTexts(before.linkPage).map(
      ([field, from], index) => [field, from, linkPageTexts(after.linkPage)[index]?.[1] ?? ''] as const,
    ),
  ])
  return passChanges ? [...changes, { field: 'ショップパスワード', from: '', to: '変更' }] : changes
}

function linkPageTexts({ configId, job, threeDSecure, days }: LinkPage): readonly (readonly [string, string])[] {
  return [
    ['決済リンクの設定ID', configId],
    ['決済リンクの売上', job === 'captured' ? '即時売上' : '仮売上'],
    ['決済リンクの3Dセキュア', threeDSecure ? '使う' : '使わない'],
    ['決済リンクの有効日数', String(days)],
  ]
}

function changesOf(fields: readonly (readonly [field: string, from: string, to: string])[]): readonly FieldChange[] {
  return fields.filter(([, from, to]) => from !== to).map(([field, from, to]) => ({ field, from, to }))
}
