import { owner } from './desk-process.ts'
import { checkChain, checkJournal, checkSameAsGateway, checkSecrets, checkSums } from './checks.ts'
import { calm, type World } from './world.ts'

const HOUR_MS = 3_600_000
/** I11: inquiries an operation may need once nothing fails any more. */
const MOST_INQUIRIES = 3

/**
 * Stops every fault, lets the program come to rest by itself, and checks the invariants: first what it must know
 * without being asked, then, after the operator has asked about the orders others have touched, everything.
 */
export async function healAndCheck(world: World, { secrets = true } = {}): Promise<void> {
  world.fateOf = () => calm
  world.onStatement = () => undefined
  world.onCommit = () => undefined
  world.onMoment = () => undefined
  world.skewMs = 0
  if (!world.process.alive) await world.start()
  world.inquiries.clear()
  // What the console, the buyer and the calendar did is known to the desk only once it asks.
  for (const { origin, orderId } of world.gateway.ledger.mutations()) {
    if (origin !== 'api') world.behindOurBack.add(orderId)
  }
  await comeToRest(world)
  await checkJournal(world)
  checkSameAsGateway(world, new Set([...world.behindOurBack, ...conflicts(world)]))
  await askAboutTheRest(world)
  checkSameAsGateway(world)
  checkSums(world)
  await checkChain(world)
  if (secrets) checkSecrets(world)
}

/** Waits for the timer alone: an operation whose outcome is open must end without anybody's help. */
async function comeToRest(world: World): Promise<void> {
  const waiting = new Set(open(world).map(({ gatewayOrderNo }) => gatewayOrderNo))
  // An hour is the longest distance between two inquiries (R5).
  const limit = world.timeline.now + 2 * HOUR_MS
  while (open(world).length > 0 && world.timeline.step(limit)) await world.quiet()
  for (const operation of open(world)) world.broken('I11', `operation ${operation.id} never came to an end`)
  for (const orderNo of waiting) {
    const asked = world.inquiries.get(orderNo) ?? 0
    if (asked > MOST_INQUIRIES) world.broken('I11', `${orderNo} took ${String(asked)} inquiries to come to rest`)
  }
}

function open(world: World) {
  return world.process.journal.operations().filter(({ state }) => state === 'intended' || state === 'unknown')
}

function conflicts(world: World): readonly string[] {
  return world.process.journal
    .operations()
    .filter(({ state }) => state === 'conflict' || state === 'adopted')
    .map(({ gatewayOrderNo }) => gatewayOrderNo)
}

/** What a person does: decides what is for a person, and asks about orders that were touched elsewhere. */
async function askAboutTheRest(world: World): Promise<void> {
  const { settlement } = world.process
  const operations = world.process.journal.operations()
  for (const { orderId, state } of operations) {
    if (state === 'conflict') await world.finish(settlement.adopt(orderId, owner))
  }
  const ids = new Map(operations.map(({ gatewayOrderNo, orderId }) => [gatewayOrderNo, orderId]))
  for (const orderNo of world.behindOurBack) {
    const id = ids.get(orderNo) ?? (await world.process.orders.byOrderNos([orderNo])).get(orderNo)?.id
    if (id !== undefined) await world.finish(settlement.inquire(id))
  }
}
