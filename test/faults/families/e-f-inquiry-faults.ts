import { createRandom } from '../../../src-main/rehearsal/random.ts'
import { networkFaults } from '../../../src-main/sandbox/network-faults.ts'
import { everyNth, runCases, type FaultCase, type Family } from '../family.ts'
import { operationKinds, type OperationKind } from '../kinds.ts'
import { press, tell } from '../press.ts'
import type { Fate } from '../sim-network.ts'
import { calm, type World } from '../world.ts'

const names = networkFaults.map(({ name }) => name)
const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I11']

/** The first mutation and the inquiries after it meet these faults, in their order; everything else is answered. */
function strike(world: World, onMutation: string | null, onInquiries: readonly (string | null)[]): void {
  const left = [...onInquiries]
  let sent = false
  world.fateOf = ({ isMutation }): Fate => {
    if (isMutation && !sent) {
      sent = true
      return { ...calm, fault: onMutation, lateMs: 95_000 }
    }
    if (!sent || isMutation) return calm
    return { ...calm, fault: left.shift() ?? null, lateMs: 5_000 }
  }
}

async function struck(kind: OperationKind, mutation: string | null, inquiries: readonly (string | null)[]) {
  return tell(kind, async (world) => {
    strike(world, mutation, inquiries)
    await press(world, kind)
    await world.passUntil(world.timeline.now + 20 * 60_000)
  })
}

/** Every kind, once applied and once not, with the fault at the given inquiry. */
function inquiryCase(name: string, at: 0 | 1): FaultCase {
  const inquiries = at === 0 ? [name] : [null, name]
  return {
    name: `${name} on the ${at === 0 ? 'first' : 'second'} inquiry`,
    run: async () => {
      const broken: string[] = []
      for (const kind of operationKinds) {
        for (const mutation of ['reset-after-apply', 'reset-before-apply']) {
          broken.push(...(await struck(kind, mutation, inquiries)))
        }
      }
      return broken
    },
  }
}

export const inquiryFaults: Family = {
  letter: 'E',
  title: 'network fault on the inquiry',
  invariants,
  run: ({ scale }) => {
    const all = [0, 1].flatMap((at) => names.map((name) => inquiryCase(name, at === 0 ? 0 : 1)))
    return runCases(scale === 'full' ? all : everyNth(all, 12))
  },
}

export const triples: Family = {
  letter: 'F',
  title: 'three faults in a row',
  invariants,
  run: ({ scale }) => {
    const random = createRandom(20_261_116)
    const any = () => names[random.between(0, names.length - 1)] ?? ''
    const all = Array.from({ length: 500 }, (_, index): FaultCase => {
      const [first, second, third] = [any(), any(), any()]
      const kind = operationKinds[index % operationKinds.length] ?? operationKinds[0]!
      return { name: `${kind.name}: ${first}, ${second}, ${third}`, run: () => struck(kind, first, [second, third]) }
    })
    return runCases(scale === 'full' ? all : everyNth(all, 10))
  },
}
