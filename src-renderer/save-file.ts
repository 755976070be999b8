/**
 * Hands a finished file to the operator: Electron asks where to put it, a browser puts it where it keeps downloads. The
 * pieces are joined by the browser, so a large file is never copied into one string.
 */
export function saveFile(name: string, pieces: readonly (string | Uint8Array<ArrayBuffer>)[]): void {
  const url = URL.createObjectURL(new Blob([...pieces], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The download has taken hold of the file by then; freed at once, some browsers save nothing.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Bytes of a base64 text. */
export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index)
  return bytes
}
