import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The Electron runtime, if it has really been installed. Looks at files only: loading the package would start its download.
 * @param {string} root the repository
 * @returns {string | null} path of the executable
 */
export function findElectron(root) {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return existsSync(executable) ? executable : null
}
