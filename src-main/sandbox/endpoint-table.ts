import { alterTran, changeTran } from './card-operations.ts'
import { execTran, secureTran2 } from './card-execution.ts'
import { entryTran } from './card-register.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import { searchTrade, searchTradeMulti } from './inquiry.ts'
import { issueLink } from './link-issue.ts'
import { deleteCard, saveCard, searchCard, tradedCard } from './member-cards.ts'
import { deleteMember, saveMember, searchMember, updateMember } from './members.ts'
import { cancelSlip, entrySlip, execSlip } from './slip-trades.ts'

export interface Endpoint {
  readonly handle: (request: GatewayRequest) => Answer
  /** True when a second request for the same trade is turned away while one still runs (E90010001). */
  readonly exclusive: boolean
  /** True when request and answer are JSON in UTF-8 instead of pairs in Windows-31J. */
  readonly json?: boolean
}

/** Everything below `/payment/` by its name there. */
export const endpoints: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['EntryTran.idPass', { handle: entryTran, exclusive: false }],
  ['ExecTran.idPass', { handle: execTran, exclusive: true }],
  ['SecureTran2.idPass', { handle: secureTran2, exclusive: true }],
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
  ['SaveMember.idPass', { handle: saveMember, exclusive: false }],
  ['UpdateMember.idPass', { handle: updateMember, exclusive: false }],
  ['DeleteMember.idPass', { handle: deleteMember, exclusive: false }],
  ['SearchMember.idPass', { handle: searchMember, exclusive: false }],
  ['SaveCard.idPass', { handle: saveCard, exclusive: false }],
  ['SearchCard.idPass', { handle: searchCard, exclusive: false }],
  ['DeleteCard.idPass', { handle: deleteCard, exclusive: false }],
  ['TradedCard.idPass', { handle: tradedCard, exclusive: false }],
  ['GetLinkplusUrlPayment.json', { handle: issueLink, exclusive: false, json: true }],
])
