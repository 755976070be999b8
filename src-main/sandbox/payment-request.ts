import { endpoints } from './endpoint-table.ts'
import type { Endpoint } from './endpoint-table.ts'
import { readForm, readJson, readMultipart } from './fields.ts'
import type { Fields } from './fields.ts'

/** What of an HTTP request counts. */
export interface RawRequest {
  readonly method: string
  /** Address without its query. */
  readonly path: string
  readonly accept: string | undefined
  readonly contentType: string | undefined
  /** Undefined when it was too large or broke off. */
  readonly body: Buffer | undefined
}

/** A request that names an endpoint and could be read. */
export interface OpenedRequest {
  readonly name: string
  readonly endpoint: Endpoint
  readonly fields: Fields
}

const FOLDER = '/payment/'
const NO_SUCH_ENDPOINT = 'E91099997'
const NOT_POST = 'E00000001'
const NOT_ACCEPTABLE = 'E00000002'
const WRONG_TYPE = 'E00000003'
const UNREADABLE = 'E00000010'

/** Name of the endpoint an address means; empty when it lies elsewhere. */
export function endpointName(path: string): string {
  return path.startsWith(FOLDER) ? path.slice(FOLDER.length) : ''
}

/** True when the endpoint at `path` answers in JSON. */
export function speaksJson(path: string): boolean {
  return endpoints.get(endpointName(path))?.json === true
}

/** Reads a request, or the ErrInfo that says what is wrong with it as such (gmo-protocol.md §1). */
export function openRequest(raw: RawRequest): OpenedRequest | string {
  const name = endpointName(raw.path)
  const endpoint = endpoints.get(name)
  if (endpoint === undefined) return NO_SUCH_ENDPOINT
  if (raw.method !== 'POST') return NOT_POST
  if (!accepts(endpoint, raw.accept ?? '')) return NOT_ACCEPTABLE
  const read = readerFor(endpoint, raw.contentType ?? '')
  if (read === undefined) return WRONG_TYPE
  const fields = raw.body === undefined ? undefined : read(raw.body)
  return fields === undefined ? UNREADABLE : { name, endpoint, fields }
}

function accepts(endpoint: Endpoint, accept: string): boolean {
  if (accept === '') return true
  return (endpoint.json === true ? /\*\/\*|application\/(?:\*|json)/i : /\*\/\*|text\/(?:\*|plain)/i).test(accept)
}

function readerFor(endpoint: Endpoint, type: string): ((body: Buffer) => Fields | undefined) | undefined {
  if (endpoint.json === true) return /^application\/json\s*(;|$)/i.test(type) ? readJson : undefined
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return readForm
  return /^multipart\/form-data\s*;/i.test(type) ? (body) => readMultipart(body, type) : undefined
}
