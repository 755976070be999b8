import type { ServerResponse } from 'node:http'
import { html } from './markup.ts'
import type { Markup } from './markup.ts'

/** A page ready to be sent. */
export interface HostedPage {
  readonly status: number
  readonly title: string
  readonly body: Markup
  /** Address a form of this page may lead away to (the shop's own); the page's origin when left out. */
  readonly leadsTo?: string
}

export const STYLE_PATH = '/link/style.css'

/** The whole document. `title` names the page first, as a screen reader reads it out. */
export function documentOf({ title, body }: HostedPage): string {
  return html`<!doctype html>
    <html lang="ja">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} | お支払い（練習）</title>
        <link rel="stylesheet" href="${STYLE_PATH}" />
      </head>
      <body>
        <header class="practice">
          練習用のページです。本物のカードの番号は入力しないでください。実際の請求は行われません。
        </header>
        <main>${body}</main>
      </body>
    </html> `.text
}

/**
 * Sends a page. Nothing of it may be stored, framed, scripted or referred from, and its forms lead only to the page's
 * own origin or to the one the shop named.
 */
export function sendPage(response: ServerResponse, page: HostedPage): void {
  const leadsTo = page.leadsTo === undefined ? '' : ` ${new URL(page.leadsTo).origin}`
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; form-action 'self'${leadsTo}; base-uri 'none'; frame-ancestors 'none'`,
  )
  response.writeHead(page.status, { ...safeHeaders, 'Content-Type': 'text/html; charset=utf-8' }).end(documentOf(page))
}

/** Sends the browser on, with GET. */
export function sendOn(response: ServerResponse, address: string): void {
  response.writeHead(303, { ...safeHeaders, Location: address }).end()
}

export const safeHeaders: Readonly<Record<string, string>> = {
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  Connection: 'close',
}
