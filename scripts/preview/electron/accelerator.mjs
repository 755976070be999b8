/** Electron's names of keys → what a key event calls them. */
const keyNames = {
  plus: '+',
  space: ' ',
  esc: 'escape',
  return: 'enter',
  up: 'arrowup',
  down: 'arrowdown',
  left: 'arrowleft',
  right: 'arrowright',
}

const mac = process.platform === 'darwin'

/** "CmdOrCtrl+Shift+S" → the modifiers and the key, in lower case. */
export function parseAccelerator(text) {
  const parts = text.toLowerCase().split('+')
  const key = parts.pop()
  const either = parts.includes('cmdorctrl') || parts.includes('commandorcontrol')
  return {
    key: keyNames[key] ?? key,
    ctrlKey: parts.includes('ctrl') || parts.includes('control') || (either && !mac),
    metaKey: parts.some((part) => ['cmd', 'command', 'super', 'meta'].includes(part)) || (either && mac),
    altKey: parts.includes('alt') || parts.includes('option'),
    shiftKey: parts.includes('shift'),
  }
}

/** Whether a key press is this accelerator. `code` covers letters while an input method changes `key`. */
export function isPressed(text, event) {
  const wanted = parseAccelerator(text)
  const sameKey = event.key.toLowerCase() === wanted.key || event.code.toLowerCase() === `key${wanted.key}`
  // A plus or a question mark is typed with shift on many keyboards.
  const shift = event.shiftKey === wanted.shiftKey || !/^[a-z]$|^.{2,}$/.test(wanted.key)
  return sameKey && shift && ['ctrlKey', 'metaKey', 'altKey'].every((name) => event[name] === wanted[name])
}
