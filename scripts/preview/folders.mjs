import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where programs keep their data on this system. */
function appData() {
  if (process.platform === 'win32') return process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share')
}

/** The data folder of a preview, apart from the one of the installed program. */
export const previewData = (name) => join(appData(), `${name}-preview`)

/** The folders app.getPath knows, by Electron's names. */
export function usualFolders(name) {
  const home = homedir()
  const userData = previewData(name)
  return {
    home,
    appData: appData(),
    userData,
    sessionData: userData,
    logs: join(userData, 'logs'),
    temp: tmpdir(),
    exe: process.execPath,
    desktop: join(home, 'Desktop'),
    documents: join(home, 'Documents'),
    downloads: join(home, 'Downloads'),
  }
}
