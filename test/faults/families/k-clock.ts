import { addDays, dayOf, japanTime, type BusinessDay, type Instant } from '../../../src-shared/business-day.ts'
import type { SettlementAction } from '../../../src-shared/settlement.ts'
import { consoleAction } from '../../../src-main/sandbox/console-actions.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { healAndCheck } from '../heal.ts'
import { press } from '../press.ts'
import { cardItem, filledAt, total, type ShopItem } from '../shop-items.ts'
import { openWorld } from '../template.ts'
import type { World } from '../world.ts'

const kinds = ['実売上', '取消', '再オーソリ', '金額変更'] as const
type Kind = (typeof kinds)[number]

/** A moment of the shop's life: when its trades were made, and what the clocks show. */
interface Moment {
  readonly name: string
  readonly madeOn: BusinessDay
  readonly now: Instant
  /** How far the desk's clock is from the gateway's. */
  readonly skewMs?: number
}

const at = (on: BusinessDay, hour: number, minute: number, second = 0) => japanTime(on, hour, minute, second)
const day = dayOf(filledAt)

/** Just before and just after the half minute on each side of midnight, in which nothing may start (R11). */
const midnight: readonly Moment[] = [
  { name: '23:59:29', madeOn: day, now: at(day, 23, 59, 29) },
  { name: '23:59:30', madeOn: day, now: at(day, 23, 59, 30) },
  { name: '00:00:29', madeOn: day, now: at(addDays(day, 1), 0, 0, 29) },
  { name: '00:00:30', madeOn: day, now: at(addDays(day, 1), 0, 0, 30) },
]

function moment(madeOn: BusinessDay, on: BusinessDay, hour = 12, minute = 0): Moment {
  return { name: `${madeOn} seen on ${on} ${String(hour)}:${String(minute)}`, madeOn, now: at(on, hour, minute) }
}

function daysAfter(days: number): readonly Moment[] {
  return [
    { name: `${String(days)} days, the last second`, madeOn: day, now: at(addDays(day, days), 23, 59, 29) },
    { name: `${String(days)} days, at noon`, madeOn: day, now: at(addDays(day, days), 12, 0) },
    { name: `${String(days)} days and the first second`, madeOn: day, now: at(addDays(day, days + 1), 0, 0, 30) },
    { name: `${String(days + 1)} days, at noon`, madeOn: day, now: at(addDays(day, days + 1), 12, 0) },
  ]
}

const moments: readonly Moment[] = [
  ...midnight,
  moment('2026-11-30', '2026-11-30', 23, 0),
  moment('2026-11-30', '2026-12-01', 0, 1),
  moment('2026-11-30', '2026-12-01'),
  moment('2026-11-30', '2027-01-01'),
  moment('2028-02-28', '2028-02-29'),
  moment('2028-02-29', '2028-02-29'),
  moment('2028-02-29', '2028-03-01'),
  moment('2028-02-28', '2028-03-01', 0, 1),
  moment('2026-12-31', '2026-12-31', 23, 59),
  moment('2026-12-31', '2027-01-01', 0, 1),
  moment('2026-12-31', '2027-01-01'),
  moment('2026-12-31', '2027-01-31'),
  // The day of 仮売上 is day 1 of 90, so the last one is 89 days later.
  ...daysAfter(89),
  ...daysAfter(180),
  { name: 'the desk 11 minutes ahead', madeOn: day, now: at(day, 15, 0), skewMs: 660_000 },
  { name: 'the desk 11 minutes behind', madeOn: day, now: at(day, 15, 0), skewMs: -660_000 },
]

/** Machines of shops whose owner never set the zone, and the ones with the greatest distance from Japan. */
const zones = ['Asia/Tokyo', 'UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']

const shops = new Map<BusinessDay, readonly ShopItem[]>()

/** One trade for each kind, made at ten o'clock on `madeOn`. */
function shopOf(madeOn: BusinessDay): readonly ShopItem[] {
  const known = shops.get(madeOn)
  if (known !== undefined) return known
  const items = [
    madeAt(madeOn, cardItem('401', 0)),
    madeAt(madeOn, cardItem('402', 0, { status: 'CAPTURE' })),
    madeAt(madeOn, cardItem('403', 0, { status: 'VOID' })),
    madeAt(madeOn, cardItem('404', 0, {}, total(6_300))),
  ]
  shops.set(madeOn, items)
  return items
}

function madeAt(on: BusinessDay, { order, trade }: ShopItem): ShopItem {
  const processedAt = at(on, 10, 0)
  return { order: { ...order, orderedAt: processedAt, updatedAt: processedAt }, trade: { ...trade, processedAt } }
}

const orderOf: Readonly<Record<Kind, string>> = { 実売上: '401', 取消: '402', 再オーソリ: '403', 金額変更: '404' }

/** The words the kind could be said with, and what they are at the gateway. */
const jobs = {
  実売上: [['sales', 'SALES']],
  取消: [
    ['voided', 'VOID'],
    ['returned', 'RETURN'],
    ['returnedLater', 'RETURNX'],
  ],
  再オーソリ: [['reauthorised', 'AUTH']],
  金額変更: [['amountAuthorised', 'AUTH']],
} as const satisfies Readonly<Record<Kind, readonly (readonly [SettlementAction, string])[]>>

/** I12 and R11: in every zone the same, and the desk offers what the gateway takes, no more and no less. */
async function seen(kind: Kind, when: Moment): Promise<readonly string[]> {
  const broken: string[] = []
  const endings = new Set<string>()
  const zone = process.env['TZ']
  try {
    for (const name of zones) {
      process.env['TZ'] = name
      endings.add(await tried(kind, when, broken))
    }
  } finally {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  }
  if (endings.size > 1) broken.push(`I12: it depends on the zone of the machine: ${[...endings].join(' or ')}`)
  return broken
}

async function tried(kind: Kind, when: Moment, broken: string[]): Promise<string> {
  const world = await openWorld(shopOf(when.madeOn), when.now)
  // The shop's contract counts the day of 仮売上 as the first of 90; the sandbox counts the days after it.
  world.gateway.setRules({ authorisationDays: 89 })
  world.skewMs = when.skewMs ?? 0
  try {
    const id = (await world.process.orders.byOrderNos([orderOf[kind]])).get(orderOf[kind])?.id ?? 0
    const offered = await world.process.settlement.offered(id)
    const words: readonly (readonly [SettlementAction, string])[] = jobs[kind]
    const allowed = words.filter(([action]) => offered.some((one) => one.action === action && one.allowed))
    if (kind === '取消' && allowed.length > 1) world.broken('I12', `${String(allowed.length)} cancel words at once`)
    const action = allowed[0]?.[0] ?? words[0]![0]
    const pressed = { name: kind, orderNo: orderOf[kind], action, thenStatus: null, consoleJob: null }
    const told = await press(world, pressed)
    judgeOffer(world, kind, when, allowed.length > 0, told)
    await healAndCheck(world)
    return `${action} ${told}`
  } finally {
    broken.push(...world.violations)
    await world.end()
  }
}

function judgeOffer(world: World, kind: Kind, when: Moment, isOffered: boolean, told: string): void {
  const second = Math.floor(((when.now + 9 * 3_600_000) % 86_400_000) / 1000)
  const nearMidnight = second < 30 || second >= 86_370
  if (nearMidnight || when.skewMs !== undefined) {
    if (!told.startsWith('refused before: settlement.not-allowed')) world.broken('I12', `${told} at ${when.name}`)
    return
  }
  if (isOffered && told !== 'applied') world.broken('I12', `it is offered, and comes to ${told}`)
  if (!isOffered && gatewayTakes(world, kind)) world.broken('I12', 'it is not offered, and the gateway would take it')
}

/** Tries every word in the console. What it takes is noted as somebody else's doing. */
function gatewayTakes(world: World, kind: Kind): boolean {
  const endpoint = kind === '金額変更' ? 'ChangeTran.idPass' : 'AlterTran.idPass'
  return jobs[kind].some(([, jobCd]) => consoleAction(world.gateway, { orderId: orderOf[kind], endpoint, jobCd }).ok)
}

export const clocks: Family = {
  letter: 'K',
  title: 'clocks, days and zones',
  invariants: ['I2', 'I3', 'I4', 'I12'],
  run: ({ scale }) => {
    const all = moments.flatMap((when) =>
      kinds.map((kind): FaultCase => ({ name: `${kind}, ${when.name}`, run: () => seen(kind, when) })),
    )
    return runCases(scale === 'full' ? all : everyNth(all, 9))
  },
}
