import { open } from 'node:fs/promises'
import { StorageError } from '../storage/storage.ts'

/** What comes off a connection. Throws when the connection ends before it does. */
export type Body = AsyncIterable<Uint8Array>

/**
 * Writes what comes to a new file, and never holds more of it than one piece. `file-too-large`: there is more than `maxBytes`, which is not
 * read. `bad-request`: it broke off. The file is not synced. Rejects with a `StorageError` when it cannot be written.
 */
export async function receive(
  body: Body,
  path: string,
  maxBytes: number,
): Promise<'whole' | 'file-too-large' | 'bad-request'> {
  const file = await open(path, 'wx', 0o600).catch(unwritten)
  try {
    let left = maxBytes
    for await (const piece of readable(body)) {
      if (piece === null) return 'bad-request'
      left -= piece.byteLength
      if (left < 0) return 'file-too-large'
      await file.writeFile(piece).catch(unwritten)
    }
    return 'whole'
  } finally {
    await file.close()
  }
}

/** The pieces; null when it breaks off. What is done with them throws its own errors. */
async function* readable(body: Body): AsyncGenerator<Uint8Array | null> {
  const pieces = body[Symbol.asyncIterator]()
  for (;;) {
    let next
    try {
      next = await pieces.next()
    } catch {
      yield null
      return
    }
    if (next.done === true) return
    yield next.value
  }
}

function unwritten(error: unknown): never {
  throw new StorageError(`a file could not be taken in: ${String(error)}`, { cause: error })
}
