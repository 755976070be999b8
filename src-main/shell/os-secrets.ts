import type { SecretAnswer } from './core-host.ts'

/** The part of `safeStorage` used here. */
export interface KeyStore {
  isEncryptionAvailable(): boolean
  encryptString(text: string): Buffer
  decryptString(sealed: Buffer): string
  getSelectedStorageBackend(): string
}

/** Where the program runs, as far as the key store cares. */
export interface KeyStoreHost {
  readonly platform: NodeJS.Platform
  readonly preview: boolean
}

const refused: SecretAnswer = { ok: false, text: '' }

/**
 * True when the system really keeps the key. On a Linux desktop without a password service Chromium still encrypts, but
 * with a key everybody knows (`basic_text`): that is no key store, and the core is told so.
 */
export function keepsKeys(store: KeyStore, host: KeyStoreHost): boolean {
  if (!store.isEncryptionAvailable()) return false
  if (host.platform !== 'linux' || host.preview) return true
  return store.getSelectedStorageBackend() !== 'basic_text'
}

/**
 * Answers the core's requests: `seal` gives base64 of the encrypted text, `open` the text again. `ok: false` when there
 * is no key store or the sealed text was made with another key (another user, another machine). Nothing is logged.
 */
export function createOsSecrets(store: KeyStore, host: KeyStoreHost) {
  return (act: 'seal' | 'open', text: string): Promise<SecretAnswer> => {
    if (!keepsKeys(store, host)) return Promise.resolve(refused)
    try {
      const answer =
        act === 'seal' ? store.encryptString(text).toString('base64') : store.decryptString(Buffer.from(text, 'base64'))
      return Promise.resolve({ ok: true, text: answer })
    } catch {
      return Promise.resolve(refused)
    }
  }
}
