// What `import … from 'electron'` gets. A name that is missing here fails at import, by name.
const electron = globalThis[Symbol.for('juchu-preview.electron')]

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell,
  webContents,
} = electron
export default electron
