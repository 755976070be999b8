import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  emptyChain,
  nextLine,
  readChain,
  type WitnessEvent,
  type WitnessFile,
} from '../../../src-main/settlement/witness-line.ts'

/** Lines of every kind that follow each other in a shop: operations, links, numbers. */
function madeEvent(index: number): WitnessEvent {
  const numbers = { orderNo: String(index), gatewayOrderNo: `${index}-1`, amountYen: 1_000 + index }
  if (index % 5 === 3) {
    const times = { issuedAt: 1_000 + index, expiresAt: 9_000 + index }
    return { kind: 'link', ...numbers, nth: 1, job: 'authorised', threeDSecure: index % 2 === 0, ...times }
  }
  if (index % 5 === 4) return { kind: 'number', last: 1_000 + index }
  return {
    kind: index % 2 === 0 ? 'intent' : 'result',
    ...{ operation: `op-${Math.floor(index / 2)}`, attempt: 1, ...numbers },
    ...{ trade: 'card', action: 'sales', state: 'applied', codes: '' },
  }
}

/** A chain of `count` lines over files of `perFile` lines. */
function madeFiles(count: number, perFile: number): WitnessFile[] {
  let end = emptyChain
  const texts: string[] = []
  for (let index = 0; index < count; index += 1) {
    const { text, line } = nextLine(end, 1_000 + index, madeEvent(index))
    end = { length: line.seq, hash: line.hash }
    texts.push(text)
  }
  const files: WitnessFile[] = []
  for (let from = 0; from < count; from += perFile) {
    const month = String(files.length + 1).padStart(2, '0')
    files.push({ name: `journal-2026${month}.jsonl`, text: texts.slice(from, from + perFile).join('') })
  }
  return files
}

const shape = fc.record({ count: fc.integer({ min: 3, max: 24 }), perFile: fc.integer({ min: 1, max: 10 }) })

/** One way of changing what was written. `at` and `letter` pick the place. */
type Tamper = (files: WitnessFile[], at: number, letter: number) => WitnessFile[]
const change = (files: WitnessFile[], place: number, text: (old: string) => string) =>
  files.map((file, index) => (index === place % files.length ? { ...file, text: text(file.text) } : file))
const linesOf = (text: string) => text.split('\n').slice(0, -1)
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
const allLines = (files: readonly WitnessFile[]) => files.flatMap(({ text }) => linesOf(text))
/** Puts other lines into the same files. */
const spread = (files: readonly WitnessFile[], lines: readonly string[]): WitnessFile[] => {
  const rest = [...lines]
  return files.map((file, index) => ({
    ...file,
    text: joined(index === files.length - 1 ? rest : rest.splice(0, linesOf(file.text).length)),
  }))
}

const tamperings: Readonly<Record<string, Tamper>> = {
  'a letter is another': (files, at, letter) =>
    change(files, at, (old) => {
      const place = letter % old.length
      return `${old.slice(0, place)}${old[place] === '7' ? '8' : '7'}${old.slice(place + 1)}`
    }),
  'a letter is gone': (files, at, letter) =>
    change(files, at, (old) => {
      // Without the very last newline the last line is torn, which is what a crash leaves.
      const place = letter % (old.length - 1)
      return old.slice(0, place) + old.slice(place + 1)
    }),
  'a blank is added': (files, at, letter) =>
    change(files, at, (old) => {
      const place = letter % old.length
      return `${old.slice(0, place)} ${old.slice(place)}`
    }),
  'a line is gone from the middle': (files, at) => {
    const lines = allLines(files)
    return spread(files, lines.toSpliced(at % (lines.length - 1), 1))
  },
  'two lines changed places': (files, at, letter) => {
    const lines = allLines(files)
    const [a, b] = [at % lines.length, (at + 1 + (letter % (lines.length - 1))) % lines.length]
    return spread(files, lines.with(a, lines[b] ?? '').with(b, lines[a] ?? ''))
  },
  'a line is there twice': (files, at) => {
    const lines = allLines(files)
    return spread(files, lines.toSpliced(at % lines.length, 0, lines[at % lines.length] ?? ''))
  },
  'a line is forged with its own hash': (files, at) => {
    const lines = allLines(files)
    const forged = nextLine(emptyChain, 1, { kind: 'begin' }).text.trimEnd()
    return spread(files, lines.with(at % lines.length, forged))
  },
  'the first lines are gone': (files, at) => {
    const lines = allLines(files)
    return spread(files, lines.slice(1 + (at % (lines.length - 1))))
  },
}

describe('I7: the witness is a chain', () => {
  it('reads what was written, across its files', () => {
    fc.assert(
      fc.property(shape, ({ count, perFile }) => {
        const chain = readChain(madeFiles(count, perFile))
        expect(chain).toMatchObject({ broken: null, tornBytes: 0, end: { length: count } })
        expect(chain.lines).toHaveLength(count)
      }),
    )
  })

  it('finds 1,000 random tamperings of 8 kinds', () => {
    const found = new Map<string, number>()
    fc.assert(
      fc.property(shape, fc.constantFrom(...Object.keys(tamperings)), fc.nat(), fc.nat(), (made, name, at, letter) => {
        const before = madeFiles(made.count, made.perFile)
        const after = tamperings[name]?.(before, at, letter) ?? before
        fc.pre(JSON.stringify(after) !== JSON.stringify(before))
        const [chain, whole] = [readChain(after), readChain(before)]
        // A newline that became another letter makes the last line a torn one: then the data file misses it.
        const missing = chain.lines[whole.end.length - 1]?.hash !== whole.end.hash
        expect(chain.broken !== null || missing, name).toBe(true)
        found.set(name, (found.get(name) ?? 0) + 1)
      }),
      { numRuns: 1_000 },
    )
    expect(found.size).toBe(Object.keys(tamperings).length)
  })

  it('takes a last line that a crash cut off at any letter as torn, and keeps every line before it', () => {
    fc.assert(
      fc.property(shape, fc.nat(), ({ count, perFile }, at) => {
        const files = madeFiles(count, perFile)
        const last = files.at(-1)
        if (last === undefined) throw new Error('no files')
        const lines = linesOf(last.text)
        const kept = joined(lines.slice(0, -1))
        const cut = kept.length + (at % (last.text.length - kept.length))
        const chain = readChain([...files.slice(0, -1), { ...last, text: last.text.slice(0, cut) }])
        expect(chain.broken).toBeNull()
        expect(chain.end.length).toBe(count - 1)
        expect(chain.tornBytes).toBe(cut - kept.length)
      }),
      { numRuns: 300 },
    )
  })

  it('does not take a cut in any file but the last for a crash', () => {
    const [first, ...rest] = madeFiles(9, 3)
    if (first === undefined) throw new Error('no files')
    const chain = readChain([{ ...first, text: first.text.slice(0, -5) }, ...rest])
    expect(chain.broken).toEqual({ file: first.name, line: 3 })
  })
})
