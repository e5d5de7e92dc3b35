import type { FilesAnswer, StoredFile, UploadAnswer } from '../../../shared/files/file-answers.ts'
import { type ErrorCode, isErrorCode } from '../../../shared/protocol/errors.ts'
import { sentenceOf } from '../error-sentences.ts'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'

const words = wordsOf('files', english)

/** What went wrong, in words for the person. */
export interface Failure {
  readonly ok: false
  /** `offline`: nothing answered. `cancelled`: the caller gave it up. */
  readonly code: ErrorCode | 'offline' | 'cancelled'
  readonly sentence: string
  /** With `slow`: from now, when it makes sense to try again. */
  readonly retryAfterMs?: number
}

export type Outcome = { readonly ok: true } | Failure

export interface UploadOptions {
  /** As the file is called; a pasted image has no name of its own. */
  readonly name: string
  readonly signal: AbortSignal
  /** Called as it goes, with how much of it is sent: 0 to 1. */
  readonly onProgress: (share: number) => void
}

export interface DownloadAnswer {
  readonly ok: true
  readonly blob: Blob
  /** As it is called; '' when the server does not say. */
  readonly name: string
}

/** The files of a document, as calls. They never reject. */
export interface FileApi {
  list(document: string): Promise<FilesAnswer | Failure>
  /** Resolves once the file is durable. */
  upload(document: string, file: Blob, options: UploadOptions): Promise<UploadAnswer | Failure>
  download(document: string, id: string): Promise<DownloadAnswer | Failure>
  remove(document: string, id: string): Promise<Outcome>
}

/** Relative to the page's base, under which this Weft is served. */
export const fileApi: FileApi = {
  list: (document) => ask(filesOf(document)),
  upload,
  async download(document, id) {
    try {
      const response = await fetch(addressOf(document, id))
      if (!response.ok) return failureIn(await response.text())
      return { ok: true, blob: await response.blob(), name: nameIn(response.headers.get('content-disposition') ?? '') }
    } catch {
      return failure('offline')
    }
  },
  remove: (document, id) => ask(addressOf(document, id), 'DELETE'),
}

/** By `XMLHttpRequest`: `fetch` does not tell how far it is. */
function upload(
  document: string,
  file: Blob,
  { name, signal, onProgress }: UploadOptions,
): Promise<UploadAnswer | Failure> {
  if (signal.aborted) return Promise.resolve(failure('cancelled'))
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    const abort = (): void => request.abort()
    const end = (answer: UploadAnswer | Failure): void => {
      signal.removeEventListener('abort', abort)
      resolve(answer)
    }
    signal.addEventListener('abort', abort)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () => end(answerIn(request.responseText) as UploadAnswer | Failure))
    request.addEventListener('error', () => end(failure('offline')))
    request.addEventListener('abort', () => end(failure('cancelled')))
    request.open('POST', `${filesOf(document)}?name=${encodeURIComponent(name)}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.send(file)
  })
}

/** RFC 6266: what is not plain ASCII stands percent-encoded behind `filename*=`. */
function nameIn(disposition: string): string {
  try {
    const encoded = /filename\*=UTF-8''([^;\s]+)/i.exec(disposition)?.[1]
    return encoded === undefined ? (/filename="([^"\\]+)"/i.exec(disposition)?.[1] ?? '') : decodeURIComponent(encoded)
  } catch {
    return ''
  }
}

function filesOf(document: string): string {
  return new URL(`api/documents/${document}/files`, globalThis.document.baseURI).href
}

function addressOf(document: string, id: StoredFile['id']): string {
  return `${filesOf(document)}/${id}`
}

async function ask<Answer extends { readonly ok: true }>(address: string, method = 'GET'): Promise<Answer | Failure> {
  try {
    const response = await fetch(address, { method })
    return answerIn(await response.text()) as Answer | Failure
  } catch {
    return failure('offline')
  }
}

/** As it comes: a proxy may have answered, or a newer server. */
function answerIn(text: string): { readonly ok: true } | Failure {
  try {
    const answer = JSON.parse(text) as { readonly ok: boolean }
    return answer.ok ? { ...answer, ok: true } : failureIn(text)
  } catch {
    return failure('internal')
  }
}

function failureIn(text: string): Failure {
  try {
    const { code, retryAfterMs } = JSON.parse(text) as { readonly code?: unknown; readonly retryAfterMs?: unknown }
    const known = failure(isErrorCode(code) ? code : 'internal')
    return typeof retryAfterMs === 'number' ? { ...known, retryAfterMs } : known
  } catch {
    return failure('internal')
  }
}

export function failure(code: Failure['code']): Failure {
  const said: Partial<Readonly<Record<string, string>>> = words.failures
  const sentence = said[code] ?? (isErrorCode(code) ? sentenceOf(code) : '')
  return { ok: false, code, sentence }
}
