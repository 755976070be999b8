/** How long a screen may take to show what it was opened for. */
const WAIT_MS = 4_000

/**
 * Gives the focus to the first element that `selector` finds, as soon as it is there and can be used. Stops as soon as
 * the operator presses a key or a button of the mouse: the focus is theirs then.
 */
export function focusWhenThere(selector: string): void {
  const until = Date.now() + WAIT_MS
  let given = false
  const give = (): void => {
    given = true
  }
  const look = (): void => {
    const found = given ? null : document.querySelector<HTMLElement>(selector)
    if (found?.matches(':disabled') === false) {
      focusOn(found)
      give()
    }
    if (!given && Date.now() < until) {
      setTimeout(look, 50)
      return
    }
    window.removeEventListener('keydown', give)
    window.removeEventListener('pointerdown', give)
  }
  window.addEventListener('keydown', give)
  window.addEventListener('pointerdown', give)
  look()
}

/** A part of a screen that is no control takes the focus too, and stands at the top then. */
function focusOn(found: HTMLElement): void {
  const isControl = found.tabIndex >= 0
  if (!isControl) found.tabIndex = -1
  found.focus()
  found.scrollIntoView({ block: isControl ? 'nearest' : 'start' })
}
