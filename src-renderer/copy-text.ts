/** The one command still needed of the old editing commands: the new clipboard needs a permission the shell refuses. */
interface Copying {
  execCommand(command: 'copy'): boolean
}

/**
 * Puts a text on the system's clipboard; false when the page may not. Works only as the answer to a click or a key,
 * which is all the permission it needs.
 */
export function copyText(text: string): boolean {
  const page: Document & Copying = document
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.position = 'fixed'
  field.style.opacity = '0'
  document.body.append(field)
  field.select()
  try {
    return page.execCommand('copy')
  } catch {
    return false
  } finally {
    field.remove()
    if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  }
}
