import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strict } from '../strict.mjs'

const mark = Buffer.from('jp1')
const [nonceBytes, tagBytes] = [12, 16]

/** The key lies beside the data, readable by its owner only: enough for a preview, which never meets real passwords. */
function readKey(userData) {
  const file = join(userData, 'preview-key')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' })
  return readFileSync(file)
}

/** Electron's `safeStorage` without the system's key store: AES-256-GCM with a key file in the data folder. */
export function createSafeStorage(host) {
  const key = () => {
    if (!host.isReady()) throw new Error('safeStorage cannot be used before app is ready')
    return readKey(host.app.getPath('userData'))
  }
  return strict('safeStorage', {
    isEncryptionAvailable: () => host.isReady(),
    getSelectedStorageBackend: () => 'basic_text',
    encryptString(text) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key(), nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([mark, nonce, cipher.getAuthTag(), sealed])
    },
    decryptString(sealed) {
      const start = mark.length + nonceBytes
      if (!sealed.subarray(0, mark.length).equals(mark))
        throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.')
      const decipher = createDecipheriv('aes-256-gcm', key(), sealed.subarray(mark.length, start))
      decipher.setAuthTag(sealed.subarray(start, start + tagBytes))
      return decipher.update(sealed.subarray(start + tagBytes), undefined, 'utf8') + decipher.final('utf8')
    },
  })
}
