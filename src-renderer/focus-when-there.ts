/** How long a screen may take to show what it was opened for. */
const PATIENCE_MS = 5_000

/** Brings something that another screen is about to show into view and gives it the focus, as soon as it is there. */
export function focusWhenThere(selector: string): void {
  if (focusOn(selector)) return
  const watcher = new MutationObserver(() => {
    if (focusOn(selector)) watcher.disconnect()
  })
  watcher.observe(document.body, { childList: true, subtree: true })
  window.setTimeout(() => {
    watcher.disconnect()
  }, PATIENCE_MS)
}

function focusOn(selector: string): boolean {
  const found = document.querySelector<HTMLElement>(selector)
  if (found === null) return false
  found.tabIndex = -1
  found.focus()
  found.scrollIntoView({ block: 'start' })
  return true
}
