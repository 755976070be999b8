import { parseAnswer } from '../../../src-main/gmo/answer.ts'
import type { Delivery } from '../../../src-main/gmo/transport.ts'
import { createRandom, type Random } from '../../../src-main/rehearsal/random.ts'
import { networkFaults } from '../../../src-main/sandbox/network-faults.ts'
import type { Family, Scale, Tally } from '../family.ts'
import { healAndCheck } from '../heal.ts'
import { kindShop, operationKinds, type OperationKind } from '../kinds.ts'
import { press } from '../press.ts'
import { openWorld } from '../template.ts'
import { calm, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const names = networkFaults.map(({ name }) => name)
/** Every fifth request meets one of the 34 faults. */
const FAULTS_PERCENT = 20
/** An operator who still cannot get one thing done after so many tries has met an error of the program. */
const MOST_PRESSES = 40

/** What a shop would see of a bad line on its bill and in the gateway's log. */
class Figures {
  /** Operations in the journal. */
  operations = 0
  /** Requests for a change that left. */
  sent = 0
  /** Changes in the gateway's ledger. */
  applied = 0
  /** Operations whose outcome was open once. */
  unknown = 0
  /** Inquiries that left for them until the outcome was known. */
  inquiries = 0
  /** Requests the gateway refused because of the trade's state (E11…). */
  refused = 0

  add(other: Figures): void {
    this.operations += other.operations
    this.sent += other.sent
    this.applied += other.applied
    this.unknown += other.unknown
    this.inquiries += other.inquiries
    this.refused += other.refused
  }
}

/** Counts what passes between program and gateway in one world. */
function count(world: World): Figures {
  const figures = new Figures()
  const unknown = new Set<string>()
  world.onMoment = (moment, { isMutation, orderId }) => {
    if (moment === 'applied') figures.applied += 1
    if (moment !== 'leaving') return
    if (isMutation) {
      figures.sent += 1
      return
    }
    const open = openOperation(world, orderId)
    if (open === undefined) return
    unknown.add(open)
    figures.unknown = unknown.size
    figures.inquiries += 1
  }
  world.onDelivery = ({ isMutation }, delivery) => {
    if (isMutation && isStateRefusal(delivery)) figures.refused += 1
  }
  return figures
}

/** The operation about a trade whose outcome is open; undefined when there is none. */
function openOperation(world: World, gatewayOrderNo: string): string | undefined {
  return world.process.journal
    .operations()
    .find((one) => one.gatewayOrderNo === gatewayOrderNo && one.state === 'unknown')?.id
}

function isStateRefusal(delivery: Delivery): boolean {
  if (delivery.outcome !== 'answered') return false
  const answer = parseAnswer(delivery.body)
  return answer.kind === 'errors' && answer.codes.some((code) => code.startsWith('E11'))
}

/** Presses until it is done, each time only after the last outcome is known. */
async function getDone(world: World, kind: OperationKind): Promise<void> {
  for (let pressed = 0; pressed < MOST_PRESSES; pressed += 1) {
    const told = await press(world, kind)
    const waiting = () =>
      world.process.journal.operations().some(({ state }) => state === 'unknown' || state === 'intended')
    const limit = world.timeline.now + 24 * HOUR_MS
    while (waiting() && world.timeline.step(limit)) await world.quiet()
    if (told === 'applied' || world.gateway.ledger.mutations(kind.orderNo).length > 0) return
  }
  world.broken('I11', `${kind.name} was not done after ${String(MOST_PRESSES)} presses`)
}

/** A morning of a shop on a bad line: one operation of each kind, until each is done. */
async function morning(random: Random, figures: Figures): Promise<readonly string[]> {
  const world = await openWorld(kindShop)
  try {
    const seen = count(world)
    world.fateOf = () => {
      const fault = random.chance(FAULTS_PERCENT) ? (names[random.between(0, names.length - 1)] ?? null) : null
      return { ...calm, fault, lateMs: random.between(1_000, 95_000) }
    }
    for (const kind of operationKinds) await getDone(world, kind)
    seen.operations = world.process.journal.operations().length
    figures.add(seen)
    await healAndCheck(world, { secrets: false })
  } catch (error) {
    world.broken('I9', `the program came to a stop: ${error instanceof Error ? (error.stack ?? '') : String(error)}`)
  } finally {
    await world.end()
  }
  return world.violations
}

interface Ratio {
  readonly name: string
  readonly value: number
  readonly most: number
}

function ratios({ operations, sent, applied, unknown, inquiries, refused }: Figures): readonly Ratio[] {
  return [
    {
      name: `inquiries per unknown (${String(inquiries)} / ${String(unknown)})`,
      value: inquiries / unknown,
      most: 2.1,
    },
    { name: `requests per applied effect (${String(sent)} / ${String(applied)})`, value: sent / applied, most: 1.3 },
    {
      name: `refused repeats (E11) per 1,000 operations (${String(refused)} / ${String(operations)})`,
      value: (1_000 * refused) / operations,
      most: 0,
    },
  ]
}

/** What a bad line costs: not a matter of right and wrong alone, hence measured over many mornings. */
export const badLine: Family = {
  letter: 'R',
  title: 'ratios under 20 % faults',
  invariants: ['I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I11'],
  run: async ({ scale, seed }) => {
    const figures = new Figures()
    const random = createRandom(seed)
    const broken: string[] = []
    for (let left = mornings(scale); left > 0; left -= 1) broken.push(...(await morning(random.branch(left), figures)))
    const measured = ratios(figures)
    const short = measured.filter(({ value, most }) => !(value <= most))
    broken.push(...short.map(({ name, value, most }) => `${name}: ${value.toFixed(3)} is more than ${String(most)}`))
    return {
      ...{ passed: measured.length - short.length, total: measured.length, broken },
      figures: measured.map(({ name, value, most }) => `${name}: ${value.toFixed(3)}, at most ${String(most)}`),
    } satisfies Tally
  },
}

function mornings(scale: Scale): number {
  return scale === 'full' ? 1_000 : 60
}
