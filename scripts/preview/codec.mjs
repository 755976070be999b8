// Values on their way between the window and the main process, as JSON. Runs in Node and, as text, in
// the page: no imports here.

const deepest = 400

const tagged = (tag, value) => ({ $: tag, v: value })

function bytesToText(bytes) {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  }
  return btoa(text)
}

function textToBytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
}

function encodeSpecial(value) {
  if (value instanceof Date) return tagged('date', value.getTime())
  if (value instanceof Error) return tagged('error', { name: value.name, message: value.message })
  if (ArrayBuffer.isView(value)) {
    return tagged('bytes', bytesToText(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)))
  }
  if (value instanceof ArrayBuffer) return tagged('buffer', bytesToText(new Uint8Array(value)))
  if (value instanceof Map || value instanceof Set || value instanceof Promise || value instanceof WeakMap) {
    throw new Error('An object could not be cloned.')
  }
  return null
}

function encodeNumber(value) {
  return Number.isFinite(value) && !Object.is(value, -0)
    ? value
    : tagged('number', Object.is(value, -0) ? '-0' : String(value))
}

function encodeObject(value, depth) {
  if (depth > deepest) throw new Error('An object could not be cloned.')
  if (Array.isArray(value)) return value.map((item) => encodeValue(item, depth + 1))
  const special = encodeSpecial(value)
  if (special) return special
  const entries = Object.entries(value).map(([key, item]) => [key, encodeValue(item, depth + 1)])
  const plain = entries.every(([key]) => key !== '$' && key !== '__proto__')
  return plain ? Object.fromEntries(entries) : tagged('entries', entries)
}

function encodeValue(value, depth) {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'undefined':
      return tagged('undefined')
    case 'number':
      return encodeNumber(value)
    case 'bigint':
      return tagged('bigint', String(value))
    case 'object':
      return value === null ? null : encodeObject(value, depth)
    default:
      throw new Error('An object could not be cloned.')
  }
}

function fromEntries(entries) {
  const object = {}
  for (const [key, item] of entries) {
    Object.defineProperty(object, key, { value: decode(item), enumerable: true, configurable: true, writable: true })
  }
  return object
}

function decodeTagged({ $: tag, v: value }) {
  switch (tag) {
    case 'undefined':
      return undefined
    case 'number':
      return Number(value)
    case 'bigint':
      return BigInt(value)
    case 'date':
      return new Date(value)
    case 'bytes':
      return textToBytes(value)
    case 'buffer':
      return textToBytes(value).buffer
    case 'error':
      return Object.assign(new Error(value.message), { name: value.name })
    default:
      return fromEntries(value)
  }
}

/**
 * Turns what a message may carry into JSON-able data: undefined, NaN, bigint, Date, bytes, errors and
 * nested plain data survive; functions, symbols, maps, sets and promises throw as Electron does.
 */
export function encode(value) {
  return encodeValue(value, 0)
}

/** The opposite of `encode`. */
export function decode(data) {
  if (data === null || typeof data !== 'object') return data
  if (Array.isArray(data)) return data.map(decode)
  return '$' in data ? decodeTagged(data) : fromEntries(Object.entries(data))
}
