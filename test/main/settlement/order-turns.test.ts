import { describe, expect, it } from 'vitest'
import { createOrderTurns } from '../../../src-main/settlement/order-turns.ts'

function turnsWithSteps() {
  const steps: string[] = []
  const turns = createOrderTurns({ send: () => undefined })
  const slow = (name: string) => async () => {
    steps.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, 20))
    steps.push(`${name} ends`)
    return name
  }
  return { turns, steps, slow }
}

describe('the turns of an order', () => {
  it('refuse a second request while the first is under way', async () => {
    const { turns, slow } = turnsWithSteps()
    const first = turns.take(1, slow('first'))
    await expect(turns.take(1, slow('second'))).rejects.toMatchObject({ failure: { code: 'settlement.in-progress' } })
    expect(await turns.take(2, slow('other'))).toBe('other')
    expect(await first).toBe('first')
  })

  it('a look aside waits for a request, and a request for a look aside', async () => {
    const { turns, steps, slow } = turnsWithSteps()
    const request = turns.take(1, slow('request'))
    const look = turns.lookAside(1, slow('look'))
    await request
    while (!steps.includes('look begins')) await Promise.resolve()
    const later = turns.take(1, slow('later'))
    await Promise.all([look, later])
    expect(steps).toEqual(['request begins', 'request ends', 'look begins', 'look ends', 'later begins', 'later ends'])
  })

  it('of two requests that waited for a look, the second is refused', async () => {
    const { turns, steps, slow } = turnsWithSteps()
    const look = turns.lookAside(1, slow('look'))
    const both = await Promise.allSettled([turns.take(1, slow('one')), turns.take(1, slow('two'))])
    await look
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(steps).toEqual(['look begins', 'look ends', 'one begins', 'one ends'])
  })

  it('are over only when looks are, too, and a look that fails holds nobody', async () => {
    const { turns, steps, slow } = turnsWithSteps()
    const failing = turns.lookAside(1, () => Promise.reject(new Error('no answer')))
    await expect(failing).rejects.toThrow('no answer')
    const look = turns.lookAside(1, slow('look'))
    await turns.ended()
    expect(steps).toEqual(['look begins', 'look ends'])
    await look
  })
})
