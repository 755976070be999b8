import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { once } from 'node:events'

/** What the build is made of; a change in any of it makes the built files old. */
const sources = [
  'src-main',
  'src-renderer',
  'src-shared',
  'resources',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'scripts',
]

const stampFile = (root) => join(root, 'dist', '.build-stamp')

/** Files under a path, in one order on every system. Of scripts only what the build can load: the stand-in changes nothing in it. */
function filesUnder(path) {
  if (!existsSync(path)) return []
  const entries = readdirSync(path, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !/[\\/]scripts[\\/]preview[\\/]/.test(file))
    .sort()
}

function sourceFiles(root) {
  return sources.flatMap((name) =>
    /\./.test(name) ? [join(root, name)].filter(existsSync) : filesUnder(join(root, name)),
  )
}

/** SHA-256 over names and contents of all sources. */
export function sourceHash(root) {
  const hash = createHash('sha256')
  for (const file of sourceFiles(root))
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}

function isFresh(root, hash) {
  const stamp = stampFile(root)
  const built = ['main/main.js', 'preload/preload.cjs', 'window/index.html'].every((name) =>
    existsSync(join(root, 'dist', name)),
  )
  return built && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

/**
 * Builds the program unless its built files belong to the sources as they are. Output goes to the error stream.
 * Throws when the build fails; then no stamp is left, so that the next start builds again.
 * @param {string} root the repository
 * @returns {Promise<boolean>} whether it built
 */
export async function buildIfNeeded(root) {
  const hash = sourceHash(root)
  if (isFresh(root, hash)) return false
  process.stderr.write('ビルドしています…\n')
  rmSync(stampFile(root), { force: true })
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const child = spawn(process.execPath, [vite, 'build', '--app', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`ビルドに失敗しました (${code})`)
  writeFileSync(stampFile(root), hash)
  return true
}
