import type { IncomingMessage } from 'node:http'

/** Far above anything the protocol needs. */
const MOST_BYTES = 1_048_576

/** The whole body; undefined when it is larger than a megabyte or breaks off. The rest of a large one is thrown away. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length
      if (size <= MOST_BYTES) parts.push(part)
    }
  } catch {
    // The sender went away; there is nobody left to answer.
    return undefined
  }
  return size > MOST_BYTES ? undefined : Buffer.concat(parts)
}
