import { strict } from '../strict.mjs'

/** Electron's `shell`: opens nothing, but writes down what would have been opened; `opened` is there for tests. */
export function createShell() {
  const opened = []
  const record = (kind, target) => {
    opened.push({ kind, target })
    process.stderr.write(`[shell] ${kind}: ${target}\n`)
  }
  return strict('shell', {
    opened,
    openExternal: async (url) => record('openExternal', url),
    openPath: async (path) => {
      record('openPath', path)
      return ''
    },
    showItemInFolder: (path) => record('showItemInFolder', path),
    beep() {},
  })
}
