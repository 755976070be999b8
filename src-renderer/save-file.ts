/** Hands a text to the browser part as a file to be saved: the runtime asks where, as for any download. */
export function saveTextFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // Not at once: the download begins after this turn.
  setTimeout(() => {
    URL.revokeObjectURL(url)
  }, 10_000)
}
