import fc from 'fast-check'
import { expect, it } from 'vitest'
import { orderStatuses } from '../../src-shared/order.ts'
import { pointsMoved } from '../../src-shared/status-move.ts'

it('points go round in a circle without a rest', () => {
  const status = fc.constantFrom(...orderStatuses)
  fc.assert(
    fc.property(fc.array(status, { minLength: 1 }), fc.nat(9999), fc.nat(9999), (path, usedPoints, addedPoints) => {
      const round = [...path, path[0]!]
      const points = { usedPoints, addedPoints }
      const sum = path.reduce((all, from, index) => all + pointsMoved(from, round[index + 1]!, points), 0)
      expect(sum).toBe(0)
    }),
  )
})
