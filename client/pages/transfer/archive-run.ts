import { Zip, ZipDeflate, ZipPassThrough } from 'fflate'
import { fileAddress } from '../../../shared/files/file-address.ts'
import type { StoredFile } from '../../../shared/files/file-answers.ts'
import type { Clock } from '../../lib/clock.ts'
import { sentenceOf } from '../../panels/error-sentences.ts'
import type { Session } from '../../sync/session.ts'
import { ArchiveNames } from './archive-names.ts'
import type { Loss } from './losses.ts'
import { untilSettled } from './settled-session.ts'
import { words } from './transfer-words.ts'

/** A document to be put into an archive. */
export interface ArchivedDocument {
  readonly document: string
  /** Of a link that opens it; '' without one. */
  readonly key: string
  readonly title: string
  /** This device keeps a copy, with what is not saved yet. */
  readonly isHere: boolean
}

/** What an archive needs of the page around it. */
export interface ArchivePlace {
  readonly clock: Clock
  /** Opens a document without showing it, as somebody who comes and goes unseen. Whoever asks closes it. */
  openUnseen(document: ArchivedDocument): Session
  /** Null when they cannot be listed. */
  files(document: string, signal: AbortSignal): Promise<readonly StoredFile[] | null>
  file(document: string, id: string, signal: AbortSignal): Promise<Blob | null>
}

export interface ArchiveWork {
  readonly documents: readonly ArchivedDocument[]
  readonly signal: AbortSignal
  onProgress(done: number, all: number, name: string): void
}

export interface ArchiveOutcome {
  /** A zip; null when there is nothing in it, or the work was stopped. */
  readonly archive: Blob | null
  /** So many documents are in it. */
  readonly count: number
  readonly losses: readonly Loss[]
}

/** Every document as Markdown, and its files beside it where the text looks for them. */
export async function runArchive(place: ArchivePlace, work: ArchiveWork): Promise<ArchiveOutcome> {
  const losses: Loss[] = []
  const names = new ArchiveNames()
  const zip = new BlobZip()
  let count = 0
  try {
    for (const [index, document] of work.documents.entries()) {
      work.onProgress(index, work.documents.length, document.title)
      const text = await readText(place, document, work.signal)
      if (!text.ok) {
        losses.push({ about: document.title, words: text.words })
        continue
      }
      zip.addText(names.nameFor(text.title), text.text)
      count++
      losses.push(...(await addFiles(place, document, zip, work.signal)))
    }
  } catch (error) {
    if (!work.signal.aborted) throw error
    return { archive: null, count: 0, losses }
  }
  return { archive: count === 0 ? null : zip.end(), count, losses }
}

type ReadText =
  | { readonly ok: true; readonly title: string; readonly text: string }
  | { readonly ok: false; readonly words: string }

async function readText(place: ArchivePlace, document: ArchivedDocument, signal: AbortSignal): Promise<ReadText> {
  const session = place.openUnseen(document)
  try {
    await untilSettled(session, place.clock, signal)
    const code = session.closed.peek()
    const text = session.replica.peek()?.text.toJSON()
    // What is on this device is text, whatever the server says of the document now.
    // By the text itself: the list knows of it what the server read last.
    if (text !== undefined) return { ok: true, title: session.displayTitle.peek(), text }
    return { ok: false, words: code === null ? words.noConnection : sentenceOf(code) }
  } finally {
    await session.close()
  }
}

async function addFiles(
  place: ArchivePlace,
  { document, title }: ArchivedDocument,
  zip: BlobZip,
  signal: AbortSignal,
): Promise<Loss[]> {
  const files = await place.files(document, signal)
  if (files === null) return [{ about: title, words: words.filesNotListed }]
  const losses: Loss[] = []
  for (const { id, name } of files) {
    const blob = await place.file(document, id, signal)
    if (blob === null) losses.push({ about: `${title}: ${name}`, words: words.unreadable })
    else await zip.addFile(fileAddress(id, name), blob)
  }
  return losses
}

/** A zip in pieces that the browser may keep outside of memory. */
class BlobZip {
  readonly #pieces: Blob[] = []
  readonly #zip = new Zip((error, chunk) => {
    if (error !== null) throw error
    this.#pieces.push(new Blob([chunk]))
  })

  addText(name: string, text: string): void {
    const file = new ZipDeflate(name, { level: 6 })
    this.#zip.add(file)
    file.push(new TextEncoder().encode(text), true)
  }

  /** Pictures are packed already. */
  async addFile(name: string, blob: Blob): Promise<void> {
    const file = new ZipPassThrough(name)
    const bytes = new Uint8Array(await blob.arrayBuffer())
    this.#zip.add(file)
    file.push(bytes, true)
  }

  end(): Blob {
    this.#zip.end()
    return new Blob(this.#pieces, { type: 'application/zip' })
  }
}
