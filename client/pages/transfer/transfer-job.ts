import { signal, type ReadonlySignal } from '@preact/signals-core'
import { formatOf } from '../../../shared/document/format.ts'
import { titleFromText } from '../../../shared/document/title.ts'
import { newId } from '../../lib/ids.ts'
import { downloadBlob } from '../../panels/download.ts'
import { fileNameFor } from '../../panels/file-name.ts'
import { makePageFile } from '../../preview/page-file.ts'
import { MemoryCache } from '../../sync/memory-cache.ts'
import { documentLink } from '../address.ts'
import type { Services } from '../services.ts'
import type { Unpacked } from './archive-entries.ts'
import { type ArchivedDocument, runArchive } from './archive-run.ts'
import { type ExportPlace, runExport } from './export-run.ts'
import { MAX_READING_MS } from './import-limits.ts'
import { type ImportedDocument, type ImportPlace, runImport } from './import-run.ts'
import type { Loss } from './losses.ts'
import type { ReadingRequest } from './reading-worker.ts'
import { listFiles, readFile, storePicture } from './stored-files.ts'
import type { TransferRequest } from './transfer-request.ts'
import { words } from './transfer-words.ts'
import type { WordDocument, WordSource } from './word-document.ts'
import type { WordHtml } from './word-html.ts'
import { askWorker } from './worker-call.ts'

export interface TransferProgress {
  readonly words: string
  /** Null as long as nobody can say how much there is. */
  readonly share: number | null
}

/** What became of it. */
export interface TransferReport {
  readonly title: string
  readonly words: string
  readonly documents: readonly ImportedDocument[]
  readonly losses: readonly Loss[]
}

export interface TransferJob {
  readonly progress: ReadonlySignal<TransferProgress>
  /** Resolves to what the person is to be told; null when all is as they wanted it, or they stopped it. Never rejects. */
  readonly done: Promise<TransferReport | null>
  stop(): void
}

type Work = (signal: AbortSignal, tell: (progress: TransferProgress) => void) => Promise<TransferReport | null>

/** Begins what was asked for. */
export function startTransfer(services: Services, request: TransferRequest): TransferJob {
  switch (request.kind) {
    case 'import':
      return begin(words.importing, importWork(services, request))
    case 'export':
      return begin(words.exportingWords, exportWork(services, request))
    case 'archive':
      return begin(words.gathering, archiveWork(services, request.documents))
  }
}

function begin(first: string, work: Work): TransferJob {
  const controller = new AbortController()
  const progress = signal<TransferProgress>({ words: first, share: null })
  const done = work(controller.signal, (next) => (progress.value = next))
  return { progress, done, stop: () => controller.abort() }
}

function importWork(services: Services, { files, entries }: TransferRequest & { readonly kind: 'import' }): Work {
  return async (aborted, tell) => {
    const outcome = await runImport(importPlace(services), {
      files,
      entries,
      signal: aborted,
      onProgress: (done, all, name) =>
        tell(
          all === 0
            ? { words: words.unpacking(name), share: null }
            : { words: words.progress(done, all, name), share: done / all },
        ),
    })
    const { documents, losses, isStopped } = outcome
    // The only one is shown already.
    const isPlain = documents.length === 1 && losses.length === 0
    if (isPlain || (isStopped && documents.length === 0)) return null
    const made = documents.length === 0 ? words.noneMade : words.made(documents.length)
    return { title: words.importDone, words: isStopped ? words.stopped : made, documents, losses }
  }
}

function importPlace({ navigation, clock, open }: Services): ImportPlace {
  const ask = <Answer>(kind: ReadingRequest['kind'], bytes: Uint8Array, signal: AbortSignal): Promise<Answer> => {
    const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module', name: 'reading' })
    const message: ReadingRequest = { kind, bytes }
    return askWorker<Answer>({ worker, message, clock, limitMs: MAX_READING_MS, signal })
  }
  return {
    clock,
    showBlank: () => navigation.blank(),
    newId,
    openBlank: (document) => open(document, newId(), 'blank'),
    linkTo: ({ document, key }) => documentLink(navigation.base, document, key),
    addressOf: (document, heading) => documentLink(navigation.base, document, '', { heading }),
    unpack: (archive, aborted) => ask<Unpacked>('archive', archive, aborted),
    word: (bytes, aborted) => ask<WordHtml>('word', bytes, aborted),
    store: (...picture) => storePicture(clock, ...picture),
  }
}

function exportWork({ clock }: Services, { format, session }: TransferRequest & { readonly kind: 'export' }): Work {
  const text = session.replica.peek()?.text.toJSON() ?? ''
  // What is shown as the title follows the first line a moment later.
  const title = session.title.peek() ?? titleFromText(text)
  const readAs = formatOf(session.title.peek())
  const place: ExportPlace = {
    clock,
    file: (id, aborted) => readFile(session.document, id, aborted),
    page: (source, pictures, aborted) =>
      makePageFile({ text: source, format: readAs, pictures, clock, signal: aborted }),
    word: (source: WordSource, aborted) => {
      const worker = new Worker(new URL('./word-worker.ts', import.meta.url), { type: 'module', name: 'word' })
      return askWorker<WordDocument>({ worker, message: source, clock, limitMs: MAX_READING_MS, signal: aborted })
    },
  }
  return async (aborted) => {
    const { file, losses } = await runExport(place, { format, text, title, readAs, signal: aborted })
    if (file !== null) downloadBlob(fileNameFor(title, format), file)
    if (losses.length === 0) return null
    return { title: words.exportDone, words: file === null ? '' : words.exportMade, documents: [], losses }
  }
}

function archiveWork({ clock, open }: Services, documents: readonly ArchivedDocument[]): Work {
  return async (aborted, tell) => {
    const { archive, count, losses } = await runArchive(
      {
        clock,
        // What is not on this device already is not kept here.
        openUnseen: ({ document, key, isHere }) =>
          open(document, key, 'waiting', undefined, isHere ? undefined : new MemoryCache()),
        files: listFiles,
        file: readFile,
      },
      {
        documents,
        signal: aborted,
        onProgress: (done, all, name) => tell({ words: words.progress(done, all, name), share: done / all }),
      },
    )
    if (aborted.aborted) return null
    if (archive !== null) {
      const day = new Date(clock.now()).toISOString().slice(0, 10)
      downloadBlob(fileNameFor(`Weft ${day}`, 'zip'), archive)
    }
    const said = archive === null ? words.archiveEmpty : words.archiveMade(count)
    return { title: words.exportDone, words: said, documents: [], losses }
  }
}
