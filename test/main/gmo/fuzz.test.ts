import { describe, expect, it } from 'vitest'
import { createGatewayOver } from '../../../src-main/gmo/gateway.ts'
import type { Gateway } from '../../../src-main/gmo/gateway.ts'
import type { MaskedExchange } from '../../../src-main/gmo/exchange.ts'
import type { Transport } from '../../../src-main/gmo/transport.ts'
import { answeredPass, randomAnswer, randomBody, randomFrom, shopPass, tradePass } from './answer-fuzz.ts'
import { openBench, texts } from './bench.ts'
import { accessId, everyCall, keyWith, orderId } from './every-call.ts'

/** The same answers on every run, so that a change is judged and not the dice; FUZZ_SEED tries others. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_123)
const IN_PROCESS = 100_000
const OVER_HTTP = 2_000
/** So many calls one after the other share a client. */
const ROUND = 500

const credentials = () => Promise.resolve({ shopId: 'tshop00000001', shopPass })
const access = keyWith(tradePass)

/** The passes the client can know: of the shop, of the trade when it sent it, of the answer where it is named. */
function knownPasses(log: readonly MaskedExchange[], answer: Buffer): string[] {
  const sent = log.some((exchange) => 'AccessPass' in exchange.sent) ? [tradePass] : []
  return [shopPass, ...sent, ...(answer.includes(`AccessPass=${answeredPass}`) ? [answeredPass] : [])]
}

const outcomes = ['found', 'missing', 'applied', 'refused', 'unknown', 'not-sent']

/** Makes one call and judges what it says; returns the outcome. */
async function judged(gateway: Gateway, index: number, log: MaskedExchange[], answer: Buffer): Promise<string> {
  log.length = 0
  const call = everyCall[index]
  const result = (await call?.run(gateway, access)) ?? { outcome: 'none' }
  const told = texts([result, log])
  if (knownPasses(log, answer).some((pass) => told.includes(pass)))
    throw new Error(`a pass is told after ${answer.toString('latin1')}: ${told}`)
  if (!outcomes.includes(result.outcome)) throw new Error(`no outcome after ${answer.toString('latin1')}: ${told}`)
  const carriedOut = result.outcome === 'applied' || result.outcome === 'found'
  // Whatever is taken as done must at least have come with the order or the trade asked for, or with a fresh key.
  const named = [orderId, accessId, 'AccessPass='].some((word) => answer.includes(word))
  if (carriedOut && !named) throw new Error(`taken as done: ${answer.toString('latin1')}`)
  return result.outcome
}

function count(counts: Map<string, number>, outcome: string): void {
  counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
}

function print(title: string, runs: number, counts: Map<string, number>): void {
  const list = [...counts].sort().map(([outcome, number]) => `${outcome} ${number}`)
  process.stdout.write(`client fuzz ${title}: ${runs} answers, ${list.join(', ')}, no pass told (seed ${seed})\n`)
}

describe('random answers', () => {
  it(`in process: ${IN_PROCESS} neither break the client nor bring a pass to light`, async () => {
    const random = randomFrom(seed)
    const counts = new Map<string, number>()
    let body: Buffer = Buffer.alloc(0)
    const transport: Transport = {
      send: () => Promise.resolve({ outcome: 'answered', body, gatewayAt: null }),
      close() {},
    }
    const log: MaskedExchange[] = []
    const onExchange = (exchange: MaskedExchange) => void log.push(exchange)
    const gateway = createGatewayOver(transport, { credentials, now: () => 0, onExchange })
    for (let run = 0; run < IN_PROCESS; run += 1) {
      const index = random(everyCall.length)
      body = randomBody(random, index)
      count(counts, await judged(gateway, index, log, body))
    }
    print('in process', IN_PROCESS, counts)
    for (const outcome of ['found', 'applied', 'refused', 'missing', 'unknown']) {
      expect([outcome, (counts.get(outcome) ?? 0) > 20]).toEqual([outcome, true])
    }
  }, 120_000)

  it(`over HTTP: ${OVER_HTTP} neither break the client nor bring a pass to light`, async () => {
    const random = randomFrom(seed + 1)
    const counts = new Map<string, number>()
    for (let done = 0; done < OVER_HTTP; done += ROUND) {
      let answer: Buffer = Buffer.alloc(0)
      let cut = false
      const { gateway, log, server, close } = await openBench(
        ({ socket }) => {
          socket.write(answer)
          if (cut) socket.resetAndDestroy()
          else socket.end()
        },
        { credentials },
      )
      for (let run = 0; run < ROUND; run += 1) {
        const index = random(everyCall.length)
        answer = randomAnswer(random, randomBody(random, index))
        cut = random(20) === 0
        count(counts, await judged(gateway, index, log, answer))
      }
      expect(server.requests.length).toBeLessThanOrEqual(ROUND)
      expect(server.requests.map(({ body }) => body).join('')).toContain(tradePass)
      await close()
    }
    print('over HTTP', OVER_HTTP, counts)
    for (const outcome of ['found', 'applied', 'refused', 'unknown']) expect(counts.has(outcome)).toBe(true)
  }, 120_000)
})

it('the judge sees a pass that is told', async () => {
  const leaky = { outcome: 'applied', receipt: { tranId: answeredPass } }
  expect(texts(leaky)).toContain(answeredPass)
  const gateway = { inquire: () => Promise.resolve(leaky) } as unknown as Gateway
  await expect(judged(gateway, 0, [], Buffer.from(`AccessPass=${answeredPass}`))).rejects.toThrow('a pass is told')
})
