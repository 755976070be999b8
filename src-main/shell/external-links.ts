/** Addresses longer than this are never a tracking page. */
const MAX_LENGTH = 2000

/** Hosts the desk may open beside the shop's own site: carriers' tracking pages and GMO's sites. */
const openHosts: ReadonlySet<string> = new Set([
  'toi.kuronekoyamato.co.jp',
  'jizen.kuronekoyamato.co.jp',
  'track.kuronekoyamato.co.jp',
  'www.kuronekoyamato.co.jp',
  'k2k.sagawa-exp.co.jp',
  'www.sagawa-exp.co.jp',
  'trackings.post.japanpost.jp',
  'www.post.japanpost.jp',
  'track.seino.co.jp',
  'corp.fukutsu.co.jp',
  'k01.mul-pay.jp',
  'kt01.mul-pay.jp',
  'www.gmo-pg.com',
])

/**
 * The address to hand to the system's browser, in canonical form, or null when it must not be opened. Only https, on
 * its own port, without user name, to a host on the list or on `shopHosts` (letter by letter: no subdomains).
 */
export function externalTarget(text: string, shopHosts: readonly string[]): string | null {
  if (text.length > MAX_LENGTH || !/^https:\/\/[\u0021-\u007e]+$/i.test(text) || text.includes('\\')) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null
  return openHosts.has(url.hostname) || shopHosts.includes(url.hostname) ? url.href : null
}

/** Hosts of the https addresses among the shop's settings: only the owner can write them, and each change is recorded. */
export function shopHosts(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return []
  return Object.values(settings).flatMap((value) => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
    return url?.protocol === 'https:' ? [url.hostname] : []
  })
}
