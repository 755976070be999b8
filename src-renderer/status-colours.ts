import type { OrderStatus } from '../src-shared/order.ts'
import type { SettlementStatus } from '../src-shared/settlement.ts'

/** Class of a state chip in `styles/controls.css`; the word always stands with it. */
export type StateColour = 'plain' | 'blue' | 'yellow' | 'orange' | 'grey' | 'pink' | 'green' | 'red'

/** The cart's own colours of 対応状況, so that operators find what they know. */
export const orderStatusColour: Readonly<Record<OrderStatus, StateColour>> = {
  paymentProcessing: 'pink',
  received: 'plain',
  awaitingPayment: 'orange',
  paid: 'yellow',
  cancelled: 'grey',
  backordered: 'pink',
  inProgress: 'orange',
  shipped: 'blue',
  returned: 'grey',
  purchaseProcessing: 'grey',
}

/** Green: money comes. Orange: something is still to do. Grey: over without money. */
export const settlementStatusColour: Readonly<Record<SettlementStatus, StateColour>> = {
  unprocessed: 'plain',
  authenticated: 'plain',
  checked: 'plain',
  authorised: 'orange',
  simpleAuthorised: 'plain',
  sales: 'green',
  captured: 'green',
  voided: 'grey',
  returned: 'grey',
  returnedLater: 'grey',
  cancelled: 'grey',
  requested: 'orange',
  paid: 'green',
  payFailed: 'pink',
  expired: 'pink',
  other: 'plain',
}
