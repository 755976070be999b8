import { EventEmitter } from 'node:events'

/**
 * The DevTools protocol over a pair of pipes: messages are JSON, each ended by a zero byte. No socket listens.
 * @param {import('node:stream').Writable} output
 * @param {import('node:stream').Readable} input
 */
export function connectPipe(output, input) {
  const waiting = new Map()
  const sessions = new Map()
  let lastId = 0
  let rest = ''
  let open = true

  function deliver(message) {
    if (message.id === undefined) {
      sessions.get(message.sessionId ?? '')?.emit(message.method, message.params)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
    else call?.resolve(message.result)
  }

  function close() {
    if (!open) return
    open = false
    for (const call of waiting.values()) call.reject(new Error(`${call.method}: the browser has gone`))
    waiting.clear()
  }

  input.setEncoding('utf8')
  input.on('data', (chunk) => {
    const texts = (rest + chunk).split('\0')
    rest = texts.pop() ?? ''
    for (const text of texts) deliver(JSON.parse(text))
  })
  input.on('close', close)
  for (const stream of [input, output]) stream.on('error', close)

  function send(method, params, sessionId) {
    if (!open) return Promise.reject(new Error(`${method}: the browser has gone`))
    lastId += 1
    const id = lastId
    return new Promise((resolve, reject) => {
      waiting.set(id, { method, resolve, reject })
      output.write(`${JSON.stringify({ id, method, params: params ?? {}, sessionId })}\0`)
    })
  }

  /** The conversation with one target, or with the browser itself when no id is given. */
  function session(sessionId) {
    const emitter = new EventEmitter()
    sessions.set(sessionId ?? '', emitter)
    return Object.assign(emitter, {
      call: (method, params) => send(method, params, sessionId),
      forget: () => sessions.delete(sessionId ?? ''),
    })
  }

  return { session }
}
