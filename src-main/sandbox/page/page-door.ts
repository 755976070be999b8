import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gateway } from '../gateway.ts'
import { standingOf } from '../payment-link.ts'
import type { PaymentLink } from '../payment-link.ts'
import { readBody } from '../request-body.ts'
import { actAtIssuer } from '../secure-authentication.ts'
import type { HolderAct } from '../secure-authentication.ts'
import { cardForm } from './card-form.ts'
import { findMistakes, readTyped } from './card-input.ts'
import type { CardMistakes } from './card-input.ts'
import { safeHeaders, sendOn, sendPage, STYLE_PATH } from './layout.ts'
import type { HostedPage } from './layout.ts'
import { linkEnded, nothingHere, paidPage } from './link-ends.ts'
import { payAfterIssuer, payByCard } from './link-flow.ts'
import { securePage } from './secure-page.ts'
import { styleSheet } from './style.ts'

/** What a browser is answered: a page, or the address it goes on to. */
export type PageReply = HostedPage | string

/** True for the addresses a buyer's browser visits. */
export function isPagePath(path: string): boolean {
  return path.startsWith('/link/') || path === '/secure'
}

/** Serves the hosted card page (`/link/…`) and the pretend issuer (`/secure`). */
export async function servePage(gateway: Gateway, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://page')
  const body = await readBody(request)
  if (url.pathname === STYLE_PATH) {
    response.writeHead(200, { ...safeHeaders, 'Content-Type': 'text/css; charset=utf-8' }).end(styleSheet)
    return
  }
  const form = request.method === 'POST' ? new URLSearchParams(body?.toString('utf8') ?? '') : null
  try {
    if (form !== null) await gateway.lag()
  } catch {
    // The sandbox closes: the browser sees a broken connection, as with a real outage.
    request.socket.destroy()
    return
  }
  const reply = handlePage(gateway, url, form)
  if (typeof reply === 'string') sendOn(response, reply)
  else sendPage(response, reply)
}

/** What is answered to a visit (`form` null) or to a form that was sent. */
export function handlePage(gateway: Gateway, url: URL, form: URLSearchParams | null): PageReply {
  if (url.pathname === '/secure') return atIssuer(gateway, url.searchParams.get('t') ?? '', form)
  const [token = '', place = ''] = url.pathname.slice('/link/'.length).split('/')
  const link = gateway.ledger.links.get(token)
  if (link === undefined) return nothingHere()
  if (place === '') return atLink(gateway, link, form)
  if (place === 'return') return payAfterIssuer(gateway, link)
  return place === 'done' && link.state === 'paid' ? paid(gateway, link) : nothingHere()
}

function atLink(gateway: Gateway, link: PaymentLink, form: URLSearchParams | null): PageReply {
  const at = gateway.clock.now()
  const standing = standingOf(link, at)
  // A second click on the button arrives after the first has paid: the buyer wants to see that it worked.
  if (standing === 'paid' && form !== null) return `/link/${link.token}/done`
  if (standing !== 'open') return linkEnded(link, standing)
  if (form === null) return formPage(gateway, link, {})
  const typed = readTyped(form)
  const mistakes = findMistakes(typed, link, at)
  if (Object.keys(mistakes).length === 0) return payByCard(gateway, link, typed)
  return formPage(gateway, { ...link, holder: typed.holder, refusedWith: [] }, mistakes)
}

function formPage(gateway: Gateway, link: PaymentLink, mistakes: CardMistakes): HostedPage {
  const wrong = Object.keys(mistakes).length > 0
  const state = { holder: link.holder, mistakes, at: gateway.clock.now() }
  return {
    status: wrong ? 422 : 200,
    title: wrong ? '入力内容の確認' : 'クレジットカードでのお支払い',
    body: cardForm(link, state),
  }
}

function paid(gateway: Gateway, link: PaymentLink): HostedPage {
  return paidPage(link, gateway.ledger.trade(link.orderId))
}

function atIssuer(gateway: Gateway, token: string, form: URLSearchParams | null): PageReply {
  const step = gateway.ledger.secureSteps.get(token)
  if (step === undefined) return nothingHere()
  const act = actOf(form, step.card.challenged)
  const after = act === null ? step : actAtIssuer(gateway.ledger, step, act)
  return after.state === 'waiting' ? securePage(after) : returnAddress(after.returnUrl, after.accessId)
}

/** A holder whom the issuer trusts is sent on at once, without seeing its page. */
function actOf(form: URLSearchParams | null, challenged: boolean): HolderAct | null {
  if (!challenged) return { do: 'vouch' }
  if (form === null) return null
  return form.get('act') === 'cancel' ? { do: 'cancel' } : { do: 'enter', code: (form.get('code') ?? '').trim() }
}

function returnAddress(returnUrl: string, accessId: string): string {
  const address = new URL(returnUrl)
  address.searchParams.set('AccessID', accessId)
  return address.href
}
