import { readFileSync } from 'node:fs'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import { afterAll, describe, expect, it } from 'vitest'
import { networkFaults, SLOW_MS } from '../../../src-main/sandbox/network-faults.ts'
import type { NetworkFault } from '../../../src-main/sandbox/network-faults.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import { alter, authorise, control, errorsOf, inquire, openSandbox, SHOP_FIELDS, valueOf } from './sandbox-bench.ts'

const pem = (name: string) => readFileSync(new URL(`../../fixtures/gmo/tls/${name}.pem`, import.meta.url), 'utf8')

/** What a client that gives up after `limitMs` without an answer has read by then. */
async function rawAlter(sandbox: Sandbox, keys: string, limitMs: number): Promise<{ text: string; ended: string }> {
  const body = `${SHOP_FIELDS}&${keys}&JobCd=VOID`
  const head =
    'POST /payment/AlterTran.idPass HTTP/1.1\r\nHost: sandbox\r\n' +
    `Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`
  return new Promise((resolve) => {
    let text = ''
    const socket = connectTcp(Number(new URL(sandbox.url).port), '127.0.0.1', () => socket.write(head + body))
    const end = (ended: string) => {
      clearTimeout(limit)
      socket.destroy()
      resolve({ text, ended })
    }
    const limit = setTimeout(end, limitMs, 'gave up')
    socket.on('data', (part) => (text += part.toString('latin1')))
    socket.on('error', () => {
      end('broken')
    })
    socket.on('end', () => {
      end('closed')
    })
  })
}

type Ordered = Extract<NetworkFault, { madeBy: 'order' }>
const ordered = networkFaults.filter((fault): fault is Ordered => fault.madeBy === 'order')
const statusLine = (status: number) => new RegExp(`^HTTP/1.1 ${status} `)

/** What the client sees of each fault: how the connection ended and what had come by then. */
const seen: Readonly<Record<string, readonly [ended: string, text: RegExp]>> = {
  'reset-on-connect': ['broken', /^$/],
  'reset-mid-request': ['broken', /^$/],
  'reset-before-apply': ['broken', /^$/],
  'reset-after-apply': ['broken', /^$/],
  'silent-before-apply': ['gave up', /^$/],
  'silent-after-apply': ['gave up', /^$/],
  'applied-late': ['gave up', /^$/],
  'answered-late': ['gave up', /^$/],
  'slow-answer': ['gave up', /^HTTP\/1.1 200 OK(?![\s\S]*TranDate=\d{14})/],
  'headers-only': ['closed', /Content-Length: \d{3}[\s\S]*\r\n\r\n$/],
  truncated: ['closed', /\r\n\r\nAccessID=[0-9a-f]{32}&[^\r]*$/],
  'cut-short': ['closed', /\r\n\r\nAccessID=(?![\s\S]*TranDate=)/],
  empty: ['closed', /Content-Length: 0\r\n\r\n$/],
  html: ['closed', /text\/html[\s\S]*<h1>/],
  'wrong-charset': ['closed', /UTF-16[\s\S]*A\0c\0c\0e\0s\0s\0I\0D/],
  'too-long': ['closed', /Content-Length: 200\d{3}/],
  'other-order': ['closed', /AccessID=e{32}&AccessPass=e{32}&/],
  'joined-errors': ['closed', /ErrCode=E01\|E01\|E01&ErrInfo=E01090008\|E01100008\|E01110002/],
  'unknown-errinfo': ['closed', /ErrCode=E77&ErrInfo=E77777777/],
  'http-302': ['closed', /^HTTP\/1.1 302 [\s\S]*Location: \/maintenance/],
  'http-400': ['closed', statusLine(400)],
  'http-500': ['closed', statusLine(500)],
  'http-502': ['closed', statusLine(502)],
  'http-503': ['closed', statusLine(503)],
  'same-request-running': ['closed', /ErrCode=E90&ErrInfo=E90010001/],
  'system-error': ['closed', /ErrCode=E91&ErrInfo=E91099999/],
  'too-many-at-once': ['closed', /ErrCode=E92&ErrInfo=E92000001/],
}

afterAll(() => {
  process.stdout.write(`network faults: ${networkFaults.length} named, ${ordered.length} made by an order\n`)
})

it('there are 34 of them, each with a name of its own', async () => {
  expect(new Set(networkFaults.map((fault) => fault.name)).size).toBe(34)
  expect(ordered.map((fault) => fault.name)).toEqual(Object.keys(seen))
  const sandbox = await openSandbox()
  expect((await control(sandbox, 'GET', 'fault-names')).value).toEqual(networkFaults)
})

describe('made by an order', () => {
  it.each(ordered)('$name', async ({ name, order, reached }) => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    sandbox.addFault(order)
    const limitMs = seen[name]?.[0] === 'gave up' ? 300 : 20_000
    const { text, ended } = await rawAlter(sandbox, keys, limitMs)
    expect(ended).toBe(seen[name]?.[0])
    expect(text).toMatch(seen[name]?.[1] ?? /never/)
    const applied = reached === 'ledger' ? 'VOID' : 'AUTH'
    await expect.poll(() => sandbox.ledger.trade('a-1')?.status, { timeout: 2 * SLOW_MS }).toBe(applied)
    expect(sandbox.ledger.mutations()).toHaveLength(reached === 'ledger' ? 3 : 2)
    expect(valueOf(await inquire(sandbox, 'a-1'), 'Status')).toBe(applied)
  })
})

describe('made by a closed port', () => {
  it('refuses, and the same address answers again afterwards', async () => {
    const sandbox = await openSandbox()
    const keys = await authorise(sandbox, 'a-1')
    sandbox.goAway()
    await expect(alter(sandbox, keys, 'JobCd=VOID')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await sandbox.comeBack()
    expect(errorsOf(await alter(sandbox, keys, 'JobCd=VOID'))).toEqual([])
  })

  it('comes back by itself when the control door sent it away, and closes while it is away', async () => {
    const sandbox = await openSandbox()
    await authorise(sandbox, 'a-1')
    expect((await control(sandbox, 'POST', 'away', { ms: 200 })).status).toBe(200)
    await expect(inquire(sandbox, 'a-1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await expect.poll(() => inquire(sandbox, 'a-1').catch(() => ''), { timeout: 10_000 }).toContain('Status=AUTH')
    sandbox.goAway()
    await sandbox.close()
  })
})

describe('made by a certificate', () => {
  const root = pem('root')
  /** The error code of a handshake, or the protocol it agreed on. */
  const handshake = (sandbox: Sandbox, options: ConnectionOptions) =>
    new Promise<string>((resolve) => {
      const socket = connectTls({ port: Number(new URL(sandbox.url).port), host: '127.0.0.1', ...options }, () => {
        resolve(socket.getProtocol() ?? '')
        socket.end()
      })
      socket.on('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code ?? '')
      })
    })

  it.each([
    ['a known issuer', 'server', { ca: root }, /^TLSv1\.3$/],
    ['an unknown issuer', 'server', {}, /SELF_SIGNED|UNABLE_TO/],
    ['another host', 'other-host', { ca: root }, /ERR_TLS_CERT_ALTNAME_INVALID/],
    ['last year', 'expired', { ca: root }, /CERT_HAS_EXPIRED/],
  ])('of %s', async (_what, name, options, outcome) => {
    const sandbox = await openSandbox({ tls: { key: pem('server.key'), cert: pem(`${name}.cert`) } })
    expect(sandbox.url).toMatch(/^https:/)
    expect(await handshake(sandbox, options)).toMatch(outcome)
  })

  it('an outdated gateway finds no common protocol with a client of today', async () => {
    const tls = { key: pem('server.key'), cert: pem('server.cert'), maxVersion: 'TLSv1.1' as const }
    const sandbox = await openSandbox({ tls })
    expect(await handshake(sandbox, { ca: root })).toMatch(/PROTOCOL|VERSION|ECONNRESET/)
    const old = { ca: root, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    expect(await handshake(sandbox, old)).toBe('TLSv1.1')
  })
})
