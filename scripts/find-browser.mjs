import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

const programs = process.env.ProgramFiles ?? 'C:\\Program Files'
const programs86 = process.env['ProgramFiles(x86)'] ?? 'C:\\Program Files (x86)'
const local = process.env.LOCALAPPDATA ?? ''

/** Names to look for on the PATH of Linux. */
const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'microsoft-edge',
  'chrome-headless-shell',
  'chromium-headless-shell',
  'headless-shell',
]

const windowsPlaces = [programs, programs86, local].flatMap((folder) => [
  join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
  join(folder, 'Chromium', 'Application', 'chrome.exe'),
  join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
])

const macPlaces = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
)

function linuxPlaces() {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    '/usr/bin',
    '/usr/local/bin',
    '/snap/bin',
    '/opt/google/chrome',
  ]
  return linuxNames.flatMap((name) => [...new Set(folders)].filter(Boolean).map((folder) => join(folder, name)))
}

function usualPlaces() {
  if (process.platform === 'win32') return windowsPlaces
  return process.platform === 'darwin' ? macPlaces : linuxPlaces()
}

async function isExecutable(path) {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser of the npm package @sparticuz/chromium (Linux x64), if somebody has installed it. */
async function fromNpm() {
  try {
    // A name in a variable: the package is no dependency, and nothing is to look for it at build time.
    const name = '@sparticuz/chromium'
    const { default: chromium } = await import(name)
    return await chromium.executablePath()
  } catch {
    return null
  }
}

/**
 * Finds a Chromium for the stand-in and the browser tests: the one named in JUCHU_BROWSER, then an installed Chrome,
 * Chromium or Edge, then the one of @sparticuz/chromium. A JUCHU_BROWSER that cannot be run throws instead of being
 * passed over; "none" stands for no browser at all.
 * @returns {Promise<{path: string, source: string} | null>}
 */
export async function findBrowser() {
  const named = process.env.JUCHU_BROWSER
  if (named === 'none') return null
  if (named) {
    if (await isExecutable(named)) return { path: named, source: 'JUCHU_BROWSER' }
    throw new Error(`JUCHU_BROWSER names ${named}, which cannot be run.`)
  }
  for (const path of usualPlaces()) if (await isExecutable(path)) return { path, source: 'installed' }
  const path = await fromNpm()
  return path ? { path, source: '@sparticuz/chromium' } : null
}
