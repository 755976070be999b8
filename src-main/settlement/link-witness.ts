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

/**
 * How many payment links only one side knows: of those in these lines, without what a restored copy is known to have
 * lost, and of those in the data file.
 */
export async function linksOfOneSide(
  db: Pick<Database, 'read'>,
  lines: readonly WitnessLine[],
): Promise<{ readonly onlyWitness: number; readonly onlyFile: number }> {
  const seen = new SeenNumbers()
  seen.see(lines)
  const inFile = new Set(
    (await db.read((connection) => linksForWitness(connection))).map(({ gatewayOrderNo }) => gatewayOrderNo),
  )
  const lost = await db.read(lostLinkNumbers)
  return {
    onlyWitness: [...seen.links].filter((number) => !inFile.has(number) && !lost.has(number)).length,
    onlyFile: [...inFile].filter((number) => !seen.links.has(number)).length,
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
