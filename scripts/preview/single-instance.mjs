import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One socket per data folder, in the folder for temporary files because a socket's path must be short. */
function socketPath(userData) {
  const name = `juchu-preview-${createHash('sha256').update(userData).digest('hex').slice(0, 20)}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

/** Program for a short-lived Node that hands the message to the first instance; its exit code says whether one is there. */
const knock = `
const [path, message] = process.argv.slice(1)
const socket = require('node:net').connect(path, () => socket.end(message))
socket.on('close', (failed) => process.exit(failed ? 1 : 0))
socket.on('error', () => process.exit(1))
socket.resume()`

/** Electron wants the answer at once, so the knocking is done by a process that can be waited for. */
function tellFirst(path, message) {
  const { status } = spawnSync(process.execPath, ['-e', knock, path, message], { stdio: 'ignore', timeout: 10_000 })
  return status === 0
}

function listen(path, onMessage) {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const chunks = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', () => {})
    socket.on('end', () => {
      socket.end()
      onMessage(JSON.parse(Buffer.concat(chunks).toString('utf8')))
    })
  })
  server.on('error', () => {})
  server.listen(path)
  server.unref()
  return server
}

/**
 * app.requestSingleInstanceLock: true for the first instance on a data folder; a later one hands its command
 * line to the first and gets false. The socket of an instance that was killed is found dead and replaced.
 */
export function takeInstanceLock(host, onSecond, data = {}) {
  if (host.instanceLock) return true
  const path = socketPath(host.app.getPath('userData'))
  const onMessage = (message) => onSecond(message.argv, message.cwd, message.data)
  let server = listen(path, onMessage)
  if (!server.listening) {
    if (tellFirst(path, JSON.stringify({ argv: process.argv, cwd: process.cwd(), data }))) return false
    rmSync(path, { force: true })
    server = listen(path, onMessage)
  }
  host.instanceLock = {
    release() {
      server.close()
      host.instanceLock = null
    },
  }
  return server.listening
}
