import { deskNumberOf } from '../orders/order-number.ts'
import type { Database, Transaction } from '../db/database.ts'
import type { Instant } from '../../src-shared/business-day.ts'
import { lostLinkNumbers, saveLostLinks } from './lost-link-table.ts'
import { linksForWitness, orderOfLink, type LinkRecord } from './payment-link-table.ts'
import type { WitnessEvent, WitnessLine, WitnessLink } from './witness-line.ts'

/** What the witness has seen beside operations: numbers of payment links, and how far the desk's own 注文番号 are given. */
export class SeenNumbers {
  readonly links = new Set<string>()
  last = 0

  /** Takes in lines; anything else in them is passed over. */
  see(lines: readonly WitnessLine[]): void {
    for (const { event } of lines) {
      if (event.kind === 'link') this.links.add(event.gatewayOrderNo)
      if (event.kind === 'number') this.last = Math.max(this.last, event.last)
    }
  }

  /** Lines about links and numbers that the witness does not have yet. */
  missing(links: readonly (LinkRecord & { readonly orderNo: string })[], last: number): readonly WitnessEvent[] {
    const missing: WitnessEvent[] = links.filter((one) => !this.links.has(one.gatewayOrderNo)).map(lineOf)
    return last > this.last ? [...missing, { kind: 'number', last }] : missing
  }
}

/** Numbers of the data file's payment links; `sent` leaves out those that never were, or not yet. */
export interface FileLinks {
  readonly all: ReadonlySet<string>
  readonly sent: ReadonlySet<string>
  /** Known to have been lost with a restored copy. */
  readonly lost: ReadonlySet<string>
}

/** The links as the data file has them now. */
export async function fileLinks(db: Pick<Database, 'read'>): Promise<FileLinks> {
  const links = await db.read((connection) => linksForWitness(connection))
  const numbers = (some: typeof links) => new Set(some.map(({ gatewayOrderNo }) => gatewayOrderNo))
  const sent = links.filter(({ state }) => state !== 'notSent' && state !== 'intended')
  return { all: numbers(links), sent: numbers(sent), lost: await db.read(lostLinkNumbers) }
}

/**
 * How many links only one side knows. The data file is read before the lines and after them: a link that is made meanwhile
 * is on neither side alone.
 */
export function linksOfOneSide(
  before: FileLinks,
  lines: readonly WitnessLine[],
  after: FileLinks,
): { readonly onlyWitness: number; readonly onlyFile: number } {
  const seen = new SeenNumbers()
  seen.see(lines)
  return {
    onlyWitness: [...seen.links].filter((number) => !after.all.has(number) && !after.lost.has(number)).length,
    onlyFile: [...before.sent].filter((number) => !seen.links.has(number)).length,
  }
}

/** The highest number of the desk's own that any line names: of orders it was given to, and of what was done to them. */
export function highestNumber(lines: readonly WitnessLine[]): number {
  let highest = 0
  for (const { event } of lines) {
    if (event.kind === 'number') highest = Math.max(highest, event.last)
    else if (event.kind !== 'begin') highest = Math.max(highest, deskNumberOf(event.orderNo) ?? 0)
  }
  return highest
}

/** Writes down the links of these lines that the data file does not have: a restored copy forgot them. Answers how many. */
export async function keepLostLinks(
  trx: Transaction,
  later: readonly WitnessLine[],
  foundAt: Instant,
): Promise<number> {
  const lost: WitnessLink[] = []
  for (const { event } of later) {
    if (event.kind === 'link' && (await orderOfLink(trx, event.gatewayOrderNo)) === null) lost.push(event)
  }
  await saveLostLinks(trx, lost, foundAt)
  return lost.length
}

function lineOf(one: LinkRecord & { readonly orderNo: string }): WitnessLink {
  const { orderNo, gatewayOrderNo, attempt: nth, amountYen, job, threeDSecure, issuedAt, expiresAt } = one
  return { kind: 'link', orderNo, gatewayOrderNo, nth, amountYen, job, threeDSecure, issuedAt, expiresAt }
}
