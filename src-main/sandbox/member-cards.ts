import * as card from './card-fields.ts'
import { checkFields } from './field-check.ts'
import { CARD_FORWARD } from './gateway-ids.ts'
import { answer, refuse, shopErrors } from './gateway-request.ts'
import type { Answer, GatewayRequest } from './gateway-request.ts'
import * as check from './member-fields.ts'
import { findCard, MOST_CARDS, numberedCards, withCard } from './member.ts'
import type { Member, StoredCard } from './member.ts'
import { namedMember } from './members.ts'
import { knowCard } from './test-cards.ts'
import type { KnownCard } from './test-cards.ts'

const NO_SUCH_CARD = 'E01240002'
const TOO_MANY_CARDS = 'E01230009'
const WRONG_CARD_NUMBER = 'E41170099'
const UNKNOWN_TOKEN = 'EX1000301'
const cardChoice = [check.seqMode, check.cardSeq]

/** SaveCard: one more card of a member, or with CardSeq another card in the place of an old one. */
export function saveCard(request: GatewayRequest): Answer {
  const { fields, rules } = request
  const member = namedMember(request)
  const byToken = fields.get('Token') !== ''
  const errors = [
    ...(Array.isArray(member) ? member : []),
    ...checkFields(fields, [...cardChoice, ...(byToken ? [] : [card.cardNo, card.expire]), check.holderName]),
  ]
  if (errors.length > 0 || Array.isArray(member)) return refuse(...errors)
  if (!byToken && !rules.takesCardNumbers) return refuse('E61040001')
  const known = givenCard(request)
  if (typeof known === 'string') return refuse(known)
  const place = placeOf(request, member)
  if (typeof place === 'string') return refuse(place)
  const shown = `${'*'.repeat(known.maskedCardNo.length - 3)}${known.maskedCardNo.slice(-3)}`
  return store(request, member, place, known, shown)
}

/** SearchCard: the cards of a member column by column, each column joined with `|`. */
export function searchCard(request: GatewayRequest): Answer {
  const { fields } = request
  const member = namedMember(request)
  const errors = [...(Array.isArray(member) ? member : []), ...checkFields(fields, cardChoice)]
  if (errors.length > 0 || Array.isArray(member)) return refuse(...errors)
  const asked = fields.get('CardSeq')
  const rows = numberedCards(member, fields.get('SeqMode')).filter(({ seq }) => asked === '' || seq === Number(asked))
  if (rows.length === 0) return refuse(NO_SUCH_CARD)
  const column = (value: (stored: StoredCard, seq: number) => string) =>
    rows.map((row) => value(row.card, row.seq)).join('|')
  return answer([
    ['CardSeq', column((_stored, seq) => String(seq))],
    ['DefaultFlag', column((stored) => (stored.isDefault ? '1' : '0'))],
    ['CardName', column((stored) => stored.cardName)],
    ['CardNo', column(({ maskedCardNo }) => `${'*'.repeat(maskedCardNo.length - 3)}${maskedCardNo.slice(-3)}`)],
    ['Expire', column((stored) => stored.expire)],
    ['HolderName', column((stored) => stored.holderName)],
    ['DeleteFlag', column((stored) => (stored.deleted ? '1' : '0'))],
  ])
}

/** DeleteCard: the card keeps its physical place, marked as deleted. */
export function deleteCard(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const member = namedMember(request)
  const errors = [
    ...(Array.isArray(member) ? member : []),
    ...checkFields(fields, [check.seqMode, check.neededCardSeq]),
  ]
  if (errors.length > 0 || Array.isArray(member)) return refuse(...errors)
  const found = findCard(member, fields.get('SeqMode'), fields.get('CardSeq'))
  if (found === undefined) return refuse(NO_SUCH_CARD)
  const gone = { ...found.card, deleted: true, isDefault: false }
  ledger.members.put(member.memberId, withCard(member, member.cards.indexOf(found.card), gone))
  return answer([['CardSeq', fields.get('CardSeq')]])
}

/** TradedCard: stores the card that paid a trade. */
export function tradedCard(request: GatewayRequest): Answer {
  const { fields, ledger } = request
  const orderErrors = checkFields(fields, [card.orderId])
  const trade = ledger.byOrder(fields.get('OrderID'), 'card')
  const member = namedMember(request)
  const errors = [
    ...shopErrors(request, 'card'),
    ...orderErrors,
    ...(trade === undefined && orderErrors.length === 0 ? ['E01110002'] : []),
    // The member is only looked for when there is a card to give him (recorded for an unknown order).
    ...(trade !== undefined && Array.isArray(member) ? member : []),
    ...checkFields(fields, [check.seqMode, check.holderName]),
  ]
  if (errors.length > 0 || trade === undefined || Array.isArray(member)) return refuse(...errors)
  if (trade.maskedCardNo === '') return refuse('E01110010')
  const { maskedCardNo, cardExpire: expire, renewalDeclinedWith } = trade
  const known = { maskedCardNo, expire, renewalDeclinedWith, declinedWith: null, challenged: false }
  if (member.cards.length >= MOST_CARDS) return refuse(TOO_MANY_CARDS)
  return store(request, member, member.cards.length, known, maskedCardNo)
}

/** What is wrong with a request that pays with a stored card. */
export function memberCardErrors(request: GatewayRequest): string[] {
  const member = namedMember(request)
  if (Array.isArray(member)) return member
  const errors = checkFields(request.fields, cardChoice)
  if (errors.length > 0) return errors
  return storedCard(request) === undefined ? [NO_SUCH_CARD] : []
}

/** The stored card a request pays with; undefined when there is none. */
export function storedCard(request: GatewayRequest): StoredCard | undefined {
  const { fields } = request
  const member = namedMember(request)
  return Array.isArray(member) ? undefined : findCard(member, fields.get('SeqMode'), fields.get('CardSeq'))?.card
}

function givenCard({ fields, tokens }: GatewayRequest): KnownCard | string {
  const token = fields.get('Token')
  const known = token === '' ? knowCard(fields.get('CardNo'), fields.get('Expire')) : tokens.redeem(token)
  if (known === undefined) return UNKNOWN_TOKEN
  return known.declinedWith === '42G650000' ? WRONG_CARD_NUMBER : known
}

/** Physical place for the card: a new one, or that of the card it replaces. */
function placeOf({ fields }: GatewayRequest, member: Member): number | string {
  const asked = fields.get('CardSeq')
  if (asked === '') return member.cards.length < MOST_CARDS ? member.cards.length : TOO_MANY_CARDS
  const found = findCard(member, fields.get('SeqMode'), asked)
  return found === undefined ? NO_SUCH_CARD : member.cards.indexOf(found.card)
}

function store(request: GatewayRequest, member: Member, place: number, known: KnownCard, shownNo: string): Answer {
  const { fields, ledger } = request
  const stored: StoredCard = {
    ...known,
    cardName: fields.get('CardName'),
    holderName: fields.get('HolderName'),
    isDefault: fields.get('DefaultFlag') === '1',
    deleted: false,
  }
  const after = withCard(member, place, stored)
  ledger.members.put(member.memberId, after)
  const seq = numberedCards(after, fields.get('SeqMode')).find((one) => one.card === after.cards[place])?.seq ?? place
  return answer([
    ['CardSeq', String(seq)],
    ['CardNo', shownNo],
    ['Forward', CARD_FORWARD],
  ])
}
