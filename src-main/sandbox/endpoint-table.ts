import { alterTran, changeTran } from './card-operations.ts'
import { entryTran, execTran } from './card-register.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import { searchTrade, searchTradeMulti } from './inquiry.ts'
import { cancelSlip, entrySlip, execSlip } from './slip-trades.ts'

export interface Endpoint {
  readonly handle: (request: GatewayRequest) => Answer
  /** True when a second request for the same trade is turned away while one still runs (E90010001). */
  readonly exclusive: boolean
}

/** Everything below `/payment/` by its name there. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['EntryTran.idPass', { handle: entryTran, exclusive: false }],
  ['ExecTran.idPass', { handle: execTran, exclusive: true }],
  ['AlterTran.idPass', { handle: alterTran, exclusive: true }],
  ['ChangeTran.idPass', { handle: changeTran, exclusive: true }],
  ['SearchTrade.idPass', { handle: searchTrade, exclusive: false }],
  ['SearchTradeMulti.idPass', { handle: searchTradeMulti, exclusive: false }],
  ['EntryTranCvs.idPass', { handle: entrySlip('convenience'), exclusive: false }],
  ['ExecTranCvs.idPass', { handle: execSlip('convenience'), exclusive: true }],
  ['CvsCancel.idPass', { handle: cancelSlip('convenience'), exclusive: true }],
  ['EntryTranPayEasy.idPass', { handle: entrySlip('payEasy'), exclusive: false }],
  ['ExecTranPayEasy.idPass', { handle: execSlip('payEasy'), exclusive: true }],
  ['PayEasyCancel.idPass', { handle: cancelSlip('payEasy'), exclusive: true }],
])
