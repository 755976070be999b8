import { japanTime, type BusinessDay, type Instant } from '../src-shared/business-day.ts'
import type { DeliveryInput, NewOrderInput, OrderChanges } from '../src-shared/order-input.ts'
import { chargesOf } from '../src-shared/order-money.ts'
import type { Order } from '../src-shared/order.ts'
import type { MoneySettings } from '../src-shared/money-settings.ts'
import { parseDay } from './day-input.ts'
import { checkSplit, isSplitDraft, readGoods, splitText } from './delivery-split-draft.ts'
import { readMoney, type Problems } from './money-draft.ts'
import {
  contactDraft,
  deliveryFields,
  draftOf,
  ordererFields,
  type DeliveryDraft,
  type OrderDraft,
  type OrdererDraft,
} from './order-draft.ts'

type Changed = { -readonly [K in keyof OrderChanges]: OrderChanges[K] }
type DeliveryChange = NonNullable<OrderChanges['deliveries']>[number]
type OrdererInput = NewOrderInput['orderer']

/** With what the texts of a form are understood. */
export interface Reading {
  readonly today: BusinessDay
  readonly settings: MoneySettings
}

const noDay = '日付は 2026/11/23 のように入力してください。'

/** The changes to send, and by field key (`note`, `12:trackingUrl`) what has to be corrected first. */
export function readChanges(
  order: Order,
  draft: OrderDraft,
  reading: Reading,
): { readonly changes: OrderChanges; readonly problems: Readonly<Problems> } {
  const changes: Changed = {}
  const problems: Problems = {}
  const was = draftOf(order)
  if (draft.status !== order.status) changes.status = draft.status
  if (draft.note !== order.note) changes.note = draft.note
  if (draft.message !== order.message) changes.message = draft.message
  if (draft.paymentMethodName.trim() !== order.paymentMethod.name) changes.paymentMethodName = draft.paymentMethodName
  if (draft.orderedOn !== was.orderedOn || draft.orderedTime !== was.orderedTime) {
    const orderedAt = readOrderedAt(draft, reading.today, problems)
    if (orderedAt !== null) changes.orderedAt = orderedAt
  }
  checkTexts(draft, order, problems)
  readOrdererChanges(was.orderer, draft.orderer, reading, changes, problems)
  readMoneyChanges(order, draft, reading, changes, problems)
  readDeliveryChanges(was, draft, reading, changes, problems)
  checkSplit(draft, problems)
  return { changes, problems }
}

/** What 受注登録 sends; `requestId` tells a repeat of the same form from another order. */
export function readNewOrder(
  draft: OrderDraft,
  form: { readonly requestId: string; readonly customerNo: string },
  reading: Reading,
): { readonly input: NewOrderInput; readonly problems: Readonly<Problems> } {
  const problems: Problems = {}
  const orderer = readOrderer(draft.orderer, reading, problems)
  if (draft.orderer.familyName.trim() === '') problems['orderer.familyName'] = '姓を入力してください。'
  if (draft.paymentMethodName.trim() === '') problems['paymentMethodName'] = 'お支払方法を入力してください。'
  checkTexts(draft, { note: '', message: '' }, problems)
  checkSplit(draft, problems)
  const money = readMoney(draft, null, reading.settings)
  Object.assign(problems, money.problems)
  const isNow = draft.orderedOn.trim() === '' && draft.orderedTime.trim() === ''
  const orderedAt = isNow ? null : readOrderedAt(draft, reading.today, problems)
  return {
    input: {
      ...form,
      ...(orderedAt === null ? {} : { orderedAt }),
      orderer,
      deliveries: draft.deliveries.filter(({ removed }) => !removed).map((one) => added(one, draft, reading, problems)),
      lines: [...money.lines],
      charges: money.charges,
      paymentMethodName: draft.paymentMethodName,
      message: draft.message,
      note: draft.note,
    },
    problems,
  }
}

/** Longer texts that a file brought may stay as they are. */
function checkTexts(draft: OrderDraft, was: Pick<OrderDraft, 'note' | 'message'>, problems: Problems): void {
  const isLong = (key: 'note' | 'message') => draft[key].length > 4000 && draft[key] !== was[key]
  if (isLong('note')) problems['note'] = 'メモは4000字以下で入力してください。'
  if (isLong('message')) problems['message'] = '備考欄コメントは4000字以下で入力してください。'
}

/** Null when the texts are no moment of today or before; why is then in `problems`. */
function readOrderedAt(draft: OrderDraft, today: BusinessDay, problems: Problems): Instant | null {
  const day = parseDay(draft.orderedOn, today)
  const time = /^([01]?\d|2[0-3]):?([0-5]\d)$/.exec(draft.orderedTime.normalize('NFKC').trim() || '0:00')
  if (!day) problems['orderedOn'] = noDay
  else if (day > today) problems['orderedOn'] = '受注日は今日までの日付を入力してください。'
  if (!time) problems['orderedTime'] = '時刻は 14:10 のように入力してください。'
  return day && day <= today && time ? japanTime(day, Number(time[1]), Number(time[2])) : null
}

function readOrderer(orderer: OrdererDraft, { today }: Reading, problems: Problems): OrdererInput {
  const bornOn = parseDay(orderer.bornOn, today)
  if (bornOn === undefined) problems['orderer.bornOn'] = noDay
  const email = orderer.email.normalize('NFKC').trim()
  if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email))
    problems['orderer.email'] = 'メールアドレスの形が正しくありません。'
  return {
    ...contactDraft(orderer),
    email,
    sex: orderer.sex === '' ? null : orderer.sex,
    bornOn: bornOn ?? null,
  }
}

function readOrdererChanges(
  was: OrdererDraft,
  mine: OrdererDraft,
  reading: Reading,
  changes: Changed,
  problems: Problems,
): void {
  const changed = ordererFields.filter((field) => was[field] !== mine[field])
  if (changed.length === 0) return
  const read = readOrderer(mine, reading, problems)
  if (mine.familyName.trim() === '' && was.familyName !== '') problems['orderer.familyName'] = '姓を入力してください。'
  changes.orderer = Object.fromEntries(changed.map((field) => [field, read[field]]))
}

function readMoneyChanges(
  order: Order,
  draft: OrderDraft,
  { settings }: Reading,
  changes: Changed,
  problems: Problems,
): void {
  const rows = (lines: OrderDraft['lines']) => JSON.stringify(lines.map(({ key: _key, ...line }) => line))
  const was = draftOf(order)
  const linesMoved = rows(was.lines) !== rows(draft.lines)
  const before = chargesOf(order.money)
  const money = readMoney(draft, order, settings)
  const charges = Object.entries(money.charges).filter(([field, yen]) => Reflect.get(before, field) !== yen)
  if (linesMoved) changes.lines = [...money.lines]
  if (charges.length > 0) changes.charges = Object.fromEntries(charges)
  if (linesMoved || money.moved || money.totals === null) Object.assign(problems, money.problems)
}

function readDeliveryChanges(
  was: OrderDraft,
  draft: OrderDraft,
  reading: Reading,
  changes: Changed,
  problems: Problems,
): void {
  const kept = draft.deliveries.filter(({ id, removed }) => id > 0 && !removed)
  const removed = draft.deliveries.filter((one) => one.id > 0 && one.removed).map(({ id }) => id)
  const fresh = draft.deliveries.filter((one) => one.id < 0 && !one.removed)
  // By place: a row that goes moves the numbers behind it.
  const splitMoved =
    splitText(was) !== splitText(draft) || (isSplitDraft(draft) && was.lines.length !== draft.lines.length)
  const deliveries = kept.flatMap((mine): DeliveryChange | DeliveryChange[] => {
    const before = was.deliveries.find(({ id }) => id === mine.id)
    const texts = before ? readDelivery(before, mine, reading, problems) : null
    if (!splitMoved) return texts ?? []
    return [{ ...texts, id: mine.id, goods: readGoods(mine, draft, problems) }]
  })
  if (deliveries.length > 0) changes.deliveries = deliveries
  if (removed.length > 0) changes.removedDeliveries = removed
  if (fresh.length > 0) changes.addedDeliveries = fresh.map((one) => added(one, draft, reading, problems))
}

function readDelivery(
  was: DeliveryDraft,
  mine: DeliveryDraft,
  reading: Reading,
  problems: Problems,
): DeliveryChange | null {
  const changed = deliveryFields.filter((field) => was[field] !== mine[field])
  if (changed.length === 0) return null
  const texts = Object.fromEntries(changed.map((field) => [field, mine[field].trim()]))
  const day = readShipping(mine, reading, problems)
  const requestedOn = changed.includes('requestedOn') ? { requestedOn: day } : {}
  return { ...texts, ...requestedOn, id: mine.id }
}

function added(one: DeliveryDraft, draft: OrderDraft, reading: Reading, problems: Problems): DeliveryInput {
  const { orderer } = draft
  const requestedOn = readShipping(one, reading, problems)
  const { carrier, timeSlot, trackingNo, trackingUrl } = one
  const contact = contactDraft(one.sameAsOrderer ? orderer : one)
  const goods = readGoods(one, draft, problems)
  return { ...contact, carrier, requestedOn, timeSlot, trackingNo, trackingUrl, goods }
}

/** Checks the fields of a delivery that can be wrong; answers the day that it is wanted on. */
function readShipping(mine: DeliveryDraft, { today }: Reading, problems: Problems): BusinessDay | null {
  const day = parseDay(mine.requestedOn, today)
  if (day === undefined) problems[`${mine.id}:requestedOn`] = noDay
  if (!isTrackingUrl(mine.trackingUrl.trim()))
    problems[`${mine.id}:trackingUrl`] = '追跡用URLは https:// で始めて入力してください。'
  return day ?? null
}

function isTrackingUrl(url: string): boolean {
  return url === '' || url === 'http://' || /^https?:\/\//.test(url)
}
