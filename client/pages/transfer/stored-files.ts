import { fileAddress } from '../../../shared/files/file-address.ts'
import type { FilesAnswer, StoredFile, UploadAnswer } from '../../../shared/files/file-answers.ts'
import { ERRORS, isErrorCode } from '../../../shared/protocol/errors.ts'
import type { StoredPicture } from './import-run.ts'
import { words } from './transfer-words.ts'

/** What is stored with a document, relative to the page's base, under which this Weft is served. */
function address(document: string, file = ''): URL {
  return new URL(`api/documents/${document}/files${file}`, window.document.baseURI)
}

/** Stores a picture with a document. Never rejects, but for an abort. */
export async function storePicture(
  document: string,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<StoredPicture> {
  try {
    const answer = (await fetch(address(document, `?name=${encodeURIComponent(name)}`), {
      method: 'POST',
      body: bytes as Uint8Array<ArrayBuffer>,
      headers: { 'content-type': 'application/octet-stream' },
      signal,
    }).then((response) => response.json())) as UploadAnswer | { readonly ok: false; readonly code?: unknown }
    if (answer.ok) return { ok: true, address: fileAddress(answer.file.id, answer.file.name) }
    return { ok: false, words: isErrorCode(answer.code) ? ERRORS[answer.code].sentence : words.notStored }
  } catch {
    signal.throwIfAborted()
    return { ok: false, words: words.notStored }
  }
}

/** The files of a document; null when they cannot be listed. */
export async function listFiles(document: string, signal: AbortSignal): Promise<readonly StoredFile[] | null> {
  try {
    const response = await fetch(address(document), { signal })
    const answer = (await response.json()) as FilesAnswer | { readonly ok: false }
    return answer.ok ? answer.files : null
  } catch {
    signal.throwIfAborted()
    return null
  }
}

/** What is in a file of a document; null when it cannot be had. */
export async function readFile(document: string, id: string, signal: AbortSignal): Promise<Blob | null> {
  try {
    const response = await fetch(address(document, `/${id}`), { signal })
    return response.ok ? await response.blob() : null
  } catch {
    signal.throwIfAborted()
    return null
  }
}
