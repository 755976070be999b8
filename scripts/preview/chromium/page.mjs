import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { toAppUrl, toBrowserUrl } from '../address.mjs'
import { mainWorldScript, preloadWorldScript } from '../page/scripts.mjs'
import { printOptions } from './print.mjs'
import { answerRequests } from './requests.mjs'
import { openTarget } from './targets.mjs'

const preloadWorld = 'preload'

/** Puts the two scripts in place: one for the page's world, one with the binding for the preload's. */
async function installScripts(session, preload) {
  const channel = randomBytes(16).toString('hex')
  const binding = `toMain${channel}`
  await session.call('Runtime.addBinding', { name: binding, executionContextName: preloadWorld })
  await session.call('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript(channel) })
  const source = preloadWorldScript({ channel, binding, preload })
  await session.call('Page.addScriptToEvaluateOnNewDocument', { source, worldName: preloadWorld })
  return binding
}

/** Follows which document the window shows and passes on what happens to it. */
function followDocument(page, session, host) {
  const { schemes } = host.protocols
  session.on('Page.frameNavigated', ({ frame }) => {
    if (frame.parentId !== undefined) return
    page.topFrame = frame.id
    page.emit('navigated', toAppUrl(frame.url + (frame.urlFragment ?? ''), schemes))
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId === page.topFrame) page.emit('navigated-in-page', toAppUrl(url, schemes))
  })
  session.on('Page.domContentEventFired', () => page.emit('dom-ready'))
  session.on('Page.loadEventFired', () => page.emit('loaded'))
  session.on('Page.windowOpen', (event) => page.emit('window-open', { ...event, url: toAppUrl(event.url, schemes) }))
  session.on('Inspector.targetCrashed', () => page.emit('crashed'))
}

/** Carries messages between the preload's world and the main process; what comes too early waits for it. */
function followPreload(page, session, binding) {
  let world = null
  let waiting = []
  session.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === preloadWorld && context.auxData.frameId === page.topFrame) world = context.id
  })
  session.on('Runtime.executionContextsCleared', () => (world = null))
  session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
    if (world === executionContextId) world = null
  })
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name !== binding || executionContextId !== world) return
    const message = JSON.parse(payload)
    if (message.type === 'hello') waiting.splice(0).forEach(post)
    else page.emit('message', message)
  })

  function post(message) {
    if (world === null) {
      waiting.push(message)
      return
    }
    const functionDeclaration = 'function (message) { globalThis.receiveFromMain(message) }'
    const call = { functionDeclaration, executionContextId: world, arguments: [{ value: message }], silent: false }
    // A page that has just gone away cannot be told; nobody is left to mind.
    session.call('Runtime.callFunctionOn', call).catch(() => {})
  }
  return post
}

function reportErrors(session) {
  session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => {
    process.stderr.write(`[window] ${text} ${exception?.description ?? ''}\n`)
  })
}

async function setUp(page, { session, preload, host, mayNavigate }) {
  followDocument(page, session, host)
  reportErrors(session)
  await session.call('Page.enable')
  page.topFrame = (await session.call('Page.getFrameTree')).frameTree.frame.id
  await session.call('Inspector.enable')
  const binding = await installScripts(session, preload)
  page.post = followPreload(page, session, binding)
  await session.call('Runtime.enable')
  await answerRequests(session, {
    host,
    mayNavigate: (url, frame, isRedirect) => mayNavigate(url, { isTop: frame === page.topFrame, isRedirect }),
  })
}

/**
 * Opens one window in the stand-in's Chromium with the preload in an isolated world. Emits navigated,
 * navigated-in-page, dom-ready, loaded, window-open, crashed, message and closed.
 * @param {object} browser
 * @param {{host: object, preload: string, size: {width: number, height: number}, mayNavigate: (url: string, wish: {isTop: boolean, isRedirect: boolean}) => boolean}} wanted
 */
export async function openPage(browser, { host, preload, size, mayNavigate }) {
  const { targetId, session, destroyed } = await openTarget(browser, size)
  const page = Object.assign(new EventEmitter(), { targetId, session, topFrame: '', post: (_message) => {} })
  destroyed.then(() => page.emit('closed'))
  await setUp(page, { session, preload, host, mayNavigate })

  const evaluate = async (expression, userGesture = false) => {
    const wanted = { expression, userGesture, awaitPromise: true, returnByValue: true }
    const { result, exceptionDetails } = await session.call('Runtime.evaluate', wanted)
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  return Object.assign(page, {
    navigate: (url) => session.call('Page.navigate', { url: toBrowserUrl(url, host.protocols.schemes) }),
    reload: () => session.call('Page.reload'),
    evaluate,
    toPdf: async (options) =>
      Buffer.from((await session.call('Page.printToPDF', printOptions(options))).data, 'base64'),
    setColours: (scheme) =>
      session.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] }),
    setBounds: async (bounds) => {
      const { windowId } = await browser.root.call('Browser.getWindowForTarget', { targetId })
      await browser.root.call('Browser.setWindowBounds', { windowId, bounds })
    },
    bringToFront: () => session.call('Page.bringToFront'),
    close: () => browser.root.call('Target.closeTarget', { targetId }).catch(() => {}),
  })
}
