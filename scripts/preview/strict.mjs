/** Names that promises, consoles and test runners ask of any object; they are not uses of the API. */
const askedOfAnything = new Set([
  'then',
  'catch',
  'toJSON',
  'inspect',
  'nodeType',
  'tagName',
  '$$typeof',
  'asymmetricMatch',
  'domain',
])

/**
 * Wraps an object so that reading a name it does not have throws an error naming it, instead of
 * handing out `undefined` for a part of Electron that the stand-in lacks.
 * @template {object} T
 * @param {string} name what to call the object in the error
 * @param {T} object
 * @returns {T}
 */
export function strict(name, object) {
  return new Proxy(object, {
    get(target, key, receiver) {
      if (key in target || typeof key === 'symbol' || key.startsWith('_') || askedOfAnything.has(key)) {
        return Reflect.get(target, key, receiver)
      }
      throw new Error(`The stand-in for Electron does not implement ${name}.${key}`)
    },
  })
}

/** An event object with Electron's preventDefault(), and any further fields. */
export function preventable(fields = {}) {
  const event = {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true
    },
  }
  return event
}
