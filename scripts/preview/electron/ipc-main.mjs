import { EventEmitter } from 'node:events'
import { decode, encode } from '../codec.mjs'
import { strict } from '../strict.mjs'

const reasonOf = (error) => (error instanceof Error ? String(error) : `Error: ${String(error)}`)

/** Electron's `ipcMain`, and the door through which messages of windows reach it. */
export function createIpcMain() {
  const handlers = new Map()
  const ipcMain = new EventEmitter()
  Object.assign(ipcMain, {
    handle(channel, handler) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, handler)
    },
    removeHandler: (channel) => void handlers.delete(channel),
  })

  async function answer(event, { channel, args }) {
    const handler = handlers.get(channel)
    if (!handler) throw new Error(`No handler registered for '${channel}'`)
    return encode(await handler({ ...event, type: 'invoke' }, ...decode(args)))
  }

  /**
   * Takes one message of a window.
   * @param {object} event sender, senderFrame, processId, frameId
   * @param {(message: object) => void} post answers to the same window
   */
  async function receive(event, message, post) {
    const { type, id, channel, args } = message
    if (type === 'send') {
      const reply = (replyChannel, ...values) => post({ type: 'event', channel: replyChannel, args: encode(values) })
      ipcMain.emit(channel, { ...event, type: 'message', reply }, ...decode(args))
      return
    }
    try {
      post({ type: 'reply', id, ok: true, value: await answer(event, message) })
    } catch (error) {
      post({ type: 'reply', id, ok: false, reason: reasonOf(error) })
    }
  }

  return { ipcMain: strict('ipcMain', ipcMain), receive }
}
