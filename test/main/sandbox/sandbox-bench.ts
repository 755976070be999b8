import { request } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach } from 'vitest'
import { startSandbox } from '../../../src-main/sandbox/server.ts'
import type { Sandbox } from '../../../src-main/sandbox/server.ts'
import type { SandboxOptions } from '../../../src-main/sandbox/sandbox-options.ts'

/** What came back, byte for byte. Latin-1 text has one character per byte. */
export interface RawReply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  readonly text: string
}

export const SHOP = { shopId: 'tshop00000001', shopPass: 'secret12' }
export const SHOP_FIELDS = `ShopID=${SHOP.shopId}&ShopPass=${SHOP.shopPass}`
/** Keys of the site when a sandbox is given none. */
export const SITE_FIELDS = 'SiteID=tsite00000001&SitePass=sandbox01'
/** 2026-11-23 14:10:00 in Japan. */
export const NOON = Date.parse('2026-11-23T14:10:00+09:00')
export const DAY_MS = 86_400_000
export const GOOD_CARD = 'CardNo=4111111111111111&Expire=2912'

const open: Sandbox[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()))
})

/** A sandbox whose clock stands still at NOON unless told otherwise. It is closed after the test. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ledgerPath: ':memory:', ...SHOP, now: () => NOON, ...options })
  open.push(sandbox)
  return sandbox
}

/** Sends one HTTP request written by hand; rejects when the connection breaks. */
export function send(
  url: string,
  path: string,
  body: string | Buffer,
  headers: Record<string, string> = { 'Content-Type': 'application/x-www-form-urlencoded' },
  method = 'POST',
): Promise<RawReply> {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
  const sized = { ...headers, 'Content-Length': String(bytes.length) }
  return new Promise((resolve, reject) => {
    const outgoing = request(`${url}${path}`, { method, headers: sized, agent: false }, (incoming) => {
      const parts: Buffer[] = []
      incoming.on('data', (part: Buffer) => parts.push(part))
      incoming.on('error', reject)
      incoming.on('end', () => {
        const all = Buffer.concat(parts)
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          bytes: all,
          text: all.toString('latin1'),
        })
      })
    })
    outgoing.on('error', reject)
    outgoing.end(bytes)
  })
}

/** Posts a form to an endpoint and hands back the body's text. */
export async function post(sandbox: Pick<Sandbox, 'url'>, name: string, body: string): Promise<string> {
  return (await send(sandbox.url, `/payment/${name}.idPass`, body)).text
}

/** Splits an answer on `&`, then on the first `=`. Nothing is unescaped or trimmed. */
export function pairsOf(text: string): [string, string][] {
  return text.split('&').map((part) => {
    const at = part.indexOf('=')
    return [part.slice(0, at), part.slice(at + 1)]
  })
}

export function fieldsOf(text: string): Map<string, string> {
  return new Map(pairsOf(text))
}

export function valueOf(text: string, name: string): string {
  const value = fieldsOf(text).get(name)
  if (value === undefined) throw new Error(`No ${name} in ${text}`)
  return value
}

/** The ErrInfo list of an answer, or empty for a success. */
export function errorsOf(text: string): string[] {
  return text.startsWith('ErrCode=') ? valueOf(text, 'ErrInfo').split('|') : []
}

/** Registers a card trade and hands back `AccessID=…&AccessPass=…`, ready for the next request. */
export async function register(sandbox: Sandbox, orderId: string, jobCd = 'AUTH', amountYen = 5775): Promise<string> {
  return post(sandbox, 'EntryTran', `${SHOP_FIELDS}&OrderID=${orderId}&JobCd=${jobCd}&Amount=${amountYen}`)
}

/** Registers and pays a card trade; hands back its access keys. */
export async function authorise(sandbox: Sandbox, orderId: string, jobCd = 'AUTH', amountYen = 5775): Promise<string> {
  const keys = await register(sandbox, orderId, jobCd, amountYen)
  const answer = await post(sandbox, 'ExecTran', `${keys}&OrderID=${orderId}&Method=1&${GOOD_CARD}`)
  if (!answer.startsWith('ACS=0&')) throw new Error(`Not paid: ${answer}`)
  return keys
}

export function alter(sandbox: Sandbox, keys: string, rest: string): Promise<string> {
  return post(sandbox, 'AlterTran', `${SHOP_FIELDS}&${keys}&${rest}`)
}

export function inquire(sandbox: Sandbox, orderId: string): Promise<string> {
  return post(sandbox, 'SearchTrade', `${SHOP_FIELDS}&OrderID=${orderId}`)
}

/** Calls the control door; hands back the status and the parsed JSON. */
export async function control(
  sandbox: Pick<Sandbox, 'url' | 'controlToken'>,
  method: string,
  name: string,
  body?: unknown,
): Promise<{ status: number; value: unknown }> {
  const headers = { 'x-sandbox-token': sandbox.controlToken, 'Content-Type': 'application/json' }
  const text = body === undefined ? '' : JSON.stringify(body)
  const reply = await send(sandbox.url, `/_control/${name}`, Buffer.from(text), headers, method)
  return { status: reply.status, value: JSON.parse(reply.bytes.toString('utf8')) as unknown }
}
