import { expect, type Page } from '@playwright/test'

/** What is left of a text on its way: control characters go when a file is read, and blanks do not count here. */
export const foldedText = (text: string) => text.replace(/[\p{Cc}\s]/gu, '')

/** Sees whether a text does anything but stand there. */
export interface HostileWatch {
  /** Nothing ran, nothing was asked for, and nothing of a text has become an element or an attribute. */
  expectHarmless(where: string): Promise<void>
  /** These texts are on the screen as they are, and harmless. */
  expectShown(texts: readonly string[], where: string): Promise<void>
  /** All that can be read on the screen, folded: texts, what stands in fields, and what hovering would show. */
  shown(): Promise<string>
  /** What was seen so far was meant to happen. */
  forget(): Promise<void>
}

/** Watches a window from now on: `canary()`, dialogs, requests, other pages, the console and the content policy. */
export async function watchOver(page: Page): Promise<HostileWatch> {
  const complaints: string[] = []
  listen(page, complaints)
  await page.evaluate(() => {
    const ran: string[] = []
    Reflect.set(window, 'ran', ran)
    Reflect.set(window, 'canary', () => ran.push('canary'))
    document.addEventListener('securitypolicyviolation', (event) => ran.push(`policy: ${event.blockedURI}`))
  })
  const watch: HostileWatch = {
    async expectHarmless(where) {
      expect({ ...(await stateOf(page)), complaints }, where).toEqual({
        ...{ ran: [], handlers: [], foreign: [], links: [], tooWide: false },
        complaints: [],
      })
    },
    async expectShown(texts, where) {
      const missing = async () => {
        const screen = await watch.shown()
        return texts.filter((text) => !screen.includes(foldedText(text))).map((text) => text.slice(0, 80))
      }
      await expect.poll(missing, { message: where }).toEqual([])
      await watch.expectHarmless(where)
    },
    async shown() {
      const text = await page.evaluate(() => {
        const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value)
        const titles = [...document.querySelectorAll('[title]')].map((element) => element.getAttribute('title') ?? '')
        return [document.body.textContent, ...fields, ...titles].join('\n')
      })
      return foldedText(text)
    },
    async forget() {
      complaints.length = 0
      await page.evaluate(() => {
        ;(Reflect.get(window, 'ran') as string[]).length = 0
      })
    },
  }
  return watch
}

function listen(page: Page, complaints: string[]): void {
  const home = new URL(page.url()).origin
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || new URL(frame.url()).origin !== home) complaints.push(`went to ${frame.url()}`)
  })
  page.on('popup', (popup) => complaints.push(`opened ${popup.url()}`))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== home && protocol !== 'blob:') complaints.push(`asked for ${request.url().slice(0, 100)}`)
  })
}

/** What a text could have turned into. */
function stateOf(page: Page) {
  return page.evaluate(() => ({
    ran: Reflect.get(window, 'ran') as unknown,
    handlers: [...document.querySelectorAll('*')]
      .filter((element) => element.getAttributeNames().some((name) => /^(on|v-|@)/.test(name)))
      .map((element) => element.outerHTML.slice(0, 120)),
    foreign: [
      ...document.querySelectorAll('#hostile, iframe, object, embed, base, marquee, video, [http-equiv=refresh]'),
    ].map((element) => element.outerHTML.slice(0, 120)),
    links: [...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => !/^(#|https:\/\/www\.|mailto:)/.test(href)),
    tooWide: document.documentElement.scrollWidth > window.innerWidth + 1,
  }))
}
