import { z } from 'zod'
import type { HostRequest } from '../../src-shared/bridge.ts'

/** Largest message from the window, in bytes of UTF-8 text. Files come in pieces far below it. */
export const MAX_MESSAGE_BYTES = 512 * 1024

/** Deeper nesting than any form of ours; bounds the recursion below. */
const MAX_DEPTH = 32

export type Measured = { readonly plain: true; readonly bytes: number } | { readonly plain: false }

/**
 * Size of a value that came over IPC, when it is plain data: null, booleans, finite numbers, texts, lists and plain
 * objects (absent fields allowed). Anything else, `__proto__` as a key included, is not plain. Stops early above the
 * size limit, so a huge message costs no more than a large one.
 */
export function measure(value: unknown, depth = 0): Measured {
  if (depth > MAX_DEPTH) return { plain: false }
  if (typeof value === 'string') return { plain: true, bytes: Buffer.byteLength(value) }
  if (typeof value === 'number') return Number.isFinite(value) ? { plain: true, bytes: 8 } : { plain: false }
  if (value === null || value === undefined || typeof value === 'boolean') return { plain: true, bytes: 4 }
  if (Array.isArray(value)) return measureAll(value as readonly unknown[], depth)
  if (typeof value !== 'object' || !isPlainObject(value)) return { plain: false }
  const values: readonly unknown[] = Object.values(value)
  return measureAll([...Object.keys(value), ...values], depth)
}

function measureAll(values: readonly unknown[], depth: number): Measured {
  let bytes = 2
  for (const value of values) {
    const part = measure(value, depth + 1)
    if (!part.plain) return part
    bytes += part.bytes + 1
    if (bytes > MAX_MESSAGE_BYTES) break
  }
  return { plain: true, bytes }
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !Object.hasOwn(value, '__proto__')
}

/** A question to the core's door. The door itself checks the name and the input. */
export const callSchema = z.strictObject({ name: z.string().min(1).max(60), input: z.unknown() })

/** A question to the host. */
export const hostRequestSchema: z.ZodType<HostRequest> = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('choose-data-folder') }),
  z.strictObject({ act: z.literal('open-external'), url: z.string().max(2000) }),
  z.strictObject({
    act: z.literal('write-mail'),
    to: z.string().max(254),
    subject: z.string().max(200),
    body: z.string().max(5000),
  }),
  z.strictObject({ act: z.literal('reveal-data-folder') }),
])
