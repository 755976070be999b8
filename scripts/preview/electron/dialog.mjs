import { strict } from '../strict.mjs'

const line = (kind, options = {}) =>
  process.stderr.write(
    `[dialog] ${kind}: ${[options.title, options.message, options.detail].filter(Boolean).join(' / ')}\n`,
  )

/** Dialogs of the system have nobody to answer them here: each is written down and cancelled. Tests replace the functions. */
export function createDialog() {
  const optionsOf = (args) => (args.length > 1 ? args[1] : args[0]) ?? {}
  return strict('dialog', {
    showOpenDialog: async (...args) => {
      line('open', optionsOf(args))
      return { canceled: true, filePaths: [] }
    },
    showSaveDialog: async (...args) => {
      line('save', optionsOf(args))
      return { canceled: true, filePath: '' }
    },
    showMessageBox: async (...args) => {
      const options = optionsOf(args)
      line('message', options)
      return { response: options.cancelId ?? 0, checkboxChecked: options.checkboxChecked ?? false }
    },
    showErrorBox: (title, message) => void line('error', { title, message }),
  })
}
