import { checkFields } from './field-check.ts'
import { answer, refuse, siteErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest, Pair } from './gateway-request.ts'
import * as check from './member-fields.ts'
import type { Member } from './member.ts'

const NO_SUCH_MEMBER = 'E01390002'
const MEMBER_EXISTS = 'E01390010'

/** SaveMember: a new member. The id of a deleted one stays taken. */
export function saveMember(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const errors = [...siteErrors(request), ...checkFields(fields, [check.memberId, check.memberName])]
  if (errors.length > 0) return refuse(...errors)
  const memberId = fields.get('MemberID')
  if (ledger.members.get(memberId) !== undefined) return refuse(MEMBER_EXISTS)
  ledger.members.put(memberId, { memberId, name: fields.get('MemberName'), deleted: false, cards: [] })
  return answer([['MemberID', memberId]])
}

/** UpdateMember: another name. */
export function updateMember(request: GatewayRequest): Answer {
  return changeMember(request, (member) => ({ ...member, name: request.fields.get('MemberName') }))
}

/** DeleteMember: cards go with the member. */
export function deleteMember(request: GatewayRequest): Answer {
  return changeMember(request, (member) => ({ ...member, deleted: true, cards: [] }))
}

/** SearchMember: finds deleted members too and says so by DeleteFlag. */
export function searchMember(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const errors = [...siteErrors(request), ...checkFields(fields, [check.memberId])]
  if (errors.length > 0) return refuse(...errors)
  const member = ledger.members.get(fields.get('MemberID'))
  if (member === undefined) return refuse(NO_SUCH_MEMBER)
  const pairs: Pair[] = [
    ['MemberID', member.memberId],
    ['MemberName', member.name],
    ['DeleteFlag', member.deleted ? '1' : '0'],
  ]
  return answer(pairs)
}

/** The member a request names; every ErrInfo that says why there is none. */
export function namedMember(request: GatewayRequest): Member | string[] {
  const { fields, ledger } = request
  const errors = [...siteErrors(request), ...checkFields(fields, [check.memberId])]
  if (errors.length > 0) return errors
  const member = ledger.members.get(fields.get('MemberID'))
  return member === undefined || member.deleted ? [NO_SUCH_MEMBER] : member
}

function changeMember(request: GatewayRequest, change: (member: Member) => Member): Answer {
  const member = namedMember(request)
  if (Array.isArray(member)) return refuse(...member)
  const errors = checkFields(request.fields, [check.memberName])
  if (errors.length > 0) return refuse(...errors)
  request.ledger.members.put(member.memberId, change(member))
  return answer([['MemberID', member.memberId]])
}
