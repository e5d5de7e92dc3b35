import { fileAddress } from '../../../shared/files/file-address.ts'
import type { StoredFile } from '../../../shared/files/file-answers.ts'
import type { Clock } from '../../lib/clock.ts'
import { fileApi } from '../../panels/files/file-api.ts'
import type { StoredPicture } from './import-run.ts'

/** A server that has much to do is asked so often again. */
const MAX_TRIES = 10
const PATIENCE_MS = 2_000

/** Stores a picture with a document. Rejects only when it is aborted. */
export async function storePicture(
  clock: Clock,
  document: string,
  name: string,
  bytes: Uint8Array,
  signal: AbortSignal,
): Promise<StoredPicture> {
  const file = new Blob([bytes as Uint8Array<ArrayBuffer>])
  for (let tries = 1; ; tries++) {
    const answer = await fileApi.upload(document, file, { name, signal, onProgress: () => undefined })
    signal.throwIfAborted()
    if (answer.ok) return { ok: true, address: fileAddress(answer.file.id, answer.file.name) }
    if (answer.code !== 'slow' || tries === MAX_TRIES) return { ok: false, words: answer.sentence }
    await new Promise<void>((resolve) => clock.after(answer.retryAfterMs ?? PATIENCE_MS, resolve))
    signal.throwIfAborted()
  }
}

/** The files of a document; null when they cannot be listed. */
export async function listFiles(document: string, signal: AbortSignal): Promise<readonly StoredFile[] | null> {
  const answer = await fileApi.list(document)
  signal.throwIfAborted()
  return answer.ok ? answer.files : null
}

/** What is in a file of a document; null when it cannot be had. */
export async function readFile(document: string, id: string, signal: AbortSignal): Promise<Blob | null> {
  const answer = await fileApi.download(document, id)
  signal.throwIfAborted()
  return answer.ok ? answer.blob : null
}
