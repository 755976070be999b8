import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, foldMail, foldTel, letterPairs, pairQuery } from '../../src-shared/search-text.ts'

describe('fold', () => {
  it.each([
    ['髙橋', '高橋'],
    ['山﨑', '山崎'],
    ['渡邉', '渡辺'],
    ['渡邊', '渡辺'],
    ['濵田', '浜田'],
    ['濱田', '浜田'],
    ['齋藤', '斎藤'],
    ['齊藤', '斎藤'],
    ['斉藤', '斎藤'],
    ['黒澤', '黒沢'],
    ['廣田', '広田'],
    ['國井', '国井'],
    ['眞田', '真田'],
    ['栁', '柳'],
    ['𠮷野', '吉野'],
    ['やまだ', 'ヤマダ'],
    ['ﾔﾏﾀﾞ', 'ヤマダ'],
    ['ＡＢＣ', 'abc'],
    ['山田　太郎', '山田太郎'],
    ['山田 太郎', '山田太郎'],
    ['①', '1'],
    ['㈱', '(株)'],
    ['葛\u{e0100}城', '葛城'],
    ['コーヒー', 'コーヒー'],
    ['こーひー', 'コーヒー'],
    ['ｺｰﾋｰ', 'コーヒー'],
    ['3ー5', '35'],
    ['3－5', '35'],
    ['3−5', '35'],
    ['3‐5', '35'],
    ['ー', ''],
    [' 　', ''],
    ['竜ヶ崎', '竜ケ崎'],
  ])('%s becomes %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })

  it('keeps different characters and signs apart', () => {
    expect(fold('大')).not.toBe(fold('太'))
    expect(fold('埼玉')).not.toBe(fold('崎玉'))
    expect(fold('コーヒー')).not.toBe(fold('コヒ'))
    expect(fold('100%_引き')).toBe('100%_引キ')
  })

  it('is the same when folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fold(fold(text))).toBe(fold(text))
      }),
    )
  })
})

describe('foldMail and foldTel', () => {
  it('levels width and case of addresses and keeps their hyphens', () => {
    expect(foldMail(' Ｔａｒｏ-Y@Example.JP ')).toBe('taro-y@example.jp')
  })

  it.each(['0985-23-3362', '０９８５－２３－３３６２', '(0985) 23 3362', '0985ー23ー3362', '0985.23.3362'])(
    '%s becomes digits',
    (tel) => {
      expect(foldTel(tel)).toBe('0985233362')
    },
  )
})

/** What the index answers for `query`: entries compared whole, or by their beginning for a single letter. */
function isFound(text: string, query: string): boolean {
  const entries = letterPairs(text).split(' ')
  const { match } = pairQuery(query)
  if (match.endsWith('*')) return entries.some((entry) => entry.startsWith(match.slice(1, -3)))
  return match.split(' AND ').every((term) => entries.includes(term.slice(1, -1)))
}

describe('letter pairs', () => {
  const word = fc.string({
    unit: fc.constantFrom('田', '中', 'ア', '𠀋', '%', '_', '"', "'", '*', 'a', '1', '.'),
    minLength: 1,
    maxLength: 7,
  })

  it('find every text that contains the word, and for one or two letters no other', () => {
    fc.assert(
      fc.property(word, word, (text, query) => {
        const contains = text.includes(query)
        if (contains) expect(isFound(text, query)).toBe(true)
        if (pairQuery(query).isExact) expect(isFound(text, query)).toBe(contains)
      }),
      { numRuns: 2_000 },
    )
  })

  it('are the same however long the text is: neighbours once each, in order, then the last letter', () => {
    const long = fc.string({ unit: fc.constantFrom('田', '中', 'ア', '𠀋', 'a', '1'), maxLength: 90 })
    fc.assert(
      fc.property(long, (text) => {
        const letters = Array.from(text)
        const pairs = letters.map((letter, index) => letter + (letters[index + 1] ?? ''))
        expect(letterPairs(text)).toBe(Array.from(new Set(pairs)).join(' '))
      }),
      { numRuns: 2_000 },
    )
  })

  it('find a word inside any text', () => {
    fc.assert(
      fc.property(word, word, word, (before, query, after) => {
        expect(isFound(before + query + after, query)).toBe(true)
      }),
    )
  })

  it('hold nothing that the index would split or read as its own language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', minLength: 1 }), (text) => {
        const folded = fold(text)
        expect(letterPairs(folded)).toMatch(/^[0-9a-z\u{80}-\u{10ffff} ]*$/u)
      }),
    )
  })
})
