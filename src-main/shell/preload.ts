import { contextBridge, ipcRenderer } from 'electron'
import {
  CALL_CHANNEL,
  EVENT_CHANNEL,
  HOST_CHANNEL,
  type Bridge,
  type HostRequest,
  type MailOpened,
} from '../../src-shared/bridge.ts'

/** Asks the host; the answer's shape is fixed by `desk.ts`. */
const askHost = (request: HostRequest): Promise<unknown> => ipcRenderer.invoke(HOST_CHANNEL, request)

const mailOutcomes: readonly MailOpened[] = ['whole', 'without-body', 'no']

const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(CALL_CHANNEL, { name, input }),
  onEvent: (listener) => {
    // The event object of ipcRenderer carries the sender and ports, which the window must never hold.
    const forward = (_event: unknown, message: unknown): void => {
      listener(message)
    }
    ipcRenderer.on(EVENT_CHANNEL, forward)
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, forward)
    }
  },
  chooseDataFolder: async () => ({ chosen: (await askHost({ act: 'choose-data-folder' })) === true }),
  openExternal: async (url) => ({ opened: (await askHost({ act: 'open-external', url })) === true }),
  writeMail: async ({ to, subject, body }) => {
    const opened = await askHost({ act: 'write-mail', to, subject, body })
    return { opened: mailOutcomes.find((outcome) => outcome === opened) ?? 'no' }
  },
  revealDataFolder: async () => {
    await askHost({ act: 'reveal-data-folder' })
  },
}

contextBridge.exposeInMainWorld('juchu', bridge)
