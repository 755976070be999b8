import type { Envelope } from '../../src-shared/api.ts'
import { CALL_CHANNEL, HOST_CHANNEL, type HostRequest } from '../../src-shared/bridge.ts'
import type { FailureCode } from '../../src-shared/failure.ts'
import { callSchema, hostRequestSchema, MAX_MESSAGE_BYTES, measure } from './ipc-message.ts'
import { isOwnPage } from './window-origin.ts'

/** The part of Electron's event that tells who is asking. */
export interface Asking {
  readonly sender: { readonly id: number }
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null
}

/** The part of `ipcMain` used here. */
export interface IpcDoor {
  handle(channel: string, listener: (event: Asking, ...args: unknown[]) => Promise<unknown>): void
}

export interface IpcTargets {
  /** Ids of the pages of our own windows. */
  isOurWindow(contentsId: number): boolean
  /** Forwards to the core thread. */
  call(name: string, input: unknown): Promise<Envelope>
  /** Does what only the host can do. */
  host(request: HostRequest): Promise<unknown>
}

/** Thrown at a sender that is not our own top frame. It tells nothing, because whoever asks is not ours. */
export class ForeignSenderError extends Error {
  constructor() {
    super('refused')
    this.name = 'ForeignSenderError'
  }
}

/**
 * The one way from the window into the main process. Both channels take exactly one message and pass the same three
 * checks: our window's top frame on our own origin, plain data within 512 kB, the channel's own shape.
 */
export function openIpc(door: IpcDoor, targets: IpcTargets): void {
  door.handle(CALL_CHANNEL, async (event, ...args) => {
    requireOwnFrame(event, targets)
    const weight = check(args)
    if (weight !== null) return refusal(weight)
    const message = callSchema.safeParse(args[0])
    return message.success ? targets.call(message.data.name, message.data.input) : refusal('call.invalid')
  })
  door.handle(HOST_CHANNEL, async (event, ...args) => {
    requireOwnFrame(event, targets)
    const message = check(args) === null ? hostRequestSchema.safeParse(args[0]) : null
    return message?.success === true ? targets.host(message.data) : false
  })
}

function requireOwnFrame(event: Asking, targets: IpcTargets): void {
  const frame = event.senderFrame
  const ours = frame?.parent === null && isOwnPage(frame.url) && targets.isOurWindow(event.sender.id)
  if (!ours) throw new ForeignSenderError()
}

/** Null when the message may be looked at, else the reason why not. */
function check(args: readonly unknown[]): FailureCode | null {
  const measured = measure(args)
  if (!measured.plain || args.length !== 1) return 'call.invalid'
  return measured.bytes > MAX_MESSAGE_BYTES ? 'call.too-large' : null
}

const refusal = (code: FailureCode): Envelope => ({ ok: false, failure: { code, params: {} } })
