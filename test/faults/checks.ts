import type { SettlementStatus } from '../../src-shared/settlement.ts'
import type { LedgerTrade } from '../../src-main/sandbox/ledger.ts'
import { journalLines } from '../support/journal-files.ts'
import { shop } from './desk-process.ts'
import type { KeptOperation, KeptPayment } from './journal-view.ts'
import type { World } from './world.ts'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** The gateway's words in the desk's, written down anew: the program's own table is what is being checked. */
const words: Readonly<Record<string, SettlementStatus>> = {
  UNPROCESSED: 'unprocessed',
  AUTHENTICATED: 'authenticated',
  CHECK: 'checked',
  AUTH: 'authorised',
  SAUTH: 'simpleAuthorised',
  SALES: 'sales',
  CAPTURE: 'captured',
  VOID: 'voided',
  RETURN: 'returned',
  RETURNX: 'returnedLater',
  CANCEL: 'cancelled',
  REQSUCCESS: 'requested',
  PAYSUCCESS: 'paid',
  PAYFAIL: 'payFailed',
  EXPIRED: 'expired',
}

const openStates = ['intended', 'unknown', 'conflict']

interface TheirView {
  readonly status: SettlementStatus
  readonly amountYen: number
  readonly processedAt: number
}

/** What SearchTrade would answer of every trade. */
function theirView(trades: readonly LedgerTrade[]): ReadonlyMap<string, TheirView> {
  return new Map(
    trades.map((trade) => [
      trade.orderId,
      {
        status: words[trade.status] ?? 'other',
        amountYen: trade.amountYen + trade.taxYen,
        processedAt: Math.floor(trade.processedAt / 1000) * 1000,
      },
    ]),
  )
}

/** The kept trades that are not as the ledger has them, in words. */
export function tradesDiffering(kept: readonly KeptPayment[], ledger: readonly LedgerTrade[]): readonly string[] {
  const theirs = theirView(ledger)
  return kept.flatMap((ours) => {
    const trade = theirs.get(ours.gatewayOrderNo)
    if (trade !== undefined && same(ours, trade)) return []
    const shown = `${ours.status} ${String(ours.amountYen)} ${String(ours.processedAt)}`
    return [`order ${ours.gatewayOrderNo} shows ${shown}, the gateway ${JSON.stringify(trade)}`]
  })
}

/** I3: every order shows what the gateway shows. `except` are trades the desk cannot have heard of yet. */
export function checkSameAsGateway(world: World, except: ReadonlySet<string> = new Set()): void {
  const kept = world.process.journal.payments().filter((ours) => !except.has(ours.gatewayOrderNo))
  for (const what of tradesDiffering(kept, world.gateway.ledger.trades())) world.broken('I3', what)
}

function same(ours: KeptPayment, theirs: TheirView): boolean {
  return ours.status === theirs.status && ours.amountYen === theirs.amountYen && ours.processedAt === theirs.processedAt
}

/** I6: number and amount per status are the same here and at the gateway. */
export function checkSums(world: World): void {
  const ours = sums(world.process.journal.payments())
  const theirs = sums([...theirView(world.gateway.ledger.trades()).values()])
  if (ours !== theirs) world.broken('I6', `the desk counts ${ours}, the gateway ${theirs}`)
}

function sums(list: readonly { readonly status: string; readonly amountYen: number }[]): string {
  const totals = new Map<string, { count: number; yen: number }>()
  for (const { status, amountYen } of list) {
    const total = totals.get(status) ?? { count: 0, yen: 0 }
    totals.set(status, { count: total.count + 1, yen: total.yen + amountYen })
  }
  return [...totals]
    .map(([status, { count, yen }]) => `${status} ${String(count)} ¥${String(yen)}`)
    .sort()
    .join(', ')
}

/**
 * I2 and I4 over the whole journal: what is called done was done once, what is called not done was not done, and an
 * open outcome is called open. Deeds of the console and late ones are left out of the second.
 */
export async function checkJournal(world: World): Promise<void> {
  for (const operation of world.process.journal.operations()) {
    const { applied } = world.deedsOf(operation.id)
    if (applied > 1) world.broken('I2', `${nameOf(operation)} was applied ${String(applied)} times`)
    const byOthers = operation.confirmed === 1 && world.behindOurBack.has(operation.gatewayOrderNo)
    if (operation.state === 'applied' && applied === 0 && !byOthers) {
      world.broken('I4', `${nameOf(operation)} is called done and was not`)
    }
    const late = world.late.has(operation.gatewayOrderNo)
    if (['rejected', 'withdrawn', 'awaitRetry'].includes(operation.state) && applied > 0 && !late) {
      world.broken('I4', `${nameOf(operation)} is called not done (${operation.state}) and was`)
    }
    if (openStates.includes(operation.state)) await checkShownAsOpen(world, operation)
  }
}

/** R7: the order says 結果確認中, is locked, and offers nothing. */
async function checkShownAsOpen(world: World, operation: KeptOperation): Promise<void> {
  const { orders, settlement } = world.process
  const order = await orders.open(operation.orderId)
  if (order.settlement?.underInquiry?.id !== operation.id) {
    world.broken('I4', `${nameOf(operation)} is open (${operation.state}) and its order does not say so`)
  }
  const offered = await settlement.offered(operation.orderId)
  if (offered.some(({ allowed }) => allowed))
    world.broken('I4', `${nameOf(operation)} is open and its order offers more`)
  if (!(await settlement.attention()).some(({ operationId }) => operationId === operation.id)) {
    world.broken('I4', `${nameOf(operation)} is open and not under 要確認`)
  }
}

/** I7: the history is whole, and so is the witness beside the data file; the two say the same. */
export async function checkChain(world: World): Promise<void> {
  const { audit, settlement, journal, dataDir } = world.process
  const broken = await audit.firstBroken()
  if (broken !== null) world.broken('I7', `the history is broken at entry ${String(broken)}`)
  const check = await settlement.safeguards.witness.check()
  if (!settlement.safeguards.witness.isSound() || check.broken !== null) {
    world.broken('I7', `the witness is broken: ${JSON.stringify(check)}`)
  }
  if (check.unknownToJournal + check.unknownToWitness > 0) {
    world.broken('I7', `witness and journal differ: ${JSON.stringify(check)}`)
  }
  const states = witnessedStates(dataDir)
  for (const operation of journal.operations()) {
    const seen = states.get(operation.id)
    // What was withdrawn in favour of another operation was never sent again: its place is taken by the other's intent.
    const isSame = seen === operation.state || (operation.state === 'withdrawn' && seen === 'awaitRetry')
    if (!isSame) {
      world.broken('I7', `${nameOf(operation)} is ${operation.state}, the witness says ${String(seen)}`)
    }
  }
}

/** The last state of every operation in the lines of the witness, read past the program. */
function witnessedStates(dataDir: string): ReadonlyMap<string, string> {
  const states = new Map<string, string>()
  for (const line of journalLines(dataDir)) {
    const { operation, state } = line
    if (typeof operation === 'string' && typeof state === 'string') states.set(operation, state)
  }
  return states
}

/** I8: no pass in the data folder and in nothing the program said. */
export function checkSecrets(world: World): void {
  const passes = [shop.shopPass, ...world.accessPasses()]
  const texts: [string, Buffer][] = [['the log', Buffer.from(world.lines.join('\n'))]]
  for (const entry of readdirSync(world.process.dataDir, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || entry.name.endsWith('-shm')) continue
    texts.push([entry.name, readFileSync(join(entry.parentPath, entry.name))])
  }
  for (const [where, bytes] of texts) {
    if (passes.some((pass) => bytes.includes(pass))) world.broken('I8', `a pass is in ${where}`)
  }
}

function nameOf({ id, action, gatewayOrderNo }: KeptOperation): string {
  return `operation ${id.slice(0, 8)} (${action} of ${gatewayOrderNo})`
}
