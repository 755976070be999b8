import type { BusinessDay } from '../src-shared/business-day.ts'
import type { Order, OrderChanges, OrderStatus } from '../src-shared/order.ts'
import { orderStatusText } from '../src-shared/text.ts'
import { dayText, parseDay } from './day-input.ts'

/** What the operator can change of one delivery, as typed. */
export interface DeliveryDraft {
  readonly id: number
  trackingNo: string
  trackingUrl: string
  /** A day as typed; empty = 指定なし. */
  requestedOn: string
  timeSlot: string
}

/** The editable part of 受注編集, as typed. */
export interface OrderDraft {
  status: OrderStatus
  note: string
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

type Changed = { -readonly [K in keyof OrderChanges]: OrderChanges[K] }
type DeliveryChange = NonNullable<OrderChanges['deliveries']>[number]

const deliveryFields = ['trackingNo', 'trackingUrl', 'requestedOn', 'timeSlot'] as const
const labels: Readonly<Record<string, string>> = {
  status: '対応状況',
  note: 'メモ',
  trackingNo: '発送伝票番号',
  trackingUrl: '追跡用URL',
  requestedOn: '配達日指定',
  timeSlot: '時間指定',
}

/** The draft of an order nobody has touched. */
export function draftOf(order: Order): OrderDraft {
  return {
    status: order.status,
    note: order.note,
    deliveries: order.deliveries.map((one) => ({
      id: one.id,
      trackingNo: one.trackingNo,
      trackingUrl: one.trackingUrl,
      requestedOn: dayText(one.requestedOn),
      timeSlot: one.timeSlot,
    })),
  }
}

/** True when something typed differs from the order. */
export function isDirty(order: Order, draft: OrderDraft): boolean {
  return JSON.stringify(draftOf(order)) !== JSON.stringify(draft)
}

/** The changes to send, and by field key (`note`, `12:trackingUrl`) what has to be corrected first. */
export function readChanges(
  order: Order,
  draft: OrderDraft,
  today: BusinessDay,
): { readonly changes: OrderChanges; readonly problems: Readonly<Record<string, string>> } {
  const changes: Changed = {}
  const problems: Record<string, string> = {}
  if (draft.status !== order.status) changes.status = draft.status
  if (draft.note !== order.note) changes.note = draft.note
  if (draft.note.length > 4000) problems['note'] = 'メモは4000字以下で入力してください。'
  const before = draftOf(order).deliveries
  const deliveries = draft.deliveries.flatMap((mine) => {
    const was = before.find(({ id }) => id === mine.id)
    return was ? readDelivery(was, mine, today, problems) : []
  })
  if (deliveries.length > 0) changes.deliveries = deliveries
  return { changes, problems }
}

function readDelivery(
  was: DeliveryDraft,
  mine: DeliveryDraft,
  today: BusinessDay,
  problems: Record<string, string>,
): DeliveryChange[] {
  const changed = deliveryFields.filter((field) => was[field] !== mine[field])
  if (changed.length === 0) return []
  const texts = Object.fromEntries(changed.map((field) => [field, mine[field].trim()]))
  const day = parseDay(mine.requestedOn, today)
  if (day === undefined) problems[`${mine.id}:requestedOn`] = '日付は 2026/11/23 のように入力してください。'
  if (!isTrackingUrl(mine.trackingUrl.trim()))
    problems[`${mine.id}:trackingUrl`] = '追跡用URLは https:// で始めて入力してください。'
  const requestedOn = changed.includes('requestedOn') ? { requestedOn: day ?? null } : {}
  return [{ ...texts, ...requestedOn, id: mine.id }]
}

function isTrackingUrl(url: string): boolean {
  return url === '' || url === 'http://' || /^https?:\/\//.test(url)
}

/**
 * Brings a draft onto an order that changed meanwhile. What only one side changed is kept without asking; what both
 * changed differently keeps the operator's text in the draft and is answered as a conflict to choose from.
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
  return { draft: merged, conflicts }
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

function flatten(draft: OrderDraft): ReadonlyMap<string, string> {
  const fields: [string, string][] = [
    ['status', draft.status],
    ['note', draft.note],
  ]
  for (const one of draft.deliveries)
    for (const field of deliveryFields) fields.push([`${one.id}:${field}`, one[field]])
  return new Map(fields)
}

/** The draft with one field (by its key) set; used to take over the other side's value of a conflict. */
export function setField(draft: OrderDraft, key: string, value: string): OrderDraft {
  if (key === 'status') return { ...draft, status: value as OrderStatus }
  if (key === 'note') return { ...draft, note: value }
  const [id, field = ''] = key.split(':')
  const deliveries = draft.deliveries.map((one) => (String(one.id) === id ? { ...one, [field]: value } : one))
  return { ...draft, deliveries }
}

/** Value of a field by its key, as `setField` takes it. */
export function fieldOf(order: Order, key: string): string {
  return flatten(draftOf(order)).get(key) ?? ''
}

function shown(key: string, value: string): string {
  if (key === 'status') return orderStatusText[value as OrderStatus]
  return value === '' ? '（空欄）' : value
}

function fieldLabel(key: string, draft: OrderDraft): string {
  const [id, field] = key.split(':')
  if (field === undefined) return labels[key] ?? key
  const at = draft.deliveries.findIndex((one) => String(one.id) === id)
  return draft.deliveries.length > 1 ? `お届け先${at + 1} ${labels[field] ?? field}` : (labels[field] ?? field)
}
