import { afterAll, describe, expect, it } from 'vitest'
import type { Gateway } from '../../../src-main/gmo/gateway.ts'
import { parseAnswer, valueOf } from '../../../src-main/gmo/answer.ts'
import { TradeAccess } from '../../../src-main/gmo/trade-access.ts'
import { openBench } from './bench.ts'
import { ok } from './raw-server.ts'
import { bytesOf, recordings } from './recordings.ts'
import type { Recording } from './recordings.ts'

/** How the client makes a recorded call, what it must say of the answer, and where its request differs. */
interface Replay {
  readonly run: (gateway: Gateway) => Promise<unknown>
  readonly expected: unknown
  readonly differs?: { readonly sent: Readonly<Record<string, string>>; readonly why: string }
}

const core = recordings.filter(({ scope }) => scope === 'core')
const refused = (codes: readonly string[]) => ({ outcome: 'refused', errors: codes.map((code) => ({ code })) })
const utc = (...at: [number, number, number, number, number, number]) => Date.UTC(...at)

function keyOf(id: string, pass: string, order = 'A-1'): TradeAccess {
  return new TradeAccess(order, id, pass)
}

const returned = keyOf('f51483bb5892e25754eb85207a582b3c', '07acabfd75965a1141fb9099080a8975')
const changed = keyOf('53423389f2059b97ab86faa87ccf5ebc', '7e0c971d8b63bd6924f88caec7dd056a')
const changedLater = keyOf('9e6c3b46f7fd03ac22693b335286e622', 'faec7412b6090024b0a700cd0218a0f5')
const voided = keyOf('9edcd55b26410aa35cb22017d9fc868f', 'b0797bdf28304deea3cd2013b37987fc')

const receipt = (approve: string, tranId: string, processedAt: number) => ({
  outcome: 'applied',
  receipt: { approve, tranId, forward: '2a99662', processedAt },
})

/** By endpoint, in the order of the recordings; written down by hand, not computed by the code under test. */
const replays: Readonly<Record<string, readonly Replay[]>> = {
  SearchTrade: [
    {
      run: (gateway) => gateway.inquire('1362106772'),
      expected: {
        outcome: 'found',
        trade: {
          gatewayOrderId: '1362106772',
          status: 'unprocessed',
          statusWord: 'UNPROCESSED',
          amountYen: 100,
          taxYen: 0,
          processedAt: utc(2013, 2, 1, 2, 59, 32),
          access: { id: '3618be802c7ac572414274731e50cb6c' },
          itemCode: '0000990',
          tranId: '',
        },
      },
    },
  ],
  SearchTradeMulti: [
    {
      run: (gateway) => gateway.inquireOther('null', 'convenience'),
      expected: refused(['M01051005', 'M01051011', 'M01004002']),
      differs: { sent: { PayType: '3' }, why: 'PayType null cannot be sent' },
    },
  ],
  AlterTran: [
    {
      run: (gateway) => gateway.alter({ access: returned, job: 'returned', amountYen: 100 }),
      expected: receipt('6416260', '1303011158111111111111198880', utc(2013, 2, 1, 2, 59, 35)),
    },
    {
      run: (gateway) => gateway.alter({ access: keyOf('null', 'null'), job: 'sales', amountYen: 1 }),
      expected: { ...refused(['E01090008', 'E01100008', 'E01110002']), state: 'nothing', busy: false },
      differs: { sent: { Amount: '1' }, why: 'Amount null cannot be sent' },
    },
    {
      run: (gateway) => gateway.alter({ access: voided, job: 'voided' }),
      expected: receipt('2074153', '1703011941111111111111875769', utc(2017, 2, 1, 10, 41, 27)),
    },
  ],
  ChangeTran: [
    {
      run: (gateway) => gateway.changeAmount({ access: changed, job: 'authorised', amountYen: 1000 }),
      expected: receipt('6416264', '1303011158111111111111198884', utc(2013, 2, 1, 2, 59, 39)),
    },
    {
      run: (gateway) => gateway.changeAmount({ access: changedLater, job: 'authorised', amountYen: 1000 }),
      expected: receipt('6712106', '1304200441111111111111193613', utc(2013, 3, 19, 19, 43, 46)),
      differs: { sent: {}, why: 'its request was not recorded' },
    },
  ],
  EntryTranPayEasy: [
    {
      run: (gateway) => gateway.registerPayEasy({ gatewayOrderId: '1448103619', amountYen: 100 }),
      expected: {
        outcome: 'applied',
        receipt: { gatewayOrderId: '1448103619', id: '282b61afb9cabee8e72d49db77c08e2f' },
      },
    },
  ],
}

/** Endpoints the client leaves alone, for they take a card; their answers are read by the same grammar. */
const neverCalled = ['EntryTran', 'ExecTran', 'SecureTran']

const called = core.filter(({ endpoint }) => !neverCalled.includes(endpoint))
const cases = called.map((recording, index) => {
  const { endpoint } = recording
  const earlier = called.slice(0, index).filter((one) => one.endpoint === endpoint).length
  return [`${endpoint} ${earlier}`, recording, replays[endpoint]?.[earlier]] as const
})
const counts = { replayed: 0, read: 0 }

async function play(recording: Recording, { run, expected, differs }: Replay): Promise<void> {
  const { gateway, server, close } = await openBench(({ socket }) => socket.end(ok(bytesOf(recording))))
  try {
    expect(await run(gateway)).toMatchObject(expected as object)
    const { ShopID, ShopPass, ...sent } = Object.fromEntries(new URLSearchParams(server.requests[0]?.body))
    expect([ShopID, ShopPass]).toEqual(['tshop00000001', 'secret12'])
    if (recording.request !== undefined) expect(sent).toEqual({ ...recording.request, ...differs?.sent })
  } finally {
    await close()
  }
}

describe('the recordings of the gateway', () => {
  it('are the 29 genuine ones of card and slip trades', () => {
    expect(core).toHaveLength(29)
    expect(cases).toHaveLength(8)
    for (const [endpoint, list] of Object.entries(replays)) {
      expect([endpoint, called.filter((one) => one.endpoint === endpoint).length]).toEqual([endpoint, list.length])
    }
  })

  it.each(cases)('%s: same request, expected values', async (_name, recording, replay) => {
    if (replay === undefined) throw new Error('no replay written for this recording')
    await play(recording, replay)
    counts.replayed += 1
  })

  it.each(
    core.filter(({ endpoint }) => neverCalled.includes(endpoint)).map((one, at) => [`${at} ${one.endpoint}`, one]),
  )('%s: read key by key', (_name, recording) => {
    const answer = parseAnswer(bytesOf(recording))
    const { body } = recording
    if (answer.kind === 'errors') {
      expect(body).toMatch(new RegExp(`^ErrCode=.*&ErrInfo=${answer.codes.join('\\|')}$`))
    } else {
      if (answer.kind !== 'fields') throw new Error(answer.kind)
      const rebuilt = body.split('&').map((pair) => pair.split('=')[0] ?? '')
      expect(rebuilt.map((key) => `${key}=${valueOf(answer.fields, key)}`).join('&')).toBe(body)
      expect(Object.keys(answer.fields)).toHaveLength(rebuilt.length)
    }
    counts.read += 1
  })
})

afterAll(() => {
  const requests = Object.entries(replays).flatMap(([endpoint, list]) =>
    list.flatMap(({ differs }) => (differs === undefined ? [] : [`request of ${endpoint}: ${differs.why}`])),
  )
  const deviations = [`${counts.read} of calls never made (${neverCalled.join(', ')}) read by grammar`, ...requests]
  const total = counts.replayed + counts.read
  process.stdout.write(`client replay: ${total} of ${core.length}, deviations: ${deviations.join('; ')}\n`)
})
