import type { Carried } from './imported-order.ts'

/**
 * Three-way choice for one field that both sides change: `cart` is what the cart said last, `file` what it says now. The
 * side that moved since wins; when both did, the file only if it is newer and not empty.
 */
export function mergeValue<T>(ours: T, cart: T, file: T | undefined, fileIsNewer: boolean): T {
  if (file === undefined || file === cart) return ours
  if (ours === cart) return file
  return fileIsNewer && file !== null && file !== '' ? file : ours
}

/** `base` with everything that `carried` has a value for, keys in the order of `base`. */
export function overlay<T extends object>(base: T, carried: Carried<T>): T {
  const result = { ...base }
  for (const key of keysOf(base)) {
    const value = carried[key]
    if (value !== undefined) result[key] = value
  }
  return result
}

/** The keys a value has, typed as its own: nothing here carries others. */
function keysOf<T extends object>(value: T): readonly (keyof T)[] {
  return Object.keys(value) as (keyof T)[]
}
