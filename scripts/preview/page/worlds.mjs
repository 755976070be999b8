// Runs in the page, once in its own world and once in the preload's: the two share the DOM and nothing
// else. As text: no imports here.

/**
 * Lets two worlds of one document call each other's functions, by DOM events whose data the browser
 * clones on the way. A call is synchronous; promises and functions are lent, everything else is copied.
 * @param {string} say name of the event this side fires
 * @param {string} hear name of the event the other side fires
 * @param {(key: string, value: unknown) => void} onExpose what to do with an object the other side exposes
 */
export function connectWorlds(say, hear, onExpose) {
  const fire = window.dispatchEvent.bind(window)
  const Message = CustomEvent
  const lent = new Map()
  const idOf = new WeakMap()
  const borrowed = new Map()
  const waiting = new Map()
  const returned = new Map()
  let counter = 0

  const tell = (message) => fire(new Message(say, { detail: message }))

  function lend(value) {
    if (!idOf.has(value)) {
      counter += 1
      idOf.set(value, counter)
      lent.set(counter, value)
    }
    return idOf.get(value)
  }

  function lendPromise(promise) {
    counter += 1
    const id = counter
    // A task later, so that the other side has met the promise before it hears of its end.
    promise.then(
      (value) => queueMicrotask(() => tell({ type: 'settled', id, ok: true, value: pack(value) })),
      (error) => queueMicrotask(() => tell({ type: 'settled', id, ok: false, value: pack(error) })),
    )
    return id
  }

  function pack(value) {
    if (typeof value === 'function') return { kind: 'function', id: lend(value) }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value }
    if (value instanceof Promise) return { kind: 'promise', id: lendPromise(value) }
    if (value instanceof Error) return { kind: 'error', message: value.message }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(pack) }
    if (value instanceof Date || value instanceof ArrayBuffer || ArrayBuffer.isView(value))
      return { kind: 'value', value }
    return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, pack(item)]) }
  }

  function borrow(id) {
    if (!borrowed.has(id)) borrowed.set(id, (...args) => call(id, args))
    return borrowed.get(id)
  }

  function unpack(data) {
    switch (data.kind) {
      case 'function':
        return borrow(data.id)
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(data.id, { resolve, reject }))
      case 'error':
        return new Error(data.message)
      case 'array':
        return data.items.map(unpack)
      case 'object':
        return unpackObject(data.entries)
      default:
        return data.value
    }
  }

  function unpackObject(entries) {
    const object = {}
    for (const [key, item] of entries) {
      Object.defineProperty(object, key, { value: unpack(item), enumerable: true, configurable: true, writable: true })
    }
    return object
  }

  function call(id, args) {
    counter += 1
    const ticket = counter
    tell({ type: 'call', id, ticket, args: args.map(pack) })
    const answer = returned.get(ticket)
    returned.delete(ticket)
    if (!answer) throw new Error('The other world did not answer.')
    if (answer.ok) return unpack(answer.value)
    throw unpack(answer.value)
  }

  function answer({ id, ticket, args }) {
    try {
      tell({ type: 'returned', ticket, ok: true, value: pack(lent.get(id)(...args.map(unpack))) })
    } catch (error) {
      tell({ type: 'returned', ticket, ok: false, value: pack(error) })
    }
  }

  function settle({ id, ok, value }) {
    const promise = waiting.get(id)
    waiting.delete(id)
    if (ok) promise?.resolve(unpack(value))
    else promise?.reject(unpack(value))
  }

  window.addEventListener(hear, ({ detail }) => {
    if (detail.type === 'call') answer(detail)
    else if (detail.type === 'returned') returned.set(detail.ticket, detail)
    else if (detail.type === 'settled') settle(detail)
    else if (detail.type === 'expose') onExpose(detail.key, unpack(detail.value))
  })

  return { expose: (key, value) => tell({ type: 'expose', key, value: pack(value) }) }
}

/** Puts an exposed object on `window`, frozen through and through, as Electron's contextBridge does. */
export function defineOnWindow(key, value) {
  const freeze = (item) => {
    if (typeof item === 'object' && item !== null && !ArrayBuffer.isView(item)) {
      Object.values(item).forEach(freeze)
      Object.freeze(item)
    }
    return item
  }
  if (key in window) throw new Error('Cannot bind an API on top of an existing property on the window object')
  Object.defineProperty(window, key, { value: freeze(value), enumerable: true })
}

/** Puts `open` in the place of `window.open`; the page gets null, as from a browser that refuses. */
export function replaceOpen(open) {
  window.open = (url = '', name = '', features = '') => {
    open(new URL(url === '' ? 'about:blank' : url, document.baseURI).href, String(name), String(features))
    return null
  }
}
