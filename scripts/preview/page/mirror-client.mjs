// Runs in a mirrored window, as text: no imports here.

/** Waits until the main process is back, then loads the page anew: its state went with the old connection. */
function reloadWhenBack() {
  setTimeout(() => {
    const probe = new WebSocket(`ws://${location.host}/__preview/ipc`)
    probe.addEventListener('open', () => location.reload())
    probe.addEventListener('error', reloadWhenBack)
  }, 1000)
}

/** Opens the one connection of this tab; what is posted before it stands is sent when it does. */
export function connectToMain() {
  const socket = new WebSocket(`ws://${location.host}/__preview/ipc`)
  const early = []
  socket.addEventListener('open', () => early.splice(0).forEach((text) => socket.send(text)))
  socket.addEventListener('close', reloadWhenBack)
  return {
    post(message) {
      const text = JSON.stringify(message)
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
      else early.push(text)
    },
    onMessage: (receive) => socket.addEventListener('message', ({ data }) => receive(JSON.parse(data))),
  }
}
