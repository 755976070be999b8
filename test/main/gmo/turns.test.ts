import { afterEach, describe, expect, it } from 'vitest'
import { createGateway } from '../../../src-main/gmo/gateway.ts'
import type { Gateway } from '../../../src-main/gmo/gateway.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { createTurns } from '../../../src-main/gmo/turns.ts'
import { ok, startRawServer } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'
import { recordingsOf, unpaidBody } from './recordings.ts'

const opened: { close: () => unknown }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close()
})

const [returned] = recordingsOf('AlterTran')
const access = new TradeAccess('1362106772', returned?.request?.['AccessID'] ?? '', 'the-pass')

describe('turns', () => {
  it('are given in the order of asking, one at a time for each key', async () => {
    const turns = createTurns()
    const seen: string[] = []
    const work = async (key: string, name: string) => {
      const release = await turns.take(key)
      seen.push(`${name} in`)
      await Promise.resolve()
      seen.push(`${name} out`)
      release()
    }
    await Promise.all([work('a', '1'), work('a', '2'), work('b', '3'), work('a', '4')])
    const ofA = seen.filter((step) => !step.startsWith('3'))
    expect(ofA).toEqual(['1 in', '1 out', '2 in', '2 out', '4 in', '4 out'])
    expect(seen.indexOf('3 in')).toBeLessThan(seen.indexOf('2 in'))
  })
})

describe('calls for one trade', () => {
  /** A gateway whose server holds every request back until told to answer it. */
  async function held(): Promise<{
    gateway: Gateway
    waiting: RawRequest[]
    arrived: (count: number) => Promise<void>
  }> {
    const waiting: RawRequest[] = []
    let wake = () => {}
    const server = await startRawServer((request) => {
      waiting.push(request)
      wake()
    })
    const gateway = createGateway({
      baseUrl: `http://127.0.0.1:${server.port}`,
      credentials: () => Promise.resolve({ shopId: 'tshop00000001', shopPass: 'secret12' }),
      now: () => 0,
    })
    opened.push(gateway, server)
    const arrived = async (count: number) => {
      while (waiting.length < count) await new Promise<void>((resolve) => (wake = resolve))
    }
    return { gateway, waiting, arrived }
  }

  const answer = (request: RawRequest | undefined) =>
    request?.socket.end(ok(request.head.includes('AlterTran') ? (returned?.body ?? '') : unpaidBody))

  it('go out one after the other', async () => {
    const { gateway, waiting, arrived } = await held()
    const first = gateway.inquire('1362106772')
    const change = gateway.alter({ access, job: 'returned' })
    const last = gateway.inquire('1362106772')
    await arrived(1)
    expect(waiting).toHaveLength(1)
    answer(waiting[0])
    await first
    await arrived(2)
    expect(waiting).toHaveLength(2)
    expect(waiting[1]?.head).toContain('AlterTran')
    answer(waiting[1])
    expect(await change).toMatchObject({ outcome: 'applied' })
    await arrived(3)
    answer(waiting[2])
    expect(await last).toMatchObject({ outcome: 'found' })
  })

  it('a second change of the same trade is a bug, and does not harm the first', async () => {
    const { gateway, waiting, arrived } = await held()
    const first = gateway.alter({ access, job: 'returned' })
    await expect(gateway.alter({ access, job: 'returned' })).rejects.toThrow('already being changed')
    await arrived(1)
    answer(waiting[0])
    expect(await first).toMatchObject({ outcome: 'applied' })
    expect(waiting).toHaveLength(1)
    const again = gateway.alter({ access, job: 'returned' })
    await arrived(2)
    answer(waiting[1])
    expect(await again).toMatchObject({ outcome: 'applied' })
  })

  it('other trades do not wait', async () => {
    const { gateway, waiting, arrived } = await held()
    const both = [gateway.inquire('1362106772'), gateway.inquire('9')]
    await arrived(2)
    for (const request of waiting) answer(request)
    expect(await Promise.all(both)).toMatchObject([{ outcome: 'found' }, { outcome: 'unknown', reason: 'otherTrade' }])
  })

  it('closing ends them all, each saying what is known', async () => {
    const { gateway, arrived } = await held()
    const calls = [gateway.alter({ access, job: 'returned' }), gateway.inquire('1362106772')]
    await arrived(1)
    gateway.close()
    expect(await Promise.all(calls)).toEqual([
      { outcome: 'unknown', reason: 'aborted' },
      { outcome: 'not-sent', reason: 'aborted' },
    ])
  })

  it('a change is not sent when it is no longer wanted after the wait for its turn', async () => {
    const { gateway, waiting, arrived } = await held()
    const inquiry = gateway.inquire('1362106772')
    await arrived(1)
    let wanted = true
    const asked: boolean[] = []
    const change = gateway.alter({ access, job: 'returned', amountYen: 1 }, () => {
      asked.push(wanted)
      return wanted
    })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(asked).toEqual([])
    wanted = false
    waiting[0]?.socket.end(ok(unpaidBody))
    expect((await inquiry).outcome).toBe('found')
    expect(await change).toEqual({ outcome: 'not-sent', reason: 'withheld' })
    expect(asked).toEqual([false])
    expect(waiting).toHaveLength(1)
  })
})
