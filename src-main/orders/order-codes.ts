import {
  lineKinds,
  orderStatuses,
  sexes,
  type LineKind,
  type OrderSource,
  type OrderStatus,
  type Sex,
} from '../../src-shared/order.ts'

/**
 * Numbers under which words are stored. They never change once released; those of 対応状況 grow in the order of the
 * screens, so that sorting by the number sorts as the operator expects.
 */
const statusCodes: Readonly<Record<OrderStatus, number>> = {
  paymentProcessing: 10,
  received: 20,
  awaitingPayment: 30,
  paid: 40,
  cancelled: 50,
  backordered: 60,
  inProgress: 70,
  shipped: 80,
  returned: 90,
  purchaseProcessing: 100,
}
const sexCodes: Readonly<Record<Sex, number>> = { male: 1, female: 2, other: 3, unanswered: 4 }
const sources: readonly OrderSource[] = ['ec2', 'ec4', 'sample', 'desk']
const sourceCodes: Readonly<Record<OrderSource, number>> = { ec2: 1, ec4: 2, sample: 3, desk: 4 }
const lineKindCodes: Readonly<Record<LineKind, number>> = {
  product: 1,
  shipping: 2,
  fee: 3,
  discount: 4,
  tax: 5,
  points: 6,
}

/** A list of words and the numbers they are stored under, both ways. */
interface Coding<T extends string> {
  readonly codeOf: (word: T) => number
  /** A number that no word has is damage: thrown, never guessed. */
  readonly wordOf: (code: number) => T
}

function coding<T extends string>(words: readonly T[], codes: Readonly<Record<T, number>>): Coding<T> {
  const byCode = new Map(words.map((word) => [codes[word], word]))
  return {
    codeOf: (word) => codes[word],
    wordOf: (code) => {
      const word = byCode.get(code)
      if (word === undefined) throw new Error(`The data file holds the unknown code ${code}`)
      return word
    },
  }
}

export const statusCoding = coding(orderStatuses, statusCodes)
export const sexCoding = coding(sexes, sexCodes)
export const sourceCoding = coding(sources, sourceCodes)
export const lineKindCoding = coding(lineKinds, lineKindCodes)
