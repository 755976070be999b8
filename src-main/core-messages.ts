import type { Envelope, EventMessage } from '../src-shared/api.ts'

/** Where the program keeps things and how it runs; handed to the core thread when it starts (worker data). */
export interface CoreStart {
  /** Folder that holds the data file, backups, secrets and logs. */
  readonly dataDir: string
  /** 練習, テスト or 本番. A shop is one of them for good; the shell refuses `production` in the preview. */
  readonly mode: 'rehearsal' | 'test' | 'production'
  /** `preview` when the stand-in runs the shell, `desktop` in the real runtime. */
  readonly host: 'desktop' | 'preview'
  /** Version of the program, for the log and the About screen. */
  readonly version: string
}

/** Shell → core thread. */
export type ToCore =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly kind: 'secret'; readonly id: number; readonly ok: boolean; readonly text: string }
  | { readonly kind: 'close' }

/** Core thread → shell. `secret` asks the operating system's key store to seal or open a text. */
export type FromCore =
  | { readonly kind: 'answer'; readonly id: number; readonly envelope: Envelope }
  | { readonly kind: 'event'; readonly event: EventMessage }
  | { readonly kind: 'secret'; readonly id: number; readonly act: 'seal' | 'open'; readonly text: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
