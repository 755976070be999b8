import { describe, expect, it } from 'vitest'
import { calls, startupCalls, type Envelope } from '../../src-shared/api.ts'
import { Refusal } from '../../src-shared/failure.ts'
import { roleAllows, roles, type Role } from '../../src-shared/operator.ts'
import { createDispatch } from '../../src-main/dispatch.ts'
import type { Log } from '../../src-main/ports.ts'

const registry = { ...calls, ...startupCalls }

function door(role: Role = 'owner') {
  const logged: string[] = []
  const write = (event: string, fields?: object): void => {
    logged.push(`${event} ${JSON.stringify(fields)}`)
  }
  const log: Log = { info: write, warn: write, error: write }
  const dispatch = createDispatch(
    {
      'orders.count': () => Promise.resolve(7),
      'orders.open': () => Promise.reject(new Refusal('order.not-found', { id: 9 })),
      'products.add': () => Promise.reject(new Error('never reached')),
      'orders.vocabulary': () => Promise.reject(new Error('SECRET in a stack')),
    },
    () => ({ id: 'x', name: 'x', role }),
    log,
  )
  return { dispatch, logged }
}

const failureOf = (envelope: Envelope): string => (envelope.ok ? 'ok' : envelope.failure.code)

describe('the door', () => {
  it('answers a value in an envelope', async () => {
    expect(await door().dispatch('orders.count', { conditions: {} })).toEqual({ ok: true, value: 7 })
  })

  it('turns an expected failure into its code', async () => {
    const answer = await door().dispatch('orders.open', { id: 9 })
    expect(answer).toEqual({ ok: false, failure: { code: 'order.not-found', params: { id: 9 } } })
  })

  it('hides what a bug says from the window and writes it to the log', async () => {
    const { dispatch, logged } = door()
    const answer = await dispatch('orders.vocabulary', {})
    expect(JSON.stringify(answer)).not.toContain('SECRET')
    expect(failureOf(answer)).toBe('bug')
    expect(logged.join()).toContain('SECRET in a stack')
  })

  it.each([
    ['a name that does not exist', 'orders.explode', {}],
    ['a name of the object itself', 'constructor', {}],
    ['another', '__proto__', {}],
  ])('refuses %s', async (_case, name, input) => {
    expect(failureOf(await door().dispatch(name, input))).toBe('call.unknown')
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['an extra key', { conditions: {}, more: 1 }],
    ['an extra key inside', { conditions: { drop: 'table' } }],
    ['a prototype', JSON.parse('{"conditions":{},"__proto__":{"x":1}}')],
    ['a day that does not exist', { conditions: { bornFrom: '2026-02-29' } }],
    ['a text far too long', { conditions: { name: 'x'.repeat(1_000_000) } }],
    ['a fraction of a yen', { conditions: { totalFromYen: 1.5 } }],
  ])('refuses %s as input', async (_case, input: unknown) => {
    expect(failureOf(await door().dispatch('orders.count', input))).toBe('call.invalid')
  })

  it('says which field has a control character, and nothing of what was typed', async () => {
    const answer = await door().dispatch('products.add', {
      ...{ productCode: 'X\u0000Y', name: '煎茶', class1: '', class2: '', unitPriceYen: 1, taxIncluded: true },
      ...{ taxRatePercent: 8, stock: null, picture: null },
    })
    expect(answer).toEqual({
      ok: false,
      failure: {
        code: 'call.invalid',
        params: { call: 'products.add', field: 'productCode', why: 'control-character' },
      },
    })
    const other = await door().dispatch('orders.count', { conditions: { totalFromYen: 1.5 } })
    expect(other).toMatchObject({ failure: { params: { field: 'conditions.totalFromYen' } } })
    expect(JSON.stringify(other)).not.toContain('why')
  })

  it('lets each call through for exactly the roles that may make it', async () => {
    for (const role of roles) {
      const { dispatch } = door(role)
      for (const [name, call] of Object.entries(registry)) {
        const forbidden = failureOf(await dispatch(name, Symbol('not an input'))) === 'call.forbidden'
        const unanswered = !['orders.count', 'orders.open', 'orders.vocabulary'].includes(name)
        if (!unanswered) expect(forbidden, `${role} ${name}`).toBe(!roleAllows(role, call.role))
      }
    }
  })

  it('names a role for every call, and money only from 決済 upwards', () => {
    for (const [name, call] of Object.entries(registry)) expect(roles, name).toContain(call.role)
    for (const name of ['settlement.change', 'settlement.inquire', 'settlement.adopt'] as const) {
      expect(roleAllows('orders', calls[name].role)).toBe(false)
    }
    expect(calls['settings.save-gateway'].role).toBe('owner')
  })
})
