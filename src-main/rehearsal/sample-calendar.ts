import {
  addDays,
  endOfDay,
  japanTime,
  startOfDay,
  type BusinessDay,
  type Instant,
} from '../../src-shared/business-day.ts'
import type { Random } from './random.ts'

/** The present of a sample shop: nothing in it lies later. */
export interface Present {
  readonly today: BusinessDay
  readonly now: Instant
}

/** Hours in Japan between which something happens: buyers from morning to night, the shop in office hours. */
export const buyingHours = [7, 23] as const
export const officeHours = [9, 18] as const

/** The day `age` days before the shop's today. */
export function dayBefore(present: Present, age: number): BusinessDay {
  return addDays(present.today, -age)
}

/**
 * A whole second on the day `age` days ago, within `hours` where that leaves room, never before `after` and never in
 * the future. Shortly after midnight today has hardly begun: then whatever there is of it.
 */
export function momentOn(
  random: Random,
  present: Present,
  age: number,
  after: Instant,
  hours: readonly [number, number],
): Instant {
  const day = dayBefore(present, age)
  const [opens, closes] = hours
  const wanted = [japanTime(day, opens, 0), japanTime(day, closes, 0)] as const
  const possible = [Math.max(startOfDay(day), after), Math.min(endOfDay(day), present.now)] as const
  const least = Math.max(wanted[0], possible[0])
  const most = Math.min(wanted[1], possible[1])
  return least < most ? secondBetween(random, least, most) : secondBetween(random, possible[0], possible[1])
}

/** `seconds` after `at`, or now, whichever comes first. */
export function soonAfter(present: Present, at: Instant, seconds: number): Instant {
  return Math.min(at + seconds * 1000, Math.floor(present.now / 1000) * 1000)
}

function secondBetween(random: Random, least: Instant, most: Instant): Instant {
  return least + random.between(0, Math.floor((most - least) / 1000)) * 1000
}
