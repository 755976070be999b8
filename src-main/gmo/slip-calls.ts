import type { Change } from './change.ts'
import { slipEndpoints } from './endpoints.ts'
import type { Endpoint } from './endpoints.ts'
import type { MayLeave } from './exchange.ts'
import type { Sender } from './sender.ts'
import {
  cancelFields,
  entryFields,
  issueFields,
  readCancelled,
  readConvenience,
  readEntry,
  readPayEasy,
} from './slips.ts'
import type {
  CancelledSlip,
  ConvenienceDetails,
  IssuedConvenience,
  IssuedPayEasy,
  SlipDetails,
  SlipEntry,
} from './slips.ts'
import type { TradeAccess } from './trade-access.ts'

/**
 * Trades that the buyer pays with a number. Making one takes two calls, each with an outcome of its own, so that a
 * break between them is seen for what it is and can be gone on from.
 */
export interface SlipCalls {
  /**
   * First half of a trade paid at a convenience store (EntryTranCvs): no number exists yet. The gateway takes an order
   * id once only; after `unknown` an inquiry tells whether the trade exists, and brings its key for the second half.
   */
  registerConvenience(entry: SlipEntry, signal?: AbortSignal): Promise<Change<TradeAccess>>
  /** Second half (ExecTranCvs): the numbers for the buyer. Refused when they were issued before; an inquiry has them. */
  issueConvenience(details: ConvenienceDetails, signal?: AbortSignal): Promise<Change<IssuedConvenience>>
  /** Takes an unpaid number back (CvsCancel). */
  cancelConvenience(access: TradeAccess, mayLeave?: MayLeave): Promise<Change<CancelledSlip>>
  /** As `registerConvenience`, for Pay-easy (EntryTranPayEasy). */
  registerPayEasy(entry: SlipEntry, signal?: AbortSignal): Promise<Change<TradeAccess>>
  /** As `issueConvenience`, for Pay-easy (ExecTranPayEasy). */
  issuePayEasy(details: SlipDetails, signal?: AbortSignal): Promise<Change<IssuedPayEasy>>
  /** Takes an unpaid number back (PayEasyCancel). */
  cancelPayEasy(access: TradeAccess, mayLeave?: MayLeave): Promise<Change<CancelledSlip>>
}

/** The calls, sent by `change`. */
export function createSlipCalls(change: Sender['change']): SlipCalls {
  const register = (endpoint: Endpoint) => async (entry: SlipEntry, signal?: AbortSignal) => {
    const { gatewayOrderId } = entry
    const call = { endpoint, gatewayOrderId, fields: entryFields(entry), signal }
    return change(call, (fields) => readEntry(fields, gatewayOrderId))
  }
  const cancel = (endpoint: Endpoint) => async (access: TradeAccess, mayLeave?: MayLeave) => {
    const call = { endpoint, gatewayOrderId: access.gatewayOrderId, fields: cancelFields(access), mayLeave }
    return change(call, (fields) => readCancelled(fields, access))
  }
  const { convenience, payEasy } = slipEndpoints
  return {
    registerConvenience: register(convenience.register),
    registerPayEasy: register(payEasy.register),
    cancelConvenience: cancel(convenience.cancel),
    cancelPayEasy: cancel(payEasy.cancel),
    async issueConvenience(details, signal) {
      const { gatewayOrderId } = details.access
      const fields = issueFields(details, details.storeCode)
      return change({ endpoint: convenience.issue, gatewayOrderId, fields, signal }, (answer) =>
        readConvenience(answer, details),
      )
    },
    async issuePayEasy(details, signal) {
      const { gatewayOrderId } = details.access
      return change({ endpoint: payEasy.issue, gatewayOrderId, fields: issueFields(details), signal }, (answer) =>
        readPayEasy(answer, details),
      )
    },
  }
}
