/**
 * What the preload puts on `window.juchu`: named functions only, and nothing that names a file or a secret. The window
 * reaches the core through `call`; the others ask the host itself for something only it can do.
 */
export interface Bridge {
  /** Asks the core's door. Resolves to an `Envelope`; rejects only when the host refuses the sender itself. */
  call(name: string, input: unknown): Promise<unknown>
  /** Hands every `EventMessage` of the core to `listener`; the answer unsubscribes it. */
  onEvent(listener: (event: unknown) => void): () => void
  /** For the screen of a failed start: the system's folder dialog, then a restart on the chosen folder. */
  chooseDataFolder(): Promise<{ chosen: boolean }>
  /** Opens an https address in the system's browser when its host is on the host's list. */
  openExternal(url: string): Promise<{ opened: boolean }>
  /**
   * Opens a draft in the system's mail program; nothing is sent. `without-body` when the text is too long for this
   * system to hand over, `no` when the host refuses the draft or there is no mail program.
   */
  writeMail(draft: MailDraft): Promise<{ opened: MailOpened }>
  /** Shows the data folder in the system's file manager. */
  revealDataFolder(): Promise<void>
}

/** A mail as it is handed to the mail program. Plain text; `to` may be empty. */
export interface MailDraft {
  readonly to: string
  readonly subject: string
  readonly body: string
}
export type MailOpened = 'whole' | 'without-body' | 'no'

/** Channel of calls to the core: one message `{ name, input }`, answered by an envelope. */
export const CALL_CHANNEL = 'juchu:call'
/** Channel of events from the core. */
export const EVENT_CHANNEL = 'juchu:event'
/** Channel of questions to the host itself: one `HostRequest`. */
export const HOST_CHANNEL = 'juchu:host'

export type HostRequest =
  | { readonly act: 'choose-data-folder' }
  | { readonly act: 'open-external'; readonly url: string }
  | ({ readonly act: 'write-mail' } & MailDraft)
  | { readonly act: 'reveal-data-folder' }
