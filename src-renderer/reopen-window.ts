/** Loads the window anew on its first screen: after a copy was put back nothing it shows is true any more. */
export function reopenWindow(): void {
  window.location.hash = '#/orders'
  window.location.reload()
}
