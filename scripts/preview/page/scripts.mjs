import { readFileSync } from 'node:fs'

/** One of the page's files as plain script text. */
const text = (name) => readFileSync(new URL(name, import.meta.url), 'utf8').replace(/^export /gm, '')

const pieces = () => [text('../codec.mjs'), text('./worlds.mjs'), text('./renderer.mjs')].join('\n')

const versionsForPage = () => JSON.stringify({ ...process.versions, platform: process.platform })

/** The preload's code as a function; its source is the built file, unchanged. */
const preloadFunction = (code) => `function (exports, require, module, process) {\n${code}\n}`

/** Script for the page's own world: receives what the preload exposes. `channel` is a secret of this window. */
export const mainWorldScript = (channel) => `(() => {
if (window !== window.top) return;
${text('./worlds.mjs')}
connectWorlds('${channel}-main', '${channel}-preload', (key, value) =>
  key === 'window.open' ? replaceOpen(value) : defineOnWindow(key, value));
})()`

/**
 * Script for the isolated world: makes `electron` over the binding, then runs the preload.
 * @param {{channel: string, binding: string, preload: string}} parts
 */
export const preloadWorldScript = ({ channel, binding, preload }) => `(() => {
if (window !== window.top) return;
${pieces()}
const send = globalThis[${JSON.stringify(binding)}];
const post = (message) => send(JSON.stringify(message));
const { expose } = connectWorlds('${channel}-preload', '${channel}-main', () => {});
const { electron, receive } = makeRenderer(post, expose);
globalThis.receiveFromMain = receive;
post({ type: 'hello' });
expose('window.open', makeOpen(post));
runPreload(${preloadFunction(preload)}, electron, ${versionsForPage()});
watchPage(post);
})()`

/** Script for a mirrored window: the same over a WebSocket, in the page's own world. */
export const mirrorScript = (preload) => `(() => {
${pieces()}
${text('./mirror-client.mjs')}
const { post, onMessage } = connectToMain();
const { electron, receive } = makeRenderer(post, defineOnWindow);
onMessage(receive);
replaceOpen(makeOpen(post));
runPreload(${preloadFunction(preload)}, electron, ${versionsForPage()});
watchPage(post);
})()`
