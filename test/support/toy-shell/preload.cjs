const { contextBridge, ipcRenderer } = require('electron')

contextBridge.exposeInMainWorld('toy', {
  call: (name, ...args) => ipcRenderer.invoke('toy:call', name, ...args),
  callUnknown: () => ipcRenderer.invoke('toy:unknown'),
  shout: (text) => ipcRenderer.send('toy:shout', text),
  add: (a, b) => a + b,
  onEvent: (listener) => {
    const forward = (_event, message) => listener(message)
    ipcRenderer.on('toy:event', forward)
    return () => ipcRenderer.removeListener('toy:event', forward)
  },
})
