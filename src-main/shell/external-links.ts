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
 * its own port, without user name, to a host on the list or on `shopHosts` (letter by letter: no subdomains). In
 * rehearsal also a payment page of the practice gateway, whose origin the core names: nobody else's, and no other page.
 */
export function externalTarget(
  text: string,
  shopHosts: readonly string[],
  practiceOrigin: string | null = null,
): string | null {
  if (practiceOrigin !== null && isPracticePage(text, practiceOrigin)) return text
  return httpsTarget(text, shopHosts)
}

function httpsTarget(text: string, shopHosts: readonly string[]): string | null {
  if (text.length > MAX_LENGTH || !/^https:\/\/[\u0021-\u007e]+$/i.test(text) || text.includes('\\')) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return null
  return openHosts.has(url.hostname) || shopHosts.includes(url.hostname) ? url.href : null
}

/** Compared letter by letter and never parsed, so that no way of writing an address can mean another one. */
function isPracticePage(text: string, origin: string): boolean {
  const start = `${origin}/link/`
  if (!/^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(origin) || !text.startsWith(start)) return false
  return /^[0-9a-f]{1,64}$/.test(text.slice(start.length))
}

/** The origin in the core's answer to `desk.practice-gateway`; null for anything else. */
export function practiceOriginIn(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || !('origin' in answer)) return null
  return typeof answer.origin === 'string' ? answer.origin : null
}

/** Hosts of the https addresses among the shop's settings: only the owner can write them, and each change is recorded. */
export function shopHosts(settings: unknown): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return []
  return Object.values(settings).flatMap((value) => {
    const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null
    return url?.protocol === 'https:' ? [url.hostname] : []
  })
}
