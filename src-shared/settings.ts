import { z } from 'zod'
import { businessDaySchema } from './business-day.ts'
import { firstMoneySettings, type MoneySettings } from './money-settings.ts'
import { linkJobs } from './payment-link.ts'
import { taxClasses } from './tax-rate.ts'

/**
 * How a cart makes the gateway's order number from its own. `{no}` is 注文番号; `{ddHHmmss}`, `{yyMMdd}`, `{HHmmss}` are the
 * time of the order in Japan. GMO's modules use `{no}` and `{no}-{ddHHmmss}` (gmo-module-behaviour.md §1).
 */
export const orderNoPatternSchema = z
  .string()
  .trim()
  .min(4)
  .max(60)
  .regex(/^[A-Za-z0-9-]*\{no\}(?:[A-Za-z0-9-]|\{ddHHmmss\}|\{yyMMdd\}|\{HHmmss\})*$/)

/**
 * What a shop's contract and habit decide about cancelling and about bulk runs. The defaults are the guide's.
 * `salesVoidedOn`, `singleCancel`, `cancelDays` as in `CancelRules`; `bulkAtOnce`: requests a bulk run has under way.
 */
const settlementTermsShape = {
  salesVoidedOn: z.enum(['authorisationDay', 'processingDay']).default('authorisationDay'),
  singleCancel: z.boolean().default(false),
  cancelDays: z.int().min(1).max(180).default(180),
  bulkAtOnce: z.int().min(1).max(8).default(1),
}

/** How the shop's payment links are made. */
export const linkPageSchema = z.strictObject({
  /** 設定ID: the name of the page's settings at the gateway. */
  configId: z.string().regex(/^[A-Za-z0-9_-]{1,20}$/),
  job: z.enum(linkJobs),
  threeDSecure: z.boolean(),
  /** Days after today in which the buyer can pay; the last one counts to its end. */
  days: z.int().min(1).max(60),
})
export type LinkPage = z.infer<typeof linkPageSchema>

/** 3-D Secure on, nobody charged before 実売上, a week to pay. `001` is a name; the shop's own is in its contract. */
export const firstLinkPage: LinkPage = { configId: '001', job: 'authorised', threeDSecure: true, days: 7 }

/** What the gateway settings screen writes. The pass goes in and never comes out. */
export const gatewaySettingsInputSchema = z.strictObject({
  shopId: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{1,13}$/),
  /** Absent = leave the stored pass as it is. */
  password: z
    .string()
    .regex(/^[A-Za-z0-9]{1,10}$/)
    .optional(),
  orderNoPatterns: z.array(orderNoPatternSchema).min(1).max(5),
  /** Days in which 仮売上 can become 実売上; the guide says 90, newer contracts 60. */
  authorisationDays: z.int().min(1).max(180),
  ...settlementTermsShape,
  /** Absent = leave the stored ones as they are. */
  linkPage: linkPageSchema.optional(),
})
export type GatewaySettingsInput = z.infer<typeof gatewaySettingsInputSchema>

/** What the window sees of the gateway settings. */
export interface GatewaySettings {
  readonly shopId: string
  readonly hasPass: boolean
  readonly orderNoPatterns: readonly string[]
  readonly authorisationDays: number
  readonly salesVoidedOn: GatewaySettingsInput['salesVoidedOn']
  readonly singleCancel: boolean
  readonly cancelDays: number
  readonly bulkAtOnce: number
  /** How payment links are made. */
  readonly linkPage: LinkPage
  /** Where the desk talks to: fixed by the shop's mode, not by a setting. */
  readonly endpoint: 'production' | 'test' | 'sandbox'
  /** True when the operating system keeps the key; false = the pass is kept for this session only. */
  readonly keptByOs: boolean
}

const rateChangeSchema = z.strictObject({
  fromOn: businessDaySchema,
  taxClass: z.enum(taxClasses),
  ratePercent: z.int().min(0).max(100),
})

const moneySettingsSchema = z.strictObject({
  rounding: z.enum(['halfUp', 'down', 'up']),
  rateChoice: z.enum(['byDay', 'fixed']),
  rateChanges: z.array(rateChangeSchema).max(20).readonly(),
  standardRatePercent: z.int().min(0).max(100),
  reducedRatePercent: z.int().min(0).max(100).nullable(),
  pointBase: z.enum(['taxIncluded', 'taxExcluded']),
  pointRatePercent: z.int().min(0).max(100),
  usedPointsReduce: z.boolean(),
  pricesIncludeTax: z.boolean(),
})

const shopName = z.string().trim().min(1).max(50)

/** Shops of older versions typed their rates: those stay until someone chooses 受注日の税率. */
const storedMoneySchema = moneySettingsSchema.extend({
  rateChoice: moneySettingsSchema.shape.rateChoice.default('fixed'),
  rateChanges: moneySettingsSchema.shape.rateChanges.default([]),
})

/** As stored: shops of older versions have no rules for sums yet and get the first ones. */
export const shopSettingsSchema = z.object({ shopName, money: storedMoneySchema.catch(firstMoneySettings) })

/** The shop's name and how it counts. */
export interface ShopSettings {
  readonly shopName: string
  readonly money: MoneySettings
}

/** What 基本設定 → ショップ writes; absent `money` = unchanged. */
export const shopSettingsInputSchema = z.strictObject({ shopName, money: moneySettingsSchema.optional() })
export type ShopSettingsInput = z.infer<typeof shopSettingsInputSchema>
