import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, statSync, writeSync } from 'node:fs'
import { DOWNLOAD_TYPE } from '../../shared/files/image-types.ts'
import { MAX_IMAGE_BYTES } from '../../shared/protocol/limits.ts'
import { serveCalls } from '../lib/worker-calls.ts'
import { SIGNATURE_BYTES, cleanImage, looksLikeImage } from './images/clean-image.ts'

/** The worker thread of `FileExaminer`: reading through a file holds a thread up. */
export type FileCalls = typeof calls

/** What a file is, by its content alone. */
export interface Examined {
  readonly type: string
  /** In bytes. */
  readonly size: number
  readonly sha256: Uint8Array
}

const CHUNK_BYTES = 1024 * 1024

const calls = {
  /** The file is written anew when it is an image that tells more than what it shows. */
  examine(path: string): Examined {
    const size = statSync(path).size
    const clean = size <= MAX_IMAGE_BYTES && looksLikeImage(readHead(path)) ? cleanImage(readWhole(path, size)) : null
    if (clean === null) return { type: DOWNLOAD_TYPE, size, sha256: hashOf(path) }
    return { type: clean.type, ...write(path, clean.parts) }
  },
}

function readHead(path: string): Uint8Array {
  return withFile(path, 'r', (file) => {
    const head = new Uint8Array(SIGNATURE_BYTES)
    return head.subarray(0, readSync(file, head))
  })
}

function readWhole(path: string, size: number): Uint8Array {
  return withFile(path, 'r', (file) => {
    const bytes = new Uint8Array(size)
    let at = 0
    for (let read = -1; at < size && read !== 0; at += read) read = readSync(file, bytes, at, size - at, null)
    return bytes.subarray(0, at)
  })
}

function write(path: string, parts: readonly Uint8Array[]): Omit<Examined, 'type'> {
  const hash = createHash('sha256')
  let size = 0
  withFile(path, 'w', (file) => {
    for (const part of parts) {
      hash.update(part)
      size += part.byteLength
      for (let at = 0; at < part.byteLength;) at += writeSync(file, part, at)
    }
    fsyncSync(file)
  })
  return { size, sha256: hash.digest() }
}

function hashOf(path: string): Uint8Array {
  return withFile(path, 'r', (file) => {
    const hash = createHash('sha256')
    const chunk = new Uint8Array(CHUNK_BYTES)
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) hash.update(chunk.subarray(0, read))
    return hash.digest()
  })
}

function withFile<Result>(path: string, flags: string, work: (file: number) => Result): Result {
  const file = openSync(path, flags)
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}

serveCalls(calls)
