import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPace, waitAfterSlowing } from '../../../src-main/settlement/bulk-pace.ts'
import { createSlots } from '../../../src-main/settlement/gateway-slots.ts'

const often = (count: number, work: () => boolean): boolean[] => Array.from({ length: count }, work)

describe('the pace of a run', () => {
  it('halves when the 95th percentile doubles, and grows back by one after twenty calm orders each', () => {
    const pace = createPace(8)
    expect(often(40, () => pace.took(800)).some(Boolean)).toBe(false)
    // Two slow ones of twenty make the 95th percentile.
    expect([pace.took(1_700), pace.took(1_700)]).toEqual([false, true])
    expect(pace.limit).toBe(4)
    often(20, () => pace.took(800))
    expect(pace.limit).toBe(5)
    often(60, () => pace.took(800))
    expect(pace.limit).toBe(8)
    often(60, () => pace.took(800))
    expect(pace.limit).toBe(8)
  })

  it('takes what is under a second for noise', () => {
    const pace = createPace(4)
    often(20, () => pace.took(50))
    expect(often(20, () => pace.took(900)).some(Boolean)).toBe(false)
  })

  it('stays between one and the contract’s number, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.option(fc.integer({ min: 0, max: 90_000 }))),
        (most, acts) => {
          const pace = createPace(most)
          for (const act of acts) {
            if (act === null) pace.slowDown()
            else pace.took(act)
            expect(pace.limit).toBeGreaterThanOrEqual(1)
            expect(pace.limit).toBeLessThanOrEqual(most)
          }
        },
      ),
    )
  })

  it('waits 5 to 30 seconds', () => {
    expect([waitAfterSlowing(0), waitAfterSlowing(0.999_999)]).toEqual([5_000, 29_999])
  })
})

describe('slots', () => {
  it('let so many in at a time and everyone in the end, also when one fails', async () => {
    let inside = 0
    let most = 0
    const slots = createSlots(() => 3)
    const works = Array.from({ length: 20 }, (_none, index) =>
      slots(async () => {
        inside += 1
        most = Math.max(most, inside)
        await new Promise((resolve) => setTimeout(resolve, 1))
        inside -= 1
        if (index % 7 === 0) throw new Error('no')
        return index
      }),
    )
    const ends = await Promise.allSettled(works)
    expect(most).toBe(3)
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(3)
  })
})
