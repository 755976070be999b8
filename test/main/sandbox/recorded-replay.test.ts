import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fieldsOf, openSandbox, pairsOf, post, SHOP } from './sandbox-bench.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'

interface Recording {
  readonly flow: string
  readonly seq: number
  readonly endpoint: string
  readonly recordedAt: string
  readonly requestRaw: string | null
  readonly responseBody: string
}

const lines = readFileSync(new URL('../../fixtures/sandbox/recorded-core.jsonl', import.meta.url), 'utf8').trim()
const recordings = lines.split('\n').map((line) => JSON.parse(line) as Recording)

/** Values the gateway draws: only their shape can be compared. Times may differ by the seconds a request took. */
const shapes: Readonly<Record<string, RegExp>> = {
  AccessID: /^[0-9a-f]{32}$/,
  AccessPass: /^[0-9a-f]{32}$/,
  Approve: /^[ 0-9][0-9]{6}$/,
  TranID: /^[0-9]{10}1{12}[0-9]{6}$/,
  CheckString: /^[0-9a-f]{32}$/,
  TranDate: /^[0-9]{14}$/,
  ProcessDate: /^[0-9]{14}$/,
}

/** A recorded request with the shop of the sandbox and the keys it gave out itself. */
function retold(recording: Recording, keys: ReadonlyMap<string, string>): string {
  const swapped = (recording.requestRaw ?? '')
    .replaceAll(/<SHOP_ID>|<ShopID>/g, SHOP.shopId)
    .replaceAll(/<SHOP_PASS>|<ShopPass>/g, SHOP.shopPass)
  return [...keys].reduce((body, [theirs, ours]) => body.replaceAll(theirs, ours), swapped)
}

function learn(keys: Map<string, string>, theirs: string, ours: string): void {
  for (const name of ['AccessID', 'AccessPass']) {
    const [from, to] = [fieldsOf(theirs).get(name), fieldsOf(ours).get(name)]
    if (from !== undefined && to !== undefined) keys.set(from, to)
  }
}

function compare(name: string, theirs: string, ours: string): void {
  const shape = shapes[name]
  if (shape === undefined || theirs === '') {
    expect(ours, name).toBe(theirs)
    return
  }
  expect(ours, name).toMatch(shape)
  expect(theirs, name).toMatch(shape)
}

async function replay(sandbox: Sandbox, recording: Recording, keys: Map<string, string>): Promise<void> {
  sandbox.setNow(Date.parse(recording.recordedAt))
  const ours = await post(sandbox, recording.endpoint.replace('.idPass', ''), retold(recording, keys))
  const theirs = recording.responseBody
  expect(
    pairsOf(ours).map(([name]) => name),
    `${recording.flow} ${recording.endpoint}`,
  ).toEqual(pairsOf(theirs).map(([name]) => name))
  const answered = fieldsOf(ours)
  for (const [name, value] of pairsOf(theirs)) compare(name, value, answered.get(name) ?? '')
  for (const name of ['TranDate', 'ProcessDate']) {
    const [a, b] = [fieldsOf(theirs).get(name), answered.get(name)]
    if (a !== undefined && b !== undefined) expect(Math.abs(Number(a) - Number(b)), name).toBeLessThanOrEqual(5)
  }
  learn(keys, theirs, ours)
}

it('answers every recorded exchange with the same keys, codes and shapes', async () => {
  const sandbox = await openSandbox()
  const keys = new Map<string, string>()
  const replayable = recordings
    .filter((recording) => recording.requestRaw !== null)
    .sort((a, b) => Date.parse(a.recordedAt) - Date.parse(b.recordedAt))
  for (const recording of replayable) await replay(sandbox, recording, keys)
  expect(replayable).toHaveLength(25)
})

it('has the key order of the recorded answers whose requests were not kept', async () => {
  const sandbox = await openSandbox()
  const orphans = recordings.filter((recording) => recording.requestRaw === null)
  const shop = `ShopID=${SHOP.shopId}&ShopPass=${SHOP.shopPass}`
  const entry = await post(sandbox, 'EntryTran', `${shop}&OrderID=1366398099976&JobCd=AUTH&Amount=100`)
  const paid = `${entry}&OrderID=1366398099976&Method=1&CardNo=4111111111111111&Expire=1405`
  const exec = await post(sandbox, 'ExecTran', `${paid}&ClientField1=hogehoge&ClientFieldFlag=1`)
  const change = await post(sandbox, 'ChangeTran', `${shop}&${entry}&JobCd=AUTH&Amount=1000`)
  const ours = new Map([
    ['EntryTran.idPass', entry],
    ['ExecTran.idPass', exec],
    ['ChangeTran.idPass', change],
  ])
  for (const { endpoint, responseBody } of orphans) {
    const names = pairsOf(responseBody).map(([name]) => name)
    expect(pairsOf(ours.get(endpoint) ?? '').map(([name]) => name)).toEqual(names)
  }
  expect(orphans).toHaveLength(3)
})
