/** Order files the desk reads. */
export type OrderLayout = 'ec2-order' | 'ec4-order'
export type TextEncoding = 'cp932' | 'utf-8' | 'utf-8-bom'

/** What is wrong with a row, by code; the window words it. */
export const importProblemCodes = [
  'row-width',
  'required',
  'not-a-number',
  'not-a-date',
  'not-money',
  'too-long',
  'unknown-status',
  'unknown-sex',
  'unknown-job',
  'card-number',
  'control-characters',
  'replacement-character',
  'order-rows-differ',
  'duplicate-order',
  'duplicate-member',
  'negative-points',
  'totals-differ',
  'locked-by-settlement',
  'deleted-here',
  'desk-order',
] as const
export type ImportProblemCode = (typeof importProblemCodes)[number]

/** `error` keeps the whole order out; `warning` is shown and the order comes in. */
export interface ImportProblem {
  /** Record number as a spreadsheet counts it: the header is 1. */
  readonly row: number
  readonly column: string | null
  readonly orderNo: string | null
  readonly code: ImportProblemCode
  readonly severity: 'error' | 'warning'
  /** The offending text, cut to 40 characters; never a card number. */
  readonly found: string
}

/** What an import would do; nothing has been written yet. */
export interface ImportPreview {
  readonly layout: OrderLayout
  readonly encoding: TextEncoding
  /** Data records in the file, without the header. */
  readonly records: number
  readonly orders: number
  readonly added: number
  readonly changed: number
  readonly same: number
  /** Orders kept out by an error. */
  readonly refused: number
  /** Columns of the layout that this file does not have; what they would say stays as it is. */
  readonly missingColumns: readonly string[]
  readonly ignoredColumns: readonly string[]
  /** At most 500; `problemCount` is exact. */
  readonly problems: readonly ImportProblem[]
  readonly problemCount: number
  /** The first orders, so that the operator sees at once whether the letters came out right. */
  readonly sample: readonly {
    readonly orderNo: string
    readonly name: string
    readonly totalYen: number
    readonly fate: 'added' | 'changed' | 'same'
  }[]
  /** Of the file and of the orders it would touch: applying is refused when either changed since. */
  readonly digest: string
}

export interface ImportReport {
  readonly added: number
  readonly changed: number
  readonly same: number
  readonly refused: number
}
