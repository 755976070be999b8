/**
 * The stand-in's Chromium knows no custom schemes, so each gets an https origin of its own that no network can
 * have: app://desk/x is loaded as https://desk.app.invalid/x. The main process only ever sees the former.
 */
const suffix = '.invalid'

/** The address as the main process writes it → the address Chromium loads. Other schemes pass unchanged. */
export function toBrowserUrl(url, schemes) {
  if (!URL.canParse(url)) return url
  const { protocol, hostname, pathname, search, hash } = new URL(url)
  const scheme = protocol.slice(0, -1)
  return schemes.has(scheme) ? `https://${hostname}.${scheme}${suffix}${pathname}${search}${hash}` : url
}

/** The address Chromium reports → the address the main process knows. Other addresses pass unchanged. */
export function toAppUrl(url, schemes) {
  if (!URL.canParse(url)) return url
  const { protocol, hostname, pathname, search, hash } = new URL(url)
  if (protocol !== 'https:' || !hostname.endsWith(suffix)) return url
  const parts = hostname.slice(0, -suffix.length).split('.')
  const scheme = parts.pop()
  return schemes.has(scheme) ? `${scheme}://${parts.join('.')}${pathname}${search}${hash}` : url
}

/** The origin of an address, also for custom schemes, for which `URL` says "null". */
export function originOf(url) {
  if (!URL.canParse(url)) return 'null'
  const { protocol, host, origin } = new URL(url)
  return origin === 'null' && host ? `${protocol}//${host}` : origin
}
