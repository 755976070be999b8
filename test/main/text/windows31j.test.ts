import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeWindows31J,
  encodeWindows31J,
  findUnencodable,
  foldForWindows31J,
  unencodable,
} from '../../../src-main/text/windows31j.ts'

const hex = (text: string) => encodeWindows31J(text).toString('hex')

describe('folding', () => {
  it.each([
    ['\u301c', '\uff5e', '8160'],
    ['\u2212', '\uff0d', '817c'],
    ['\u2016', '\u2225', '8161'],
    ['\u2014', '\u2015', '815c'],
    ['\u00a2', '\uffe0', '8191'],
    ['\u00a3', '\uffe1', '8192'],
    ['\u00ac', '\uffe2', '81ca'],
  ])('%s becomes %s', (from, to, bytes) => {
    expect(foldForWindows31J(`a${from}b${from}`)).toBe(`a${to}b${to}`)
    expect(hex(from)).toBe(bytes)
    expect(unencodable(from)).toEqual([])
  })

  it('leaves everything else alone', () => {
    const text = 'ガーデン～①㈱№Ⅰ㎡髙﨑 A-z_0?'
    expect(foldForWindows31J(text)).toBe(text)
  })
})

describe('encoding', () => {
  it.each([
    ['①', '8740'],
    ['～', '8160'],
    ['髙', 'fbfc'],
    ['﨑', 'fab1'],
    ['㈱', '878a'],
    ['ｶﾅ', 'b6c5'],
    ['ポ', '837c'],
    ['', ''],
  ])('%s is %s', (text, bytes) => {
    expect(hex(text)).toBe(bytes)
    expect(decodeWindows31J(Buffer.from(bytes, 'hex'))).toBe(text)
  })

  it('names what cannot be written, with its place', () => {
    expect(findUnencodable('𠮷野家?😀é')).toEqual([
      { index: 0, character: '𠮷' },
      { index: 5, character: '😀' },
      { index: 7, character: 'é' },
    ])
    expect(unencodable('😀a😀é')).toEqual(['😀', 'é'])
    expect(unencodable('御社は何故? ほんと??')).toEqual([])
    expect(unencodable('\ud83d')).toEqual(['\ud83d'])
  })

  it('reads a view into a larger buffer', () => {
    const whole = Buffer.from('58838c5a', 'hex')
    expect(decodeWindows31J(whole.subarray(1, 3))).toBe('レ')
  })
})

describe('properties', () => {
  it('text without lost characters survives the round trip, folded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        // U+00A5 and U+203E share their byte with backslash and tilde, so they come back as those.
        fc.pre(unencodable(text).length === 0 && !/[\u00a5\u203e]/.test(text))
        expect(decodeWindows31J(encodeWindows31J(text))).toBe(foldForWindows31J(text))
      }),
      { numRuns: 3_000 },
    )
  })

  it('every lost character stands where it is said to stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        for (const { index, character } of findUnencodable(text)) {
          expect(text.startsWith(character, index)).toBe(true)
          expect(hex(character)).toBe('3f')
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
