import { Fields } from './fields.ts'
import type { Gateway } from './gateway.ts'
import type { JobCd, TradeKind } from './trade.ts'

/** A card operation as a person does it in the gateway's own console. Amount and method default to the trade's. */
export interface ConsoleOrder {
  readonly orderId: string
  readonly endpoint: 'AlterTran.idPass' | 'ChangeTran.idPass'
  readonly jobCd: JobCd
  readonly amountYen?: number | undefined
  readonly method?: string | undefined
}

/**
 * Does `order` behind the back of every client, even while a request for the trade is waiting. Answers `{ok: true}` or
 * `{ok: false, errInfos}` by the same rules as a request. Throws when there is no such card trade.
 */
export function consoleAction(gateway: Gateway, order: ConsoleOrder): { ok: boolean; errInfos?: readonly string[] } {
  const trade = gateway.ledger.byOrder(order.orderId, 'card')
  if (trade === undefined) throw new Error('There is no such card trade')
  const fields = new Fields([
    ['ShopID', gateway.shop.shopId],
    ['ShopPass', gateway.shop.shopPass],
    ['AccessID', trade.accessId],
    ['AccessPass', trade.accessPass],
    ['JobCd', order.jobCd],
    ['Amount', String(order.amountYen ?? trade.amountYen)],
    ['Tax', order.amountYen === undefined ? String(trade.taxYen) : '0'],
    ['Method', order.method ?? trade.method],
    ['PayTimes', trade.payTimes],
  ])
  const answer = gateway.process(order.endpoint, fields, 'console', gateway.nextRequestId())
  return answer.ok ? { ok: true } : { ok: false, errInfos: answer.errInfos }
}

/**
 * The buyer pays at the till, or the term runs out before its time. Throws unless the trade waits for its payment.
 */
export function endSlip(
  gateway: Gateway,
  slip: { readonly orderId: string; readonly kind: TradeKind },
  status: 'PAYSUCCESS' | 'EXPIRED',
): void {
  const { ledger, clock } = gateway
  ledger.expireDue()
  const trade = ledger.byOrder(slip.orderId, slip.kind)
  if (trade?.status !== 'REQSUCCESS') throw new Error('The trade is not waiting for its payment')
  const paid = status === 'PAYSUCCESS'
  const cause = {
    requestId: gateway.nextRequestId(),
    origin: paid ? ('buyer' as const) : ('clock' as const),
    endpoint: paid ? 'pay' : 'expire',
    jobCd: '',
  }
  ledger.transact(() => {
    ledger.change(trade, { ...trade, status, processedAt: clock.now() }, cause)
  })
}
