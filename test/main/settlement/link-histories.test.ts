import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import type { FailureCode } from '../../../src-shared/failure.ts'
import { sampleTrade } from '../../support/sample-order.ts'
import { DAY, desk, deskWith, issuing, links, MINUTE, open, pay, search, tokenAtGateway } from './link-bench.ts'

/** What may happen around the links of one order, in any order. */
const deed = fc.oneof(
  fc.record({ do: fc.constant('issue' as const), again: fc.boolean() }),
  fc.record({ do: fc.constant('pay' as const), attempt: fc.integer({ min: 1, max: 3 }) }),
  fc.constant({ do: 'check' } as const),
  fc.record({ do: fc.constant('cartPays' as const), amountYen: fc.constantFrom(5775, 100) }),
  fc.constant({ do: 'copy' } as const),
  fc.constant({ do: 'putBack' } as const),
  fc.constant({ do: 'restart' } as const),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(MINUTE, 60 * MINUTE, 9 * DAY) }),
  fc.record({
    do: fc.constant('fail' as const),
    kind: fc.constantFrom('reset-after-apply' as const, 'http-500' as const, 'reset-before' as const),
    endpoint: fc.constantFrom(issuing, search),
  }),
)
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never

/** Refusals with which the desk keeps a link back; anything else is a mistake of the test. */
const expected: readonly FailureCode[] = [
  ...(['link.alive', 'link.taken', 'link.taken-unanswered', 'link.perhaps-paid', 'link.not-looked'] as const),
  ...(['link.not-possible', 'settlement.reconcile-first', 'gateway.no-answer', 'gateway.offline'] as const),
  ...(['settlement.in-progress', 'gateway.refused'] as const),
]

/** The copy that was made last. */
let copy: string | null = null

/** One shop's life around an order and its links. */
async function live(deeds: readonly Deed[]): Promise<void> {
  await deskWith()
  copy = null
  agreed = false
  for (const one of deeds) await (one.do === 'issue' ? issueLink(one.again) : doOne(one))
}

async function doOne(one: Exclude<Deed, { do: 'issue' }>): Promise<unknown> {
  switch (one.do) {
    case 'pay':
      return payByLink(tokenAtGateway(`55-${String(one.attempt)}`))
    case 'check':
      return desk.envelope('settlement.check-link', { id: 1 })
    case 'cartPays':
      cartPays(one.amountYen)
      return null
    case 'copy':
      return (copy = (await desk.call('backups.make', {})).id)
    case 'putBack':
      // Copies of long ago may be gone.
      return copy !== null && (await desk.envelope('startup.restore', { id: copy }))
    case 'restart':
      return desk.restart()
    case 'wait':
      desk.clock.advance(one.ms)
      return null
    case 'fail':
      desk.sandbox.addFault({ kind: one.kind, endpoint: one.endpoint })
      return null
  }
}

/** The cart's own page, which is paid once at most; at another sum it may still be paid after a link was made. */
function cartPays(amountYen: number): void {
  const isOpen = desk.sandbox.ledger.trade('55') === undefined && (amountYen !== 5775 || held().length === 0)
  if (isOpen) desk.sandbox.ledger.seed([sampleTrade('55', desk.clock.now(), { amountYen })])
}

async function payByLink(token: string): Promise<void> {
  if (token !== '') await pay(`${desk.sandbox.url}/link/${token}`)
}

/** The cart's trade did not fit, and the operator saw that before a link was made all the same. */
let agreed = false

const perhapsPaid = ({ settlement }: Awaited<ReturnType<typeof open>>) =>
  settlement?.link.state === 'unlinked' && ['doubtful', 'ambiguous'].includes(settlement.link.reason)

/** What must never be: above all a link that the gateway made while the buyer's money was held already. */
const mistakes: string[] = []

async function issueLink(again: boolean): Promise<void> {
  const before = held()
  const made = linksAtGateway()
  const order = await open()
  const { version: seen } = order
  const reply = await desk.envelope('settlement.create-link', { id: 1, seen, again })
  if (!reply.ok && !expected.includes(reply.failure.code)) mistakes.push(`refused with ${reply.failure.code}`)
  const more = linksAtGateway() - made
  if (more > 1) mistakes.push('one request made two links')
  // Of a trade that the rules do not tie the operator was asked.
  if (more > 0 && again && perhapsPaid(order)) agreed = true
  const unasked = again && perhapsPaid(order) ? before.filter((no) => no !== '55') : before
  if (unasked.length > 0 && more > 0) mistakes.push(`a link was made although ${unasked.join()} is paid`)
}

const numbers = ['55', '55-1', '55-2', '55-3', '55-4', '55-5', '55-6', '55-7', '55-8']
const held = () => numbers.filter((no) => desk.sandbox.ledger.trade(no)?.status === 'AUTH')
const linksAtGateway = () => numbers.filter((no) => tokenAtGateway(no) !== '').length

/** Once everything answers again: money is the order's trade, or a person is told of it. */
async function nothingIsUnseen(): Promise<void> {
  desk.sandbox.clearFaults()
  await desk.call('settlement.reconcile', {})
  // The timer may be asking about the order just now.
  await vi.waitFor(() => desk.call('settlement.inquire', { id: 1 }))
  const { settlement } = await open()
  const own = settlement?.link.state === 'linked' ? settlement.link.gatewayOrderNo : null
  const strays = (await links()).links.filter(({ meaning }) => meaning === 'second' || meaning === 'doubtful')
  // The order itself shows that a trade under its number does not fit.
  const shown = agreed || perhapsPaid(await open()) ? ['55'] : []
  const seen = [...shown, ...(own === null ? [] : [own]), ...strays.map(({ gatewayOrderNo }) => gatewayOrderNo)]
  expect(seen).toEqual(expect.arrayContaining(held()))
  expect((await desk.call('desk.state', {})).attention).toBe(strays.length)
}

/** The order is too old for the day alone to tie a trade of another sum to it. */
const cartAfterLink: Deed[] = [
  { do: 'wait', ms: 9 * DAY },
  { do: 'issue', again: false },
  { do: 'cartPays', amountYen: 100 },
  { do: 'pay', attempt: 1 },
  { do: 'check' },
]

it('no history makes a link for an order that is paid, or leaves a buyer’s money unseen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 12 }), async (deeds) => {
      mistakes.length = 0
      try {
        await live(deeds)
        expect(mistakes).toEqual([])
        await nothingIsUnseen()
      } finally {
        await desk.close()
      }
    }),
    { numRuns: 25, examples: [[cartAfterLink]] },
  )
}, 240_000)
