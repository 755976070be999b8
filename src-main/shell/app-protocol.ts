import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { z } from 'zod'
import { WINDOW_HOST, WINDOW_SCHEME } from './window-origin.ts'

/** What the window may load and run: its own files and nothing else. `vue` is the one policy Vue's runtime creates. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types vue',
].join('; ')

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), css: z.array(z.string()).optional(), assets: z.array(z.string()).optional() }),
)

/** Every file the build's manifest names, and the page itself. Throws when `manifest` is not a Vite manifest. */
export function servedFiles(manifest: unknown): ReadonlySet<string> {
  const entries = Object.values(manifestSchema.parse(manifest))
  return new Set([
    'index.html',
    ...entries.flatMap((entry) => [entry.file, ...(entry.css ?? []), ...(entry.assets ?? [])]),
  ])
}

const headers = (type: string): Record<string, string> => ({
  'content-type': type,
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
})

const notFound = (): Response => new Response('not found', { status: 404, headers: headers('text/plain') })

/**
 * Answers `app://desk/…` with files of the window's build. The path is only ever compared with the manifest's names,
 * letter by letter and without decoding, so no way of writing `..` can leave `windowDir`. All else is 404.
 */
export function createAppProtocol(windowDir: string): (request: Request) => Promise<Response> {
  const served = readFile(join(windowDir, 'manifest.json'), 'utf8').then((text) => servedFiles(JSON.parse(text)))
  // Reported by the first request; without this line an unread rejection would end the process before that.
  served.catch(() => undefined)

  return async (request) => {
    const name = fileName(request)
    if (name === null || !(await served).has(name)) return notFound()
    const type = contentTypes[extname(name)]
    if (type === undefined) return notFound()
    const body = await readFile(join(windowDir, name)).catch(() => null)
    return body === null ? notFound() : new Response(new Uint8Array(body), { headers: headers(type) })
  }
}

/** Name the request asks for, relative to the window's folder; null when it is not a GET of our own host. */
function fileName(request: Request): string | null {
  if (request.method !== 'GET') return null
  const url = new URL(request.url)
  if (url.protocol !== `${WINDOW_SCHEME}:` || url.host !== WINDOW_HOST || url.username !== '') return null
  return url.pathname === '/' || url.pathname === '' ? 'index.html' : url.pathname.slice(1)
}
