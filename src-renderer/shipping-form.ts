import prefectures from '../resources/prefectures.json'
import { stayingDeliveries } from './delivery-split-draft.ts'
import { readNumber, type Problems } from './money-draft.ts'
import type { OrderDraft } from './order-draft.ts'
import { shippingFeeYen, type Carrier, type ShippingSettings } from '../src-shared/shipping.ts'

/** A carrier as typed: fees by prefecture, one time in each line. */
export interface CarrierForm {
  readonly key: number
  name: string
  fees: Record<string, string>
  timeSlots: string
}

/** 送料管理 as typed. */
export interface ShippingForm {
  carriers: CarrierForm[]
  freeFrom: string
}

const MOST_YEN = 99_999_999

/** The form of stored settings. */
export function shippingFormOf({ carriers, freeFromYen }: ShippingSettings): ShippingForm {
  return {
    carriers: carriers.map(({ name, feesYen, timeSlots }, key) => ({
      ...{ key, name, timeSlots: timeSlots.join('\n') },
      fees: Object.fromEntries(Object.entries(feesYen).map(([prefecture, yen]) => [prefecture, String(yen)])),
    })),
    freeFrom: freeFromYen === null ? '' : String(freeFromYen),
  }
}

/** A carrier of which nothing is typed yet. */
export function newCarrier(others: readonly CarrierForm[]): CarrierForm {
  return { key: Math.max(-1, ...others.map(({ key }) => key)) + 1, name: '', fees: {}, timeSlots: '' }
}

/** The settings, or null with what has to be corrected by `freeFrom`, `<key>.name`, `<key>.timeSlots`, `<key>.<prefecture>`. */
export function readShippingForm(form: ShippingForm): {
  readonly settings: ShippingSettings | null
  readonly problems: Readonly<Problems>
} {
  const problems: Problems = {}
  const names = form.carriers.map(({ name }) => name.trim())
  const freeFromYen = form.freeFrom.trim() === '' ? null : readFee(form.freeFrom, 'freeFrom', problems)
  const carriers = form.carriers.map((carrier): Carrier => {
    const name = carrier.name.trim()
    if (name === '') problems[`${String(carrier.key)}.name`] = '配送業者名を入力してください。'
    else if (names.filter((one) => one === name).length > 1)
      problems[`${String(carrier.key)}.name`] = '同じ名前の配送業者があります。'
    const timeSlots = carrier.timeSlots
      .split('\n')
      .map((slot) => slot.trim())
      .filter((slot) => slot !== '')
    if (timeSlots.length > 16 || timeSlots.some((slot) => slot.length > 50))
      problems[`${String(carrier.key)}.timeSlots`] = 'お届け時間は16行まで、1行50字以下で入力してください。'
    return { name, timeSlots, feesYen: readFees(carrier, problems) }
  })
  return { settings: Object.keys(problems).length === 0 ? { carriers, freeFromYen } : null, problems }
}

function readFees({ key, fees }: CarrierForm, problems: Problems): Record<string, number> {
  return Object.fromEntries(
    prefectures.flatMap((prefecture) => {
      const text = (fees[prefecture] ?? '').trim()
      return text === '' ? [] : [[prefecture, readFee(text, `${String(key)}.${prefecture}`, problems)] as const]
    }),
  )
}

function readFee(text: string, field: string, problems: Problems): number {
  const yen = readNumber(text)
  if (yen !== undefined && yen >= 0 && yen <= MOST_YEN) return yen
  problems[field] = '0～99,999,999の数字で入力してください。'
  return 0
}

/** 送料 of what is typed by the shop's table; null when it does not tell. */
export function draftShippingYen(draft: OrderDraft, settings: ShippingSettings, subtotalYen: number): number | null {
  const deliveries = stayingDeliveries(draft.deliveries).map(({ carrier, prefecture, sameAsOrderer }) => ({
    carrier,
    prefecture: sameAsOrderer ? draft.orderer.prefecture : prefecture,
  }))
  return shippingFeeYen(settings, deliveries, subtotalYen)
}

/** Times a delivery can be asked for: those of its carrier, else those that occurred before. */
export function slotsFor(carrier: string, settings: ShippingSettings, known: readonly string[]): readonly string[] {
  const own = settings.carriers.find(({ name }) => name === carrier.trim())?.timeSlots ?? []
  return own.length > 0 ? own : known
}
