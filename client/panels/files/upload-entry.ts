import type { StoredFile } from '../../../shared/files/file-answers.ts'
import { isImageType } from '../../../shared/files/image-types.ts'
import { newId } from '../../lib/ids.ts'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('files', english)

/** What somebody sees of a file that is on its way. */
export interface Upload {
  readonly id: string
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** It goes on by itself when the page is closed and the document opened again in this browser. */
  readonly isKept: boolean
  readonly state: UploadState
}

export type UploadState =
  | { readonly name: 'waiting' }
  /** There is no connection: it is sent when there is one. */
  | { readonly name: 'unconnected' }
  /** `share` of it is sent: 0 to 1. */
  | { readonly name: 'sending'; readonly share: number }
  | { readonly name: 'failed'; readonly sentence: string }

/** One upload, as the page goes about it. */
export interface UploadEntry {
  readonly id: string
  readonly name: string
  readonly size: number
  readonly isImage: boolean
  /** Null once it is stored and in the text. */
  file: File | null
  isKept: boolean
  /** `away`: its place is not in the text, or not any more. `done`: it is in the text. */
  phase: UploadState | { readonly name: 'away' } | { readonly name: 'done' }
  isThere: boolean
  stored: StoredFile | null
  abort: AbortController | null
  cancelGone: (() => void) | null
  attempts: number
}

/** Of a file that is to stand in the text. */
export function newEntry(file: File): UploadEntry {
  return {
    id: newId(),
    // Some programs give what is pasted no name.
    name: file.name || words.file,
    size: file.size,
    isImage: isImageType(file.type),
    file,
    isKept: false,
    phase: { name: 'waiting' },
    isThere: true,
    stored: null,
    abort: null,
    cancelGone: null,
    attempts: 0,
  }
}

/** Of one that this device kept. */
export function keptEntry(id: string, file: File): UploadEntry {
  return { ...newEntry(file), id, isKept: true, phase: { name: 'away' }, isThere: false }
}

/** A folder looks like a file until one reads it, and a file may be gone since it was chosen. */
export async function canRead(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}
