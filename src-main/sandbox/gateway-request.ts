import type { Instant } from '../../src-shared/business-day.ts'
import type { Fields } from './fields.ts'
import type { FieldCheck } from './field-check.ts'
import { checkFields, unlike } from './field-check.ts'
import type { Ledger, MutationCause } from './ledger.ts'
import type { SandboxRules } from './rules.ts'
import type { TokenBox } from './token-box.ts'
import type { MutationOrigin } from './trade.ts'

/** The one shop of the sandbox, and the site that keeps its members. */
export interface Shop {
  readonly shopId: string
  readonly shopPass: string
  readonly siteId: string
  readonly sitePass: string
}

/** One request as an endpoint sees it: already decoded, at a fixed moment, inside one durable step of the ledger. */
export interface GatewayRequest {
  readonly endpoint: string
  readonly requestId: string
  readonly origin: MutationOrigin
  readonly fields: Fields
  readonly at: Instant
  /** `http://127.0.0.1:PORT` or `https://…`: where the pages for the buyer's browser are. */
  readonly baseUrl: string
  readonly shop: Shop
  readonly rules: SandboxRules
  readonly ledger: Ledger
  readonly tokens: TokenBox
}

export type Pair = readonly [string, string]

/** What an endpoint answers: pairs in their order, or every ErrInfo in its order. */
export type Answer =
  { readonly ok: true; readonly pairs: readonly Pair[] } | { readonly ok: false; readonly errInfos: readonly string[] }

export function answer(pairs: readonly Pair[]): Answer {
  return { ok: true, pairs }
}

export function refuse(...errInfos: readonly string[]): Answer {
  return { ok: false, errInfos }
}

/**
 * The pairs of a refusal: classes and codes, joined, paired by position (gmo-protocol.md §1.1). The class is the first
 * three characters of a code, but G02 for a card company's 42G020000.
 */
export function errorPairs(errInfos: readonly string[]): Pair[] {
  const classes = errInfos.map((code) => (code.startsWith('42') ? code.slice(2, 5) : code.slice(0, 3)))
  return [
    ['ErrCode', classes.join('|')],
    ['ErrInfo', errInfos.join('|')],
  ]
}

/** Who changed the trade, for the list of mutations. */
export function causeOf(request: GatewayRequest, jobCd = ''): MutationCause {
  return { requestId: request.requestId, origin: request.origin, endpoint: request.endpoint, jobCd }
}

/** The two families of endpoints report the same mistakes under different codes. */
interface ShopCodes {
  readonly checks: readonly FieldCheck[]
  readonly noSuchShop: string
}

const cardShop: ShopCodes = {
  checks: [
    { name: 'ShopID', missing: 'E01010001', wrong: [[unlike(/^[A-Za-z0-9]{1,13}$/), 'E01010008']] },
    { name: 'ShopPass', missing: 'E01020001', wrong: [[unlike(/^[A-Za-z0-9]{1,10}$/), 'E01020008']] },
  ],
  noSuchShop: 'E01030002',
}

const slipShop: ShopCodes = {
  checks: [
    { name: 'ShopID', missing: 'M01002001', wrong: [[unlike(/^[A-Za-z0-9]{1,13}$/), 'M01002008']] },
    { name: 'ShopPass', missing: 'M01003001', wrong: [[unlike(/^[A-Za-z0-9]{1,10}$/), 'M01003008']] },
  ],
  noSuchShop: 'M01002002',
}

const shopCodes = { card: cardShop, slip: slipShop }

/** What is wrong with the shop's id and pass: the fields first, then the pair (recorded for EntryTran). */
export function shopErrors(request: GatewayRequest, family: keyof typeof shopCodes): string[] {
  const { checks, noSuchShop } = shopCodes[family]
  const { fields, shop } = request
  const known = fields.get('ShopID') === shop.shopId && fields.get('ShopPass') === shop.shopPass
  return [...checkFields(fields, checks), ...(known ? [] : [noSuchShop])]
}

const siteChecks: readonly FieldCheck[] = [
  { name: 'SiteID', missing: 'E01190001', wrong: [[unlike(/^[A-Za-z0-9]{1,13}$/), 'E01190008']] },
  { name: 'SitePass', missing: 'E01200001', wrong: [[unlike(/^[A-Za-z0-9]{1,20}$/), 'E01200008']] },
]

/** What is wrong with the site's id and pass, in the same order as for the shop. */
export function siteErrors(request: GatewayRequest): string[] {
  const { fields, shop } = request
  const known = fields.get('SiteID') === shop.siteId && fields.get('SitePass') === shop.sitePass
  return [...checkFields(fields, siteChecks), ...(known ? [] : ['E01210002'])]
}
