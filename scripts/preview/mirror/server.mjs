import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { UsageError } from '../arguments.mjs'
import { topFrame } from '../electron/web-frame.mjs'
import { mirrorScript } from '../page/scripts.mjs'
import { bridgePath, mirrorPolicy, withBridge } from './document.mjs'
import { createMirrorGuard } from './guard.mjs'

const refuse = (response, status, text) =>
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)

function sendBridge(host, response) {
  const { preload } = host.mainWindow().webContents.getLastWebPreferences()
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  response.writeHead(200, headers).end(mirrorScript(preload ? readFileSync(preload, 'utf8') : ''))
}

/** Serves one file of the window from the same handler that serves the window itself. */
async function sendFile({ host, origin, socketOrigin }, request, response) {
  const start = new URL(host.mainWindow().webContents.getURL())
  const { pathname, search } = new URL(request.url, origin)
  const url = `${start.protocol}//${start.host}${pathname}${search}`
  const answer = await host.protocols.answer({
    url,
    request: { method: request.method, headers: {} },
    resourceType: 'Other',
  })
  if (!answer || answer === 'cancelled') return refuse(response, 404, 'not found')
  const headers = Object.fromEntries(answer.headers)
  const policy = headers['content-security-policy']
  if (policy) headers['content-security-policy'] = mirrorPolicy(policy, socketOrigin)
  const body = Buffer.from(await answer.arrayBuffer())
  const isPage = (headers['content-type'] ?? '').startsWith('text/html')
  return response.writeHead(answer.status, headers).end(isPage ? withBridge(body.toString('utf8')) : body)
}

/** Joins one tab to the window: what it posts comes from the window's top frame, answers go to this tab alone. */
function joinTab(host, tabs, socket) {
  const window = host.mainWindow()
  if (!window) return socket.close()
  const frame = topFrame(() => window.webContents.getURL())
  const post = (message) => socket.send(JSON.stringify(message))
  tabs.add(post)
  socket.on('close', () => tabs.delete(post))
  socket.on('error', () => socket.terminate())
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    if (message.type === 'dark' || window.isDestroyed()) return
    window.receiveFromTab(message, frame, post)
  })
}

async function listen(server, port) {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((error) => {
    throw error.code === 'EADDRINUSE' ? new UsageError(`ポート ${port} はほかのプログラムが使っています。`) : error
  })
  return server.address().port
}

/**
 * Shows the first window to any browser of this machine: its files over HTTP, its messages over a WebSocket.
 * Several tabs may look at once; all are the same window to the program.
 * @param {object} host
 * @param {{port: number, token?: string}} wanted port 0 takes a free one
 */
export async function startMirror(host, { port: wantedPort, token = randomBytes(24).toString('hex') }) {
  const tabs = new Set()
  const server = createServer()
  const port = await listen(server, wantedPort)
  const guard = createMirrorGuard({ port, token })
  const place = { host, origin: guard.origin, socketOrigin: `ws://127.0.0.1:${port}` }

  async function answer(request, response) {
    if (!host.mainWindow()) return refuse(response, 503, 'ウインドウは閉じています')
    const start = new URL(host.mainWindow().webContents.getURL() || 'app://none/').pathname
    if (guard.opens(request))
      return response.writeHead(302, { 'set-cookie': guard.cookie, location: start, 'cache-control': 'no-store' }).end()
    if (!guard.mayRead(request)) return refuse(response, 403, '表示されたアドレスから開いてください')
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'GET only')
    const { pathname } = new URL(request.url, guard.origin)
    if (pathname === bridgePath) return sendBridge(host, response)
    if (pathname === '/favicon.ico') return response.writeHead(204).end()
    if (pathname === '/') return response.writeHead(302, { location: start }).end()
    return sendFile(place, request, response)
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((error) => {
      process.stderr.write(`${error.stack}\n`)
      if (!response.headersSent) refuse(response, 500, 'error')
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 8 * 1024 * 1024 })
  server.on('upgrade', (request, socket, head) => {
    if (guard.mayConnect(request) && new URL(request.url, guard.origin).pathname === '/__preview/ipc') {
      sockets.handleUpgrade(request, socket, head, (tab) => joinTab(host, tabs, tab))
    } else socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  })

  return {
    url: `${guard.origin}/__preview/open/${token}`,
    /** What a restarted program needs to be found at the same address. */
    identity: () => ({ port, token }),
    broadcast(contents, message) {
      if (contents === host.mainWindow()?.webContents) for (const post of tabs) post(message)
    },
    async close() {
      for (const tab of sockets.clients) tab.terminate()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}
