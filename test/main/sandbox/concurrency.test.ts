import { connect } from 'node:net'
import { expect, it } from 'vitest'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { alter, authorise, errorsOf, inquire, openSandbox, post, SHOP_FIELDS, valueOf } from './sandbox-bench.ts'

it('turns a second request for a trade away while the first still runs, and applies one of them', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  const before = sandbox.ledger.mutations().length
  sandbox.setLatency(500, 500)
  const answers = await Promise.all(Array.from({ length: 12 }, () => alter(sandbox, keys, 'JobCd=SALES&Amount=5775')))
  const errors = answers.map((answer) => errorsOf(answer).join('|')).sort()
  expect(errors[0]).toBe('')
  // Whoever arrives after the first is done meets the new state; everybody else meets the lock.
  for (const error of errors.slice(1)) expect(['E90010001', 'E11010003']).toContain(error)
  expect(errors.filter((error) => error === 'E90010001').length).toBeGreaterThan(0)
  expect(sandbox.ledger.mutations()).toHaveLength(before + 1)
})

it('applies at most one of many equal requests when nothing is slow', async () => {
  const sandbox = await openSandbox()
  for (let index = 0; index < 20; index += 1) {
    const keys = await authorise(sandbox, `o-${index}`)
    const answers = await Promise.all(
      ['SALES&Amount=5775', 'VOID', 'SALES&Amount=5775', 'VOID'].map((rest) => alter(sandbox, keys, `JobCd=${rest}`)),
    )
    const done = answers.filter((answer) => errorsOf(answer).length === 0).length
    // SALES may be followed by VOID of the same day; nothing can follow VOID, and no word works twice.
    const words = sandbox.ledger
      .mutations(`o-${index}`)
      .slice(2)
      .map((one) => one.jobCd)
    expect([['SALES', 'VOID'], ['VOID']]).toContainEqual(words)
    expect(done).toBe(words.length)
  }
})

it('inquiries are answered with the old state while a change still runs', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  sandbox.addFault({ kind: 'delay', endpoint: 'AlterTran.idPass', ms: 500 })
  const change = alter(sandbox, keys, 'JobCd=VOID')
  expect(valueOf(await inquire(sandbox, 'a-1'), 'Status')).toBe('AUTH')
  await change
  expect(valueOf(await inquire(sandbox, 'a-1'), 'Status')).toBe('VOID')
})

it('registers one trade when the same order comes many times at once', async () => {
  const sandbox = await openSandbox()
  sandbox.setLatency(0, 20)
  const body = `${SHOP_FIELDS}&OrderID=a-1&JobCd=AUTH&Amount=100`
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(sandbox, 'EntryTran', body)))
  expect(answers.filter((answer) => errorsOf(answer).length === 0)).toHaveLength(1)
  expect(sandbox.ledger.trades()).toHaveLength(1)
})

it('turns requests away above the limit of the contract', async () => {
  const sandbox = await openSandbox({ rules: { maxConcurrent: 2 } })
  const keys = await Promise.all(['a-1', 'a-2'].map((orderId) => authorise(sandbox, orderId)))
  keys.push(await authorise(sandbox, 'a-3'))
  sandbox.setLatency(500, 500)
  const answers = await Promise.all(keys.map((one) => alter(sandbox, one, 'JobCd=VOID')))
  expect(answers.flatMap(errorsOf)).toEqual(['E92000001'])
})

it('goes on when the client has left', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  sandbox.addFault({ kind: 'delay', endpoint: 'AlterTran.idPass', ms: 1500 })
  const body = `${SHOP_FIELDS}&${keys}&JobCd=VOID`
  const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1')
  socket.write(
    'POST /payment/AlterTran.idPass HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/x-www-form-urlencoded\r\n' +
      `Content-Length: ${body.length}\r\n\r\n${body}`,
  )
  await expect.poll(() => errorsOfBusy(sandbox, keys), { timeout: 10_000 }).toBe('E90010001')
  socket.destroy()
  await expect.poll(() => sandbox.ledger.trade('a-1')?.status, { timeout: 10_000 }).toBe('VOID')
  await expect.poll(() => sandbox.requests().at(-1)?.outcome, { timeout: 10_000 }).toBe('ok')
})

it('drops what is still waiting when it closes', async () => {
  const sandbox = await openSandbox()
  const keys = await authorise(sandbox, 'a-1')
  sandbox.addFault({ kind: 'delay', endpoint: 'AlterTran.idPass', ms: 60_000 })
  const waiting = alter(sandbox, keys, 'JobCd=VOID')
  const broken = expect(waiting).rejects.toThrow()
  await expect.poll(() => errorsOfBusy(sandbox, keys), { timeout: 10_000 }).toBe('E90010001')
  await sandbox.close()
  await broken
})

/** The lock is the sign that an earlier request is inside. */
async function errorsOfBusy(sandbox: Sandbox, keys: string): Promise<string> {
  return errorsOf(await alter(sandbox, keys, 'JobCd=CHECK')).join('|')
}
