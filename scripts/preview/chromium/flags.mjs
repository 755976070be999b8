/** What a window of the product needs of Chromium, and nothing of what a browser does on its own. */
const always = [
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-crash-reporter',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
  '--disable-field-trial-config',
  '--disable-gpu',
  '--disable-quic',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--lang=ja',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
  // Where Chromium knows it, nothing at all opens; elsewhere the page's script sees to it.
  '--block-new-web-contents',
  // Every page comes from protocol.handle, so no name needs an address.
  '--host-resolver-rules=MAP * ~NOTFOUND',
]

/** Switches of the application that concern the browser too (test drivers set them). */
const handedOn = new Set([
  'remote-debugging-port',
  'no-sandbox',
  'force-color-profile',
  'disable-renderer-backgrounding',
  'disable-background-timer-throttling',
  'disable-backgrounding-occluded-windows',
  'enable-unsafe-swiftshader',
])

/** A page that is never seen: Chromium makes an app window only around an address. */
export const emptyPage = 'data:text/html,<title>%E2%80%8B</title>'

/**
 * Chromium's command line.
 * @param {{headless: boolean, profile: string, switches: Map<string, string>}} wanted
 */
export function browserFlags({ headless, profile, switches }) {
  const root = process.platform === 'linux' && process.getuid?.() === 0
  const extra = [...switches]
    .filter(([name]) => handedOn.has(name))
    .map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`))
  const sandbox = root && !switches.has('no-sandbox') ? ['--no-sandbox'] : []
  const start = headless ? ['--headless', '--no-startup-window'] : [`--app=${emptyPage}`]
  return [...always, `--user-data-dir=${profile}`, ...extra, ...sandbox, ...start]
}
