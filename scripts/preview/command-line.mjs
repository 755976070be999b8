/** A switch and its value: --name=value, or --name alone. */
function parseSwitch(arg) {
  const [, name, value] = /^--?([^=]+)=?(.*)$/s.exec(arg) ?? []
  return [name, value]
}

/**
 * Reads Electron's command line: -r/--require modules, the application's folder, and switches before or after it.
 * @param {string[]} args without the executable
 * @returns {{appPath: string | null, modules: string[], switches: Map<string, string>}}
 */
export function parseCommandLine(args) {
  const modules = []
  const switches = new Map()
  let appPath = null
  const rest = [...args]
  while (rest.length > 0) {
    const arg = rest.shift()
    if (arg === '--') break
    if (arg === '-r' || arg === '--require') modules.push(rest.shift())
    else if (arg.startsWith('-')) switches.set(...parseSwitch(arg))
    else appPath ??= arg
  }
  return { appPath, modules, switches }
}
