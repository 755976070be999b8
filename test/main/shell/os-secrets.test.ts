import { describe, expect, it } from 'vitest'
import { createOsSecrets, keepsKeys, type KeyStore } from '../../../src-main/shell/os-secrets.ts'

/** A key store whose key is `key`; it refuses what was sealed with another. */
const store = (key: string, available = true, backend = 'gnome_libsecret'): KeyStore => ({
  isEncryptionAvailable: () => available,
  encryptString: (text) => Buffer.from(`${key}:${text}`),
  decryptString: (sealed) => {
    const text = sealed.toString()
    if (!text.startsWith(`${key}:`)) throw new Error('another key')
    return text.slice(key.length + 1)
  },
  getSelectedStorageBackend: () => backend,
})

const windows = { platform: 'win32', preview: false } as const
const linux = { platform: 'linux', preview: false } as const
const refused = { ok: false, text: '' }

describe('secrets of the operating system', () => {
  it('come back as they went in, and never stand in the sealed text', async () => {
    const ask = createOsSecrets(store('k'), windows)
    const sealed = await ask('seal', 'パスtest1234')
    expect(sealed.ok).toBe(true)
    expect(sealed.text).not.toContain('test1234')
    expect(await ask('open', sealed.text)).toEqual({ ok: true, text: 'パスtest1234' })
  })

  it('are refused when they were sealed with another key', async () => {
    const sealed = await createOsSecrets(store('theirs'), windows)('seal', 'pass')
    expect(await createOsSecrets(store('ours'), windows)('open', sealed.text)).toEqual(refused)
  })

  it('are refused when there is no key store', async () => {
    const ask = createOsSecrets(store('k', false), windows)
    expect([await ask('seal', 'pass'), await ask('open', 'cGFzcw==')]).toEqual([refused, refused])
  })

  it('are not entrusted to the key everybody knows', async () => {
    expect(keepsKeys(store('k', true, 'basic_text'), linux)).toBe(false)
    expect(keepsKeys(store('k', true, 'kwallet5'), linux)).toBe(true)
    expect(keepsKeys(store('k', true, 'basic_text'), windows)).toBe(true)
    expect(await createOsSecrets(store('k', true, 'basic_text'), linux)('seal', 'pass')).toEqual(refused)
  })
})
