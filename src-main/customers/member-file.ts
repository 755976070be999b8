import type { Instant } from '../../src-shared/business-day.ts'
import { recogniseHeader, type MemberLayout, type RecognisedHeader } from '../../src-shared/csv-profile.ts'
import { Refusal } from '../../src-shared/failure.ts'
import type { MemberLayoutId, MemberProblem } from '../../src-shared/member-import.ts'
import type { ImportProblem, TextEncoding } from '../../src-shared/order-import.ts'
import type { Orderer, Sex } from '../../src-shared/order.ts'
import { jobText } from '../../src-shared/text.ts'
import { decodeFile } from '../csv/decode.ts'
import { memberLayouts } from '../csv/layouts.ts'
import { detectQuoting, readRecords, type CsvRecord, type Quoting } from '../csv/read-records.ts'
import { prefectureOf, readParts, readPostalCode } from '../csv/row-parts.ts'
import { checkCells, createProblem, createRowReader, type Report, type RowReader } from '../csv/row-reader.ts'

/** A member as a file tells them. What is undefined has no column in the file and stays as the desk knows it. */
export interface ImportedMember {
  readonly customerNo: string
  /** 更新日, else 登録日; null when the file tells neither. */
  readonly updatedAt: Instant | null
  readonly orderer: { readonly [K in keyof Orderer]?: Orderer[K] | undefined }
  /** Undefined when the file does not tell a balance. */
  readonly points: number | undefined
}

/** One row of a member file. */
export interface FileMember {
  readonly row: number
  /** Null when an error keeps the member out. */
  readonly member: ImportedMember | null
  readonly problems: readonly MemberProblem[]
}

/** A cart's member file, recognised and ready to be read. */
export interface MemberFile {
  readonly layout: MemberLayoutId
  readonly encoding: TextEncoding
  readonly records: number
  readonly missingColumns: readonly string[]
  readonly ignoredColumns: readonly string[]
  members(): Generator<FileMember>
}

const MAX_RECORDS = 1_000_000
const MAX_NUMBER_LENGTH = 50

/**
 * Opens the bytes of an EC-CUBE 2 or 4 会員CSV (csv-formats.md §1, §2). Refused with `import.empty`,
 * `import.unknown-layout`, `import.missing-columns` and `file.too-large`, all `of` 'member'.
 */
export function openMemberFile(bytes: Uint8Array): MemberFile {
  const { text, encoding } = decodeFile(bytes)
  const header = headerOf(text)
  const quoting = detectQuoting(text, encoding)
  const { records, repeated } = survey(text, quoting, header)
  if (records === 0) throw new Refusal('import.empty', { of: 'member' })
  if (records > MAX_RECORDS) throw new Refusal('file.too-large', { records })
  return {
    ...{ layout: header.layout.id, encoding, records },
    ...{ missingColumns: header.absent, ignoredColumns: header.ignored },
    *members() {
      for (const record of readRecords(text, quoting)) if (record.row > 1) yield readRow(record, header, repeated)
    },
  }
}

type Header = RecognisedHeader<MemberLayout>

function headerOf(text: string): Header {
  for (const { cells } of readRecords(text, null)) {
    const header = recogniseHeader(cells, memberLayouts())
    if (header === null) throw new Refusal('import.unknown-layout', { of: 'member' })
    if (header.missing.length > 0) throw new Refusal('import.missing-columns', { columns: header.missing.join('、') })
    return header
  }
  throw new Refusal('import.empty', { of: 'member' })
}

/** Counts the rows, and finds the 会員ID that stand in more than one. */
function survey(text: string, quoting: Quoting, { columns }: Header) {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  const at = columns.get('customerNo')?.index ?? 0
  let records = 0
  for (const { row, cells, sound } of readRecords(text, quoting)) {
    if (row === 1) continue
    records += 1
    const customerNo = cells[at]?.trim() ?? ''
    if (!sound || customerNo === '') continue
    if (seen.has(customerNo)) repeated.add(customerNo)
    seen.add(customerNo)
  }
  return { records, repeated }
}

function readRow(record: CsvRecord, header: Header, repeated: ReadonlySet<string>): FileMember {
  const { row } = record
  if (!record.sound) {
    const problem = createProblem('row-width', null, row, record.cells.join(','), null)
    return { row, member: null, problems: [ofMember(problem)] }
  }
  const problems: MemberProblem[] = []
  const customerNo = record.cells[header.columns.get('customerNo')?.index ?? 0]?.trim() ?? ''
  const report: Report = (code, placed, at, found) => {
    problems.push(ofMember(createProblem(code, placed?.header ?? null, at, found, customerNo || null)))
  }
  checkNumber(customerNo, row, { header, repeated, report })
  const member = readMember(record, customerNo, header, report)
  checkCells(record, header.columns.values(), report)
  return { row, member: problems.some(({ severity }) => severity === 'error') ? null : member, problems }
}

interface RowChecks {
  readonly header: Header
  readonly repeated: ReadonlySet<string>
  readonly report: Report
}

function checkNumber(customerNo: string, row: number, { header, repeated, report }: RowChecks): void {
  const column = header.columns.get('customerNo') ?? null
  if (customerNo === '') report('required', column, row, '')
  if (customerNo.length > MAX_NUMBER_LENGTH) report('too-long', column, row, customerNo)
  if (repeated.has(customerNo)) report('duplicate-member', column, row, customerNo)
}

function readMember(
  record: CsvRecord,
  customerNo: string,
  { columns, layout }: Header,
  report: Report,
): ImportedMember {
  const reader = createRowReader(record, columns, report)
  const points = reader.number('points') ?? undefined
  if (points !== undefined && points < 0) {
    report('negative-points', columns.get('points') ?? null, record.row, String(points))
  }
  return {
    customerNo,
    updatedAt: reader.instant('updatedAt') ?? reader.instant('registeredAt') ?? null,
    orderer: readOrderer(reader, layout, (found) => {
      report('unknown-job', columns.get('jobName') ?? null, record.row, found)
    }),
    points,
  }
}

const ofMember = ({ orderNo, ...problem }: ImportProblem): MemberProblem => ({ ...problem, customerNo: orderNo })

const telFields = ['tel1', 'tel2', 'tel3'] as const
const faxFields = ['fax1', 'fax2', 'fax3'] as const
const postalFields = ['postalCode1', 'postalCode2'] as const

function readOrderer(
  reader: RowReader,
  { sexes }: MemberLayout,
  unknownJob: (found: string) => void,
): ImportedMember['orderer'] {
  return {
    familyName: reader.text('familyName'),
    givenName: reader.text('givenName'),
    familyKana: reader.text('familyKana'),
    givenKana: reader.text('givenKana'),
    company: reader.text('company'),
    postalCode: readPostalCode(reader.text('postalCode')) ?? readParts(reader, postalFields),
    prefecture: prefectureOf(reader.text('prefecture'), reader.text('prefectureId')),
    address1: reader.text('address1'),
    address2: reader.text('address2'),
    tel: reader.text('tel') ?? readParts(reader, telFields),
    fax: readParts(reader, faxFields),
    email: reader.text('email'),
    sex: readSex(reader, sexes),
    bornOn: reader.day('bornOn'),
    job: firstKnown(reader.number('job'), jobOf(reader.text('jobName'), unknownJob)),
  }
}

/** Undefined as well where the value is unknown (and reported): what the desk has stays. */
function readSex(reader: RowReader, sexes: MemberLayout['sexes']): Sex | null | undefined {
  const known = (field: 'sex' | 'sexName') => {
    const value = reader.master(field, sexes, 'unknown-sex')
    return value === null && reader.text(field) !== '' ? undefined : value
  }
  return firstKnown(known('sex'), known('sexName'))
}

/** An empty cell is a value like any other; only a column that is not there leaves it to the other one. */
function firstKnown<T>(first: T | undefined, other: T | undefined): T | undefined {
  return first === undefined ? other : first
}

/** Number of a 職業 by its name, which is what EC-CUBE 2 writes. */
function jobOf(name: string | undefined, unknown: (found: string) => void): number | null | undefined {
  if (name === undefined) return undefined
  if (name === '') return null
  const at = jobText.indexOf(name)
  if (at >= 0) return at + 1
  unknown(name)
  return undefined
}
