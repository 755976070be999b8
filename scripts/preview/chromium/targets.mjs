import { emptyPage } from './flags.mjs'

/** The window Chromium opened at its start (only with a display), or null when it has been used or none came. */
async function startWindow(browser) {
  if (browser.headless || browser.startWindowUsed) return null
  browser.startWindowUsed = true
  const { targetInfos } = await browser.root.call('Target.getTargets')
  const found = targetInfos.find(({ type, url }) => type === 'page' && url.startsWith(emptyPage.slice(0, 15)))
  if (found) return found.targetId
  return new Promise((resolve) => {
    const onCreated = ({ targetInfo }) => {
      if (targetInfo.type !== 'page') return
      browser.root.off('Target.targetCreated', onCreated)
      resolve(targetInfo.targetId)
    }
    browser.root.on('Target.targetCreated', onCreated)
  })
}

/** A window that Chromium opened in spite of the page's script has no place here: the guard opens windows itself. */
function closePopups(browser, targetId) {
  browser.root.on('Target.targetCreated', ({ targetInfo }) => {
    if (targetInfo.openerId !== targetId) return
    browser.root.call('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {})
  })
}

/**
 * Opens a window and attaches to it.
 * @param {Awaited<ReturnType<import('./browser.mjs').startBrowser>>} browser
 * @param {{width: number, height: number}} size in CSS pixels
 */
export async function openTarget(browser, { width, height }) {
  const create = () => browser.root.call('Target.createTarget', { url: 'about:blank', width, height, newWindow: true })
  const targetId = (await startWindow(browser)) ?? (await create()).targetId
  const { sessionId } = await browser.root.call('Target.attachToTarget', { targetId, flatten: true })
  const session = browser.session(sessionId)
  closePopups(browser, targetId)
  const destroyed = new Promise((resolve) => {
    const onDestroyed = (event) => {
      if (event.targetId !== targetId) return
      browser.root.off('Target.targetDestroyed', onDestroyed)
      session.forget()
      resolve(undefined)
    }
    browser.root.on('Target.targetDestroyed', onDestroyed)
    browser.gone.then(resolve)
  })
  return { targetId, session, destroyed }
}
