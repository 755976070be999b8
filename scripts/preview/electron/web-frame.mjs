import { originOf } from '../address.mjs'
import { strict } from '../strict.mjs'

/**
 * Electron's WebFrameMain of a window's top frame, the only one that gets a preload.
 * @param {() => string} getUrl the address the window shows now
 */
export function topFrame(getUrl) {
  const frame = {
    get url() {
      return getUrl()
    },
    get origin() {
      return originOf(getUrl())
    },
    get top() {
      return face
    },
    parent: null,
    frames: [],
    name: '',
    processId: 1,
    routingId: 1,
    frameTreeNodeId: 1,
    detached: false,
    isDestroyed: () => false,
  }
  const face = strict('webFrameMain', frame)
  return face
}
