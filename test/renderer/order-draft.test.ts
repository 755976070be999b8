import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orderChangesSchema } from '../../src-shared/order.ts'
import { draftOf, fieldOf, isDirty, mergeDraft, readChanges, setField } from '../../src-renderer/order-draft.ts'
import { sampleOrder } from '../support/sample-orders.ts'

const today = '2026-11-23'
const word = fc.constantFrom('', 'あ', 'い', 'う')
const keys = ['status', 'note', '550:trackingNo', '550:timeSlot', '550:requestedOn', '550:trackingUrl']

describe('the draft of an order', () => {
  it('sends only what was changed, in a form the core accepts', () => {
    const order = sampleOrder(55)
    let draft = setField(draftOf(order), 'status', 'shipped')
    draft = setField(draft, '550:trackingNo', ' 1234 ')
    draft = setField(draft, '550:requestedOn', '')
    const { changes, problems } = readChanges(order, draft, today)
    expect(problems).toEqual({})
    expect(orderChangesSchema.parse(changes)).toEqual({
      status: 'shipped',
      deliveries: [{ id: 550, trackingNo: '1234', requestedOn: null }],
    })
  })

  it('an untouched order has no changes', () => {
    const order = sampleOrder(55)
    expect(isDirty(order, draftOf(order))).toBe(false)
    expect(readChanges(order, draftOf(order), today).changes).toEqual({})
  })

  it('says what has to be corrected', () => {
    const order = sampleOrder(55)
    let draft = setField(draftOf(order), '550:requestedOn', 'あした')
    draft = setField(draft, '550:trackingUrl', 'javascript:alert(1)')
    expect(Object.keys(readChanges(order, draft, today).problems).sort()).toEqual([
      '550:requestedOn',
      '550:trackingUrl',
    ])
  })
})

describe('someone saved meanwhile', () => {
  it('loses no text of either side, whatever both changed', () => {
    const side = fc.record({ note: word, slot: word, no: word })
    fc.assert(
      fc.property(side, side, side, (base, mine, theirs) => {
        const order = (of: typeof base, version: number) => {
          const sample = sampleOrder(55)
          const deliveries = sample.deliveries.map((one) => ({ ...one, timeSlot: of.slot, trackingNo: of.no }))
          return { ...sample, version, note: of.note, deliveries }
        }
        const draft = draftOf(order(mine, 1))
        const merged = mergeDraft(order(base, 1), draft, order(theirs, 2))
        const now = { ...order(theirs, 2) }
        for (const key of keys) {
          const [was, my, their] = [fieldOf(order(base, 1), key), fieldOf(order(mine, 1), key), fieldOf(now, key)]
          const stands = draftField(merged.draft, key)
          const asked = merged.conflicts.some((one) => one.key === key)
          expect(stands).toBe(my === was ? their : my)
          expect(asked).toBe(my !== was && their !== was && my !== their)
        }
      }),
    )
  })

  it('shows what was typed for a delivery that is gone', () => {
    const order = sampleOrder(55)
    const draft = setField(draftOf(order), '550:trackingNo', '1234')
    const { conflicts } = mergeDraft(order, draft, { ...order, version: 2, deliveries: [] })
    expect(conflicts).toEqual([expect.objectContaining({ mine: '1234', keepable: false })])
  })
})

function draftField(draft: ReturnType<typeof draftOf>, key: string): string {
  if (key === 'status' || key === 'note') return draft[key]
  const field = key.split(':')[1] as 'trackingNo' | 'timeSlot' | 'requestedOn' | 'trackingUrl'
  return draft.deliveries[0]?.[field] ?? ''
}
