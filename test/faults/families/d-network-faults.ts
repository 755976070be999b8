import { createTransport, type Delivery, type Parcel, type Transport } from '../../../src-main/gmo/transport.ts'
import { networkFaults, type NetworkFault } from '../../../src-main/sandbox/network-faults.ts'
import type { SettlementResult } from '../../../src-shared/api.ts'
import { owner } from '../desk-process.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { kindShop, operationKinds, type OperationKind } from '../kinds.ts'
import { press as pressInWorld } from '../press.ts'
import { openRealDesk, patient, until, withBadCertificate, type RealDesk } from '../real-desk.ts'
import { openWorld } from '../template.ts'
import { calm } from '../world.ts'

/** The slow kinds take this long here, and the program's patience with what it sends is shorter. */
const SLOW_MS = 900
const SHORT_MS = 400
const slow = ['silent-before-apply', 'silent-after-apply', 'applied-late', 'answered-late', 'slow-answer']

/** Lets `fault` happen to the next request that changes something, and to no other. */
function arm(desk: RealDesk, fault: NetworkFault): void {
  desk.detour = async (parcel, plain) => {
    desk.detour = null
    if (fault.madeBy !== 'order') return withoutOrder(desk, fault, parcel, plain)
    const { order } = fault
    desk.sandbox.addFault('ms' in order ? { ...order, ms: SLOW_MS } : order)
    return plain.send(parcel)
  }
}

/** The kinds that are no order to the sandbox: it is away, is somebody else, or is not reached at all. */
async function withoutOrder(
  { sandbox }: RealDesk,
  { madeBy, name }: NetworkFault,
  parcel: Parcel,
  plain: Transport,
): Promise<Delivery> {
  if (madeBy === 'certificate') return withBadCertificate(name, (bad) => bad.send(parcel))
  if (madeBy === 'client') return elsewhere(name, parcel)
  sandbox.goAway()
  const delivery = await plain.send(parcel)
  await sandbox.comeBack()
  return delivery
}

/** A name nobody has, and an address (RFC 5737) nobody answers at. */
async function elsewhere(name: string, parcel: Parcel): Promise<Delivery> {
  const transport = createTransport(new URL(name === 'dns' ? 'http://nobody.invalid' : 'http://192.0.2.1'))
  try {
    return await transport.send({ ...parcel, connectMs: SHORT_MS })
  } finally {
    transport.close()
  }
}

async function press({ process }: RealDesk, kind: OperationKind): Promise<SettlementResult> {
  const id = await orderId({ process }, kind)
  const { version } = await process.orders.open(id)
  const { action, thenStatus } = kind
  return process.settlement.change({ id, seen: version, action, thenStatus, reason: '試験' }, owner)
}

async function orderId({ process }: Pick<RealDesk, 'process'>, { orderNo }: OperationKind): Promise<number> {
  return (await process.orders.byOrderNos([orderNo])).get(orderNo)?.id ?? 0
}

async function struck(fault: NetworkFault, kind: OperationKind): Promise<readonly string[]> {
  const isSlow = slow.includes(fault.name)
  const desk = await openRealDesk(kindShop, isSlow ? { ...patient, mutationMs: SHORT_MS } : patient)
  const broken: string[] = []
  try {
    arm(desk, fault)
    const pressed = press(desk, kind)
    broken.push(...(await checkAlive(desk, kind)))
    const told = await pressed
    broken.push(...(await checkTold(desk, kind, fault, told)))
    broken.push(...(await checkTwin(fault, kind, desk.deliveries[0])))
    broken.push(...(await checkHealed(desk, kind, fault)))
  } finally {
    await desk.close()
  }
  return broken
}

/** I13: while the request is on its way the program answers others within 200 ms. The best of three, for busy machines. */
async function checkAlive({ process }: RealDesk, kind: OperationKind): Promise<readonly string[]> {
  const id = await orderId({ process }, kind)
  let best = Infinity
  for (let attempt = 0; attempt < 3 && best > 200; attempt += 1) {
    const startedAt = performance.now()
    await process.orders.open(id)
    best = Math.min(best, performance.now() - startedAt)
  }
  return best > 200 ? [`I13: an order took ${best.toFixed(0)} ms to open`] : []
}

/** I4: not sent and refused only when the ledger has not moved, done only when it has. */
async function checkTold(
  desk: RealDesk,
  kind: OperationKind,
  fault: NetworkFault,
  { outcome, order }: SettlementResult,
): Promise<readonly string[]> {
  const made = desk.sandbox.ledger.mutations(kind.orderNo).length
  const broken: string[] = []
  if (outcome === 'applied' && made !== 1) broken.push(`I4: done is told, and the ledger has ${String(made)} changes`)
  if ((outcome === 'notSent' || outcome === 'refused') && fault.reached === 'ledger') {
    broken.push(`I4: ${outcome} is told of what was applied`)
  }
  if (fault.reached === 'nothing' && outcome !== 'notSent') broken.push(`I4: ${outcome} is told of what never left`)
  const isOpen = order.settlement?.underInquiry != null
  if (isOpen !== (outcome === 'unknown'))
    broken.push(`I4: ${outcome} is told, and the order is ${isOpen ? '' : 'not '}locked`)
  return Promise.resolve(broken)
}

/** The families without sockets stand on this: the simulated network reports of a fault what the real one does. */
async function checkTwin(
  fault: NetworkFault,
  kind: OperationKind,
  real: Delivery | undefined,
): Promise<readonly string[]> {
  const world = await openWorld(kindShop)
  const twins: Delivery[] = []
  world.fateOf = ({ isMutation }) => (isMutation ? { ...calm, fault: fault.name } : calm)
  world.onDelivery = (shipment, delivery) => {
    if (shipment.isMutation) twins.push(delivery)
  }
  try {
    await pressInWorld(world, kind)
  } finally {
    await world.end()
  }
  const [ours, theirs] = [comparable(twins[0]), comparable(real)]
  if (alsoFair[fault.name]?.includes(theirs) === true) return []
  return ours === theirs ? [] : [`I1: the simulated network is not the real one: ${ours} instead of ${theirs}`]
}

/**
 * What the real network may report as well. Where nobody answers, a machine without a way out says so at once. A reset
 * right after the connection was taken comes before or after the request was handed over.
 */
const alsoFair: Readonly<Record<string, readonly string[]>> = {
  'connect-timeout': ['not-sent unreachable ', 'not-sent refused '],
  'reset-on-connect': ['not-sent connection '],
}

function comparable(delivery: Delivery | undefined): string {
  if (delivery === undefined) return 'nothing'
  if (delivery.outcome === 'answered') return delivery.body.toString('latin1').replace(/[0-9a-f]/g, '0')
  const { outcome, reason } = delivery
  return `${outcome} ${reason} ${String('httpStatus' in delivery ? delivery.httpStatus : '')}`
}

/** Time passes until nothing is open; then the desk shows the ledger, and what was not done can be done, once. */
async function checkHealed(desk: RealDesk, kind: OperationKind, fault: NetworkFault): Promise<readonly string[]> {
  const { ledger } = desk.sandbox
  const moved = () => ledger.mutations(kind.orderNo).length
  if (fault.reached === 'ledger' && !(await until(() => moved() === 1))) return ['I2: it was never applied']
  if (!(await comesToRest(desk))) return ['I11: the operation is still open after four looks']
  if (moved() === 0) {
    const told = await press(desk, kind)
    if (told.outcome !== 'applied') return [`I5: after everything had healed the second press came to ${told.outcome}`]
  }
  return moved() === 1 ? checkShown(desk, kind) : [`I2: applied ${String(moved())} times`]
}

/** Moves time on from inquiry to inquiry. */
async function comesToRest(desk: RealDesk): Promise<boolean> {
  for (let look = 0; look < 4 && isOpen(desk); look += 1) {
    desk.clock.advance(61_000)
    const asked = desk.sandbox.requests().length
    await until(() => desk.sandbox.requests().length > asked)
    await desk.process.settlement.counts()
    await until(() => !isWaiting(desk), 2_000)
  }
  return !isOpen(desk)
}

/** I3: the order shows what the ledger says. */
function checkShown({ process, sandbox }: RealDesk, { orderNo, action }: OperationKind): readonly string[] {
  const shown = process.journal.payments().find((one) => one.gatewayOrderNo === orderNo)
  const after = sandbox.ledger.mutations(orderNo).at(-1)
  const [status, word] = expectedAfter[action] ?? []
  if (shown?.status === status && after?.statusAfter === word && shown?.amountYen === after?.amountAfterYen) return []
  return [`I3: the desk shows ${JSON.stringify(shown)}, the ledger ${JSON.stringify(after)}`]
}

/** What each operation leaves behind, here and at the gateway. */
const expectedAfter: Readonly<Record<string, readonly [here: string, there: string]>> = {
  sales: ['sales', 'SALES'],
  returned: ['returned', 'RETURN'],
  reauthorised: ['authorised', 'AUTH'],
  amountAuthorised: ['authorised', 'AUTH'],
  cancelled: ['cancelled', 'CANCEL'],
}

function isOpen({ process }: RealDesk): boolean {
  return process.journal.operations().some(({ state }) => state === 'unknown' || state === 'intended')
}

/** An inquiry has begun and its verdict is not written yet. */
function isWaiting({ process }: RealDesk): boolean {
  return process.journal.hasOpenAttempt()
}

export const mutationFaults: Family = {
  letter: 'D',
  title: 'network fault on the operation',
  invariants: ['I1', 'I2', 'I3', 'I4', 'I5', 'I11', 'I13'],
  run: ({ scale }) => {
    const all = networkFaults.flatMap((fault) =>
      operationKinds.map((kind): FaultCase => ({
        name: `${kind.name}: ${fault.name}`,
        run: () => struck(fault, kind),
      })),
    )
    return runCases(scale === 'full' ? all : everyNth(all, 7))
  },
}
