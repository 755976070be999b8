import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron'
import { WINDOW_URL } from './window-origin.ts'

/** Opens the desk's window on the built page. */
export function openDeskWindow(options: BrowserWindowConstructorOptions): BrowserWindow {
  const window = new BrowserWindow(options)
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(WINDOW_URL)
  return window
}

/** Brings a window to the front: a second start and the dock's icon do this instead of opening another. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
