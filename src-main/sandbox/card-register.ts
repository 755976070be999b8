import * as check from './card-fields.ts'
import { checkFields } from './field-check.ts'
import type { Fields } from './fields.ts'
import { answer, causeOf, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import { blankTrade, DEFAULT_ITEM_CODE } from './trade.ts'
import type { NewTrade } from './trade.ts'

const otherJobCds: ReadonlySet<string> = new Set(['SALES', 'VOID', 'RETURN', 'RETURNX', 'CANCEL', 'FORCERETURN'])

/** EntryTran: registers a card trade (gmo-protocol.md §3.1). All mistakes come back together. */
export function entryTran(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const shop = shopErrors(request, 'card')
  const errors = [...shop, ...entryErrors(request, shop.length === 0)]
  if (errors.length > 0) return refuse(...errors)

  const orderId = fields.get('OrderID')
  const keys = ledger.newAccessKeys('card', orderId)
  const isCheck = fields.get('JobCd') === 'CHECK'
  const trade: NewTrade = {
    ...blankTrade('card', orderId, keys, request.at),
    jobCd: fields.get('JobCd'),
    amountYen: isCheck ? 0 : Number(fields.get('Amount')),
    taxYen: isCheck ? 0 : Number(fields.get('Tax')),
    itemCode: fields.get('ItemCode') || DEFAULT_ITEM_CODE,
    tdFlag: fields.get('TdFlag'),
  }
  ledger.register(trade, causeOf(request, trade.jobCd))
  return answer([
    ['AccessID', trade.accessId],
    ['AccessPass', trade.accessPass],
  ])
}

function entryErrors(request: GatewayRequest, shopKnown: boolean): string[] {
  const { fields, ledger } = request
  const orderErrors = checkFields(fields, [check.orderId])
  // An order number can only be taken in a shop that is known.
  const taken = shopKnown && orderErrors.length === 0 && ledger.byOrder(fields.get('OrderID'), 'card') !== undefined
  const jobCd = fields.get('JobCd')
  return [
    ...orderErrors,
    ...(taken ? ['E01040010'] : []),
    ...checkFields(fields, [check.jobCd]),
    ...(otherJobCds.has(jobCd) ? ['E01050004'] : []),
    ...(jobCd === 'CHECK' ? [] : amountErrors(fields)),
    ...checkFields(fields, [check.tdFlag]),
    ...secureErrors(request),
    ...checkFields(fields, [check.itemCode]),
  ]
}

/** What the contract says about 3-D Secure. Its first version (TdFlag=1) ended in 2022. */
function secureErrors(request: GatewayRequest): string[] {
  const { fields, rules } = request
  const flag = fields.get('TdFlag')
  if (flag === '1' || (flag === '2' && rules.threeDSecure === 'none')) return ['E01080010']
  const passesBy = (flag === '' || flag === '0') && fields.get('JobCd') !== 'CHECK'
  return passesBy && rules.threeDSecure === 'required' ? ['E01080101'] : []
}

/** Amount and Tax, and their sum once both can be read. */
export function amountErrors(fields: Fields): string[] {
  const errors = checkFields(fields, [check.amount, check.tax])
  if (errors.length > 0) return errors
  return Number(fields.get('Amount')) + Number(fields.get('Tax')) > check.MOST_CARD_YEN ? ['E01490005'] : []
}

/** Method, and PayTimes where the method has instalments. A validity check has neither. */
export function paymentErrors(fields: Fields, needed: boolean): string[] {
  if (!needed) return []
  return checkFields(fields, hasInstalments(fields.get('Method')) ? [check.method, check.payTimes] : [check.method])
}

/** Methods 2 and 4 are instalments. Of the others the number of payments is dropped (recorded). */
export function hasInstalments(method: string): boolean {
  return method === '2' || method === '4'
}
