import { decodeWindows31J, encodeWindows31J } from '../text/windows31j.ts'

/** Fields of a request. A field that is empty is the same as one that is missing. */
export class Fields {
  readonly #values: ReadonlyMap<string, string>

  constructor(values: Iterable<readonly [string, string]>) {
    this.#values = new Map(values)
  }

  /** The value, or empty text. */
  get(name: string): string {
    return this.#values.get(name) ?? ''
  }
}

/**
 * Fields of an `application/x-www-form-urlencoded` body in Windows-31J; undefined when the body is empty or its
 * escapes are broken. Of a repeated field the last value counts.
 */
export function readForm(body: Buffer): Fields | undefined {
  const text = body.toString('latin1')
  if (text === '' || /%(?![0-9A-Fa-f]{2})/.test(text)) return undefined
  const pairs = text
    .split('&')
    .filter((part) => part !== '')
    .map(splitPair)
  return new Fields(pairs.map(([name, value]) => [unescape31J(name), unescape31J(value)] as const))
}

/** Fields of a `multipart/form-data` body; undefined when the boundary is missing or no part can be read. */
export function readMultipart(body: Buffer, contentType: string): Fields | undefined {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1]
  if (boundary === undefined) return undefined
  const parts = body
    .toString('latin1')
    .split(`--${boundary}`)
    .slice(1)
    .flatMap((part) => {
      const found = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)\r\n$/.exec(part)
      const name = /name="([^"]*)"/i.exec(found?.[1] ?? '')?.[1]
      return name === undefined ? [] : [[decodeLatin1(name), decodeLatin1(found?.[2] ?? '')] as const]
    })
  return parts.length === 0 ? undefined : new Fields(parts)
}

/**
 * Fields of a JSON body in UTF-8: the texts and numbers of all its sections under their own names, lists of texts joined
 * with `|` (gmo-protocol.md §3.11). Undefined when it is no object.
 */
export function readJson(body: Buffer): Fields | undefined {
  const value = parseJson(body.toString('utf8'))
  if (!isRecord(value)) return undefined
  const sections = Object.values(value).filter(isRecord)
  return new Fields([value, ...sections].flatMap(scalars))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function scalars(section: Record<string, unknown>): [string, string][] {
  return Object.entries(section).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string' || typeof value === 'number') return [[name, String(value)]]
    return Array.isArray(value) ? [[name, value.filter((one) => typeof one === 'string').join('|')]] : []
  })
}

/**
 * An answer as the gateway writes it: `Key=Value` joined by `&` in the given order, values as they are (no escapes),
 * in Windows-31J bytes, without a line end.
 */
export function writePairs(pairs: readonly (readonly [string, string])[]): Buffer {
  return encodeWindows31J(pairs.map(([name, value]) => `${name}=${value}`).join('&'))
}

/** Length of a text in the bytes the gateway counts. */
export function byteLength31J(text: string): number {
  return encodeWindows31J(text).length
}

function splitPair(part: string): [string, string] {
  const at = part.indexOf('=')
  return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]
}

function unescape31J(text: string): string {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return decodeLatin1(bytes)
}

/** `bytes` holds one byte per character. */
function decodeLatin1(bytes: string): string {
  return decodeWindows31J(Buffer.from(bytes, 'latin1'))
}
