import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectQuoting, readRecords } from '../../../src-main/csv/read-records.ts'
import { escapesOf } from '../../../src-main/csv/php-quoting.ts'
import { decodeWindows31J } from '../../../src-main/text/windows31j.ts'
import { escapeLetters, writeCorrectly, writeLikePhp, type LineEnd } from './csv-writers.ts'

const lineEnds: readonly LineEnd[] = ['\n', '\r\n', '\r']

function read(text: string, encoding: 'cp932' | 'utf-8' = 'cp932') {
  return [...readRecords(text, detectQuoting(text, encoding))]
}

function cellsOf(text: string, encoding: 'cp932' | 'utf-8' = 'cp932') {
  return read(text, encoding).map((record) => record.cells)
}

/** Tables with a plain header, so that the width is known, and cells full of what makes CSV difficult. */
function tables(cell: fc.Arbitrary<string>) {
  return fc
    .integer({ min: 2, max: 6 })
    .chain((width) =>
      fc
        .array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })
        .map((rows) => [Array.from({ length: width }, (_, index) => `列${String(index)}`), ...rows]),
    )
}

const awkward = fc.constantFrom('"', '""', ',', '\n', '\r\n', ' ', '\\', 'a', '漢', 'ｶﾅ', '=', ...escapeLetters)
const awkwardCell = fc.array(awkward, { maxLength: 8 }).map((parts) => parts.join(''))

describe('a correct file', () => {
  it.each(lineEnds)('is read back whatever its cells hold, line ends %j', (lineEnd) => {
    fc.assert(
      fc.property(tables(awkwardCell), (table) => {
        const text = writeCorrectly(table, lineEnd)
        const records = [...readRecords(text, null)]
        expect(records.map((record) => record.cells)).toEqual(table)
        expect(records.every((record) => record.sound)).toBe(true)
        expect(detectQuoting(text, 'cp932')).toBeNull()
      }),
      { numRuns: 2_000 },
    )
  })

  it('is read as csv-parse reads it', () => {
    fc.assert(
      fc.property(tables(awkwardCell), fc.constantFrom<LineEnd>('\n', '\r\n'), (table, lineEnd) => {
        const text = writeCorrectly(table, lineEnd)
        expect(cellsOf(text)).toEqual(parse(text, { record_delimiter: lineEnd }))
      }),
      { numRuns: 2_000 },
    )
  })

  it('needs no line end behind the last record, and blank lines are no records', () => {
    expect(read('a,b\n\n1,2\r\n\r\n"3","4"')).toEqual([
      { row: 1, cells: ['a', 'b'], sound: true },
      { row: 2, cells: ['1', '2'], sound: true },
      { row: 3, cells: ['3', '4'], sound: true },
    ])
    expect(cellsOf('a,b\n1,')).toEqual([
      ['a', 'b'],
      ['1', ''],
    ])
    expect(read('')).toEqual([])
  })

  it('keeps line breaks inside cells as they are', () => {
    expect(cellsOf('a,b\r\n"1\n2\r\n\r\n4",x\r\n')[1]).toEqual(['1\n2\r\n\r\n4', 'x'])
  })
})

describe("PHP's quoting", () => {
  it('finds all letters whose last byte is a backslash', () => {
    const escapes = escapesOf('cp932')
    for (const letter of [...escapeLetters, '\\']) expect([letter, escapes.has(letter)]).toEqual([letter, true])
    expect(escapes.has('漢')).toBe(false)
    expect([...escapesOf('utf-8')]).toEqual(['\\'])
  })

  it('reads the written example', () => {
    const bytes = writeLikePhp(
      [
        ['a', 'b'],
        ['表"x"', '1'],
      ],
      '\r\n',
    )
    expect(decodeWindows31J(bytes)).toBe('a,b\r\n"表"x""",1\r\n')
    expect(cellsOf(decodeWindows31J(bytes))[1]).toEqual(['表"x"', '1'])
  })

  it.each(escapeLetters)('reads back %s before quotes in every place', (letter) => {
    const contents = [`${letter}"x"`, `"${letter}"`, `${letter}""`, `${letter}" x`, `x${letter}`, letter, `${letter}"`]
    const table = [['a', 'b', 'c'], ...contents.map((content) => ['1', content, '"2"'])]
    expect(cellsOf(decodeWindows31J(writeLikePhp(table, '\n')))).toEqual(table)
  })

  it('reads a quote before a comma or a line break by the width of the header', () => {
    const table = [
      ['a', 'b', 'c'],
      ['1', '表",2', '3'],
      ['1', 'ソ"\n2', '3'],
      ['1', '能"\r\n2', '"3"'],
      ['1', '2', '予"'],
      ['1', '十",能",x', ''],
    ]
    for (const lineEnd of lineEnds) {
      expect(cellsOf(decodeWindows31J(writeLikePhp(table, lineEnd)))).toEqual(table)
    }
  })

  it('gives back what PHP wrote', () => {
    fc.assert(
      fc.property(tables(awkwardCell), fc.constantFrom<LineEnd>('\n', '\r\n'), (table, lineEnd) => {
        expect(cellsOf(decodeWindows31J(writeLikePhp(table, lineEnd)))).toEqual(table)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('a file with broken rows', () => {
  it('names the rows and reads the others', () => {
    const records = read('a,b,c\n1,2\n1,2,3\n1,2,3,4\n"1","2","x\ny"\n1,"2"x,3\n7,8,9\n')
    expect(records.filter((record) => !record.sound).map((record) => record.row)).toEqual([2, 4, 6])
    expect(records.filter((record) => record.sound).map((record) => record.cells[2])).toEqual(['c', '3', 'x\ny', '9'])
  })

  it('loses no row behind a quote that never closes', () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${String(index)},"x y",z`)
    const records = read(['a,b,c', 'bad,"open,z', ...rows].join('\n'))
    expect(records.filter((record) => record.sound).map((record) => record.cells[0])).toEqual([
      'a',
      ...rows.map((_, index) => String(index)),
    ])
  })

  it('takes stray quotes as they stand when the width then fits', () => {
    expect(read('a,b\n"5" nail",1\nx\n')).toEqual([
      { row: 1, cells: ['a', 'b'], sound: true },
      { row: 2, cells: ['5" nail', '1'], sound: true },
      { row: 3, cells: ['x'], sound: false },
    ])
  })

  it('ends in bounded time on a record that can be read in very many ways', () => {
    const record = `${'"表",'.repeat(60)}"表"`
    const records = read(`a,b\n${record}\n1,2\n`)
    expect(records.map((one) => one.sound)).toEqual([true, false, true])
  })

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(awkward, { maxLength: 60 }), (parts) => {
        const records = read(parts.join(''))
        const width = records[0]?.cells.length
        for (const record of records) expect(!record.sound || record.cells.length === width).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})
