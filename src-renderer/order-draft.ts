import { formatDateTime } from '../src-shared/business-day.ts'
import type { Contact, Order, OrderStatus, Sex } from '../src-shared/order.ts'
import { orderStatusText, sexText } from '../src-shared/text.ts'
import { dayText } from './day-input.ts'
import { goodsDraft, shownSplit, splitText, withSplitText } from './delivery-split-draft.ts'
import { emptyMoneyDraft, lineText, moneyDraftOf, type LineDraft, type MoneyDraft } from './money-draft.ts'

/** A name and address as typed. */
export type ContactDraft = { -readonly [K in keyof Contact]: string }

export interface OrdererDraft extends ContactDraft {
  email: string
  sex: Sex | ''
  /** A day as typed; empty = unknown. */
  bornOn: string
}

/** What the operator can change of one delivery, as typed. */
export interface DeliveryDraft extends ContactDraft {
  /** Below zero while it is new. */
  readonly id: number
  carrier: string
  trackingNo: string
  trackingUrl: string
  /** A day as typed; empty = 指定なし. */
  requestedOn: string
  timeSlot: string
  /** How many of each product line go there, as typed, by the line's key. */
  goods: Record<string, string>
  /** お届け先は注文者と同じ; only while it is new. */
  sameAsOrderer: boolean
  /** To be taken out of the order when it is registered. */
  removed: boolean
}

/** The editable part of an order, as typed. */
export interface OrderDraft extends MoneyDraft {
  status: OrderStatus
  note: string
  message: string
  paymentMethodName: string
  /** 受注日: a day and a time as typed. */
  orderedOn: string
  orderedTime: string
  orderer: OrdererDraft
  deliveries: DeliveryDraft[]
}

/** A field that both sides changed. `keepable` is false when its delivery is gone: the text is then only shown. */
export interface Conflict {
  readonly key: string
  readonly label: string
  readonly mine: string
  readonly theirs: string
  readonly keepable: boolean
}

const contactFields = [
  'familyName',
  'givenName',
  'familyKana',
  'givenKana',
  'company',
  'postalCode',
  'prefecture',
  'address1',
  'address2',
  'tel',
  'fax',
] as const satisfies readonly (keyof Contact)[]
export const ordererFields = [...contactFields, 'email', 'sex', 'bornOn'] as const
export const deliveryFields = [
  ...contactFields,
  'carrier',
  'trackingNo',
  'trackingUrl',
  'requestedOn',
  'timeSlot',
] as const
const plainFields = ['status', 'note', 'message', 'paymentMethodName', 'orderedOn', 'orderedTime'] as const
const chargeFields = ['discountYen', 'shippingYen', 'feeYen', 'usedPoints'] as const

const labels: Readonly<Record<string, string>> = {
  ...{ status: '対応状況', note: 'メモ', message: '備考欄コメント', paymentMethodName: 'お支払方法' },
  ...{ orderedOn: '受注日', orderedTime: '受注日の時刻', lines: '受注商品', removed: 'お届け先を外す' },
  ...{ familyName: '姓', givenName: '名', familyKana: 'セイ', givenKana: 'メイ', company: '会社名' },
  ...{ postalCode: '郵便番号', prefecture: '都道府県', address1: '住所1', address2: '住所2', tel: 'TEL', fax: 'FAX' },
  ...{ email: 'メールアドレス', sex: '性別', bornOn: '生年月日', carrier: '配送業者' },
  split: 'お届け先ごとの数量',
  ...{ trackingNo: '発送伝票番号', trackingUrl: '追跡用URL', requestedOn: '配達日指定', timeSlot: '時間指定' },
  ...{ discountYen: '値引', shippingYen: '送料', feeYen: '手数料', usedPoints: '使用ポイント' },
}

/** The draft of an order nobody has touched. */
export function draftOf(order: Order): OrderDraft {
  const { orderer } = order
  const money = moneyDraftOf(order)
  const [orderedOn = '', orderedTime = ''] = formatDateTime(order.orderedAt).split(' ')
  return {
    ...money,
    status: order.status,
    note: order.note,
    message: order.message,
    paymentMethodName: order.paymentMethod.name,
    ...{ orderedOn, orderedTime },
    orderer: {
      ...contactDraft(orderer),
      email: orderer.email,
      sex: orderer.sex ?? '',
      bornOn: dayText(orderer.bornOn),
    },
    deliveries: order.deliveries.map((one) => ({
      ...contactDraft(one),
      id: one.id,
      carrier: one.carrier,
      trackingNo: one.trackingNo,
      trackingUrl: one.trackingUrl,
      requestedOn: dayText(one.requestedOn),
      timeSlot: one.timeSlot,
      goods: goodsDraft(money.lines, one.goods),
      ...{ sameAsOrderer: false, removed: false },
    })),
  }
}

/** An order that begins: to the orderer's own address, today, now. */
export function emptyDraft(): OrderDraft {
  return {
    ...emptyMoneyDraft(),
    ...{ status: 'received', note: '', message: '', paymentMethodName: '', orderedOn: '', orderedTime: '' },
    orderer: { ...nobody, email: '', sex: '', bornOn: '' },
    deliveries: [newDelivery([], true)],
  }
}

/** One more delivery beside those that are there. */
export function newDelivery(others: readonly DeliveryDraft[], sameAsOrderer: boolean): DeliveryDraft {
  const id = Math.min(0, ...others.map((one) => one.id)) - 1
  const shipping = { carrier: '', trackingNo: '', trackingUrl: '', requestedOn: '', timeSlot: '' }
  return { ...nobody, id, ...shipping, goods: {}, sameAsOrderer, removed: false }
}

/** A draft of another day, its rows under keys that no new row of today gets. */
export function draftAgain(typed: OrderDraft): OrderDraft {
  const draft = { ...emptyDraft(), ...typed }
  const lines = setField(draft, 'lines', JSON.stringify(draft.lines.map(withoutKey)))
  return setField(lines, 'split', splitText(draft))
}

/** True when something typed differs from the order. */
export function isDirty(order: Order, draft: OrderDraft): boolean {
  return JSON.stringify(comparable(draftOf(order))) !== JSON.stringify(comparable(draft))
}

/**
 * Brings a draft onto an order that changed meanwhile. What only one side changed is kept without asking; what both
 * changed differently keeps the operator's text in the draft and is answered as a conflict to choose from. The goods
 * are one field: half of one list and half of another would be an order nobody has made.
 */
export function mergeDraft(
  base: Order,
  draft: OrderDraft,
  theirs: Order,
): { readonly draft: OrderDraft; readonly conflicts: readonly Conflict[] } {
  const was = flatten(draftOf(base))
  const now = flatten(draftOf(theirs))
  const conflicts: Conflict[] = []
  let merged = draftOf(theirs)
  for (const [key, mine] of flatten(draft)) {
    if (mine === was.get(key) || mine === now.get(key)) continue
    const other = now.get(key)
    if (other !== undefined) merged = setField(merged, key, mine)
    if (other === undefined || other !== was.get(key)) conflicts.push(conflict(key, mine, other, draft))
  }
  const added = draft.deliveries.filter(({ id }) => id < 0)
  const whole = { ...merged, deliveries: [...merged.deliveries, ...added] }
  const split = splitText(draft)
  // Once more with the new deliveries, and by place: rows go by other keys now.
  return { draft: split === was.get('split') ? whole : setField(whole, 'split', split), conflicts }
}

function conflict(key: string, mine: string, theirs: string | undefined, draft: OrderDraft): Conflict {
  return {
    key,
    label: fieldLabel(key, draft),
    mine: shown(key, mine),
    theirs: theirs === undefined ? 'このお届け先はなくなりました' : shown(key, theirs),
    keepable: theirs !== undefined,
  }
}

/** Conflicts that stayed open, with what is typed in their fields by now. */
export function conflictsNow(conflicts: readonly Conflict[], draft: OrderDraft): readonly Conflict[] {
  const typed = flatten(draft)
  return conflicts.map((one) => {
    const mine = typed.get(one.key)
    return one.keepable && mine !== undefined ? { ...one, mine: shown(one.key, mine) } : one
  })
}

/** Every field of the stored parts by its key: `note`, `orderer.tel`, `charges.feeYen`, `12:trackingUrl`, `lines`. */
function flatten(draft: OrderDraft): ReadonlyMap<string, string> {
  const fields: [string, string][] = plainFields.map((field) => [field, draft[field]])
  for (const field of ordererFields) fields.push([`orderer.${field}`, draft.orderer[field]])
  for (const field of chargeFields) fields.push([`charges.${field}`, draft.charges[field]])
  fields.push(['lines', JSON.stringify(draft.lines.map(withoutKey))])
  for (const one of draft.deliveries.filter(({ id }) => id > 0)) {
    for (const field of deliveryFields) fields.push([`${one.id}:${field}`, one[field]])
    fields.push([`${one.id}:removed`, one.removed ? '外す' : ''])
  }
  fields.push(['split', splitText(draft)])
  return new Map(fields)
}

/** The draft with one field (by its key) set; used to take over the other side's value of a conflict. */
export function setField(draft: OrderDraft, key: string, value: string): OrderDraft {
  if (key === 'lines') return { ...draft, lines: linesFrom(value) }
  if (key === 'split') return withSplitText(draft, value)
  const [part, inner] = key.split('.')
  if (part === 'orderer' && inner !== undefined) return { ...draft, orderer: { ...draft.orderer, [inner]: value } }
  if (part === 'charges' && inner !== undefined) return { ...draft, charges: { ...draft.charges, [inner]: value } }
  const [id, field] = key.split(':')
  if (field === undefined) return { ...draft, [key]: value }
  const set = { [field]: field === 'removed' ? value !== '' : value }
  return { ...draft, deliveries: draft.deliveries.map((one) => (String(one.id) === id ? { ...one, ...set } : one)) }
}

/** Value of a field by its key, as `setField` takes it. */
export function fieldOf(order: Order, key: string): string {
  return flatten(draftOf(order)).get(key) ?? ''
}

/** The name and address alone. */
export function contactDraft(contact: Contact): ContactDraft {
  const { familyName, givenName, familyKana, givenKana, company } = contact
  const { postalCode, prefecture, address1, address2, tel, fax } = contact
  const name = { familyName, givenName, familyKana, givenKana, company }
  return { ...name, postalCode, prefecture, address1, address2, tel, fax }
}

const nobody: ContactDraft = {
  ...{ familyName: '', givenName: '', familyKana: '', givenKana: '', company: '' },
  ...{ postalCode: '', prefecture: '', address1: '', address2: '', tel: '', fax: '' },
}

/** A row as it stood counts as the same row again, whatever key it goes by. */
function comparable(draft: OrderDraft): readonly unknown[] {
  return [...flatten(draft), ...draft.deliveries.filter(({ id }) => id < 0)]
}

function withoutKey({ key: _key, ...line }: LineDraft): Omit<LineDraft, 'key'> {
  return line
}

function linesFrom(text: string): LineDraft[] {
  const lines = JSON.parse(text) as Omit<LineDraft, 'key'>[]
  return lines.map((line, index) => ({ ...line, key: `l${index}` }))
}

function shown(key: string, value: string): string {
  if (key === 'status') return orderStatusText[value as OrderStatus]
  if (key === 'orderer.sex' && value !== '') return sexText[value as Sex]
  if (key === 'split') return shownSplit(value)
  if (key === 'lines') return linesFrom(value).map(lineText).join('\n') || '（商品なし）'
  return value === '' ? '（空欄）' : value
}

function fieldLabel(key: string, draft: OrderDraft): string {
  const [part = '', inner] = key.split('.')
  if (inner !== undefined) return part === 'orderer' ? `注文者 ${labels[inner] ?? inner}` : (labels[inner] ?? inner)
  const [id, field] = key.split(':')
  if (field === undefined) return labels[key] ?? key
  const at = draft.deliveries.findIndex((one) => String(one.id) === id)
  return draft.deliveries.length > 1 ? `お届け先${at + 1} ${labels[field] ?? field}` : (labels[field] ?? field)
}
