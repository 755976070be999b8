/**
 * What the windows of this program are at work on: each name is held by one window, and let go when that window closes,
 * loads anew or crashes, whatever it was doing. Answers the way to let go before that.
 */
export function holdInWindow(name: string): () => void {
  let letGo = (): void => undefined
  const over = new Promise<void>((resolve) => {
    letGo = resolve
  })
  // What was let go before it was granted is granted and ends at once.
  void navigator.locks.request(name, () => over)
  return letGo
}

/** Every name that some window holds now. */
export async function heldInWindows(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query()
  return new Set(held.flatMap(({ name }) => name ?? []))
}
