/** SQLite's primary result code of a failed call (5 busy, 8 read-only, 11 corrupt, 26 not a database …), or null. */
export function sqliteCode(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  const codes: readonly unknown[] = [Reflect.get(error, 'sqliteCode'), Reflect.get(error, 'errcode')]
  const found = codes.find((code) => typeof code === 'number')
  return typeof found === 'number' ? found & 0xff : null
}
