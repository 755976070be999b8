import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSplit, settledSplit, splitProblem } from '../../src-shared/delivery-split.ts'

const lines = [{ quantity: 2 }, { quantity: 1 }]

describe('what goes to which delivery', () => {
  it.each([
    ['nothing said', [[], []], null],
    ['only zeros', [[0, 0], [0]], null],
    [
      'all of it',
      [
        [1, 1],
        [1, 0],
      ],
      null,
    ],
    ['shorter lists, where nothing of the rest goes', [[2, 1], []], null],
    ['too few of the second line', [[2], []], { line: 2, ordered: 1, split: 0 }],
    ['too many of the first', [[2, 1], [1]], { line: 1, ordered: 2, split: 3 }],
    ['a line that is not there', [[2, 1, 4], []], { line: 3, ordered: 0, split: 4 }],
    ['one delivery, which gets everything', [[7, 7]], null],
  ])('%s', (_what, goods, problem) => {
    const found = splitProblem(
      lines,
      goods.map((one) => ({ goods: one })),
    )
    expect(found).toEqual(problem && { code: 'order.split-mismatch', ...problem })
  })

  it('is kept where it sums up to the order, and is nothing otherwise', () => {
    const deliveries = fc.array(fc.record({ goods: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }) }), {
      maxLength: 3,
    })
    const goods = fc.array(fc.record({ quantity: fc.integer({ min: 0, max: 4 }) }), { maxLength: 3 })
    fc.assert(
      fc.property(goods, deliveries, (ordered, places) => {
        const settled = settledSplit(ordered, places)
        expect(splitProblem(ordered, settled)).toBeNull()
        expect(settledSplit(ordered, settled)).toBe(settled)
        if (!isSplit(settled)) {
          for (const place of settled) expect(place.goods).toEqual([])
          return
        }
        for (const [at, line] of ordered.entries())
          expect(settled.reduce((sum, place) => sum + (place.goods[at] ?? NaN), 0)).toBe(line.quantity)
      }),
    )
  })
})
