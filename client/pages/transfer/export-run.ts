import type { Format } from '../../../shared/document/format.ts'
import type { Clock } from '../../lib/clock.ts'
import type { PageFile } from '../../preview/messages.ts'
import { asDataAddresses, picturesIn } from './document-pictures.ts'
import { htmlFile } from './html-file.ts'
import type { Loss } from './losses.ts'
import { words } from './transfer-words.ts'
import type { WordDocument, WordSource } from './word-document.ts'
import { wordImages } from './word-images.ts'

export type ExportFormat = 'html' | 'docx'

/** What an export needs of the page around it. What makes the file rejects when it cannot. */
export interface ExportPlace {
  readonly clock: Clock
  /** Null when it cannot be had. */
  file(id: string, signal: AbortSignal): Promise<Blob | null>
  page(text: string, pictures: Readonly<Record<string, string>>, signal: AbortSignal): Promise<PageFile>
  word(source: WordSource, signal: AbortSignal): Promise<WordDocument>
}

export interface ExportWork {
  readonly format: ExportFormat
  readonly text: string
  readonly title: string
  /** How the text is read. */
  readonly readAs: Format
  readonly signal: AbortSignal
}

export interface ExportOutcome {
  /** Null when it could not be made, or the work was stopped. */
  readonly file: Blob | null
  readonly losses: readonly Loss[]
}

/** Makes a file of a document, with what it shows in it. Never rejects. */
export async function runExport(place: ExportPlace, work: ExportWork): Promise<ExportOutcome> {
  const { text, signal, format } = work
  try {
    // Elsewhere an address of a picture is only words.
    const isMarkdown = work.readAs.kind === 'markdown'
    const { pictures, losses } = await picturesIn(isMarkdown ? text : '', (id) => place.file(id, signal))
    const made = format === 'html' ? await asPage(place, work, pictures) : await asWord(place, work, pictures)
    return { file: made.file, losses: [...losses, ...made.losses.map((why) => ({ about: '', words: why }))] }
  } catch {
    if (signal.aborted) return { file: null, losses: [] }
    return { file: null, losses: [{ about: '', words: words.notMade }] }
  }
}

interface Made {
  readonly file: Blob
  readonly losses: readonly string[]
}

async function asPage(place: ExportPlace, work: ExportWork, pictures: ReadonlyMap<string, Blob>): Promise<Made> {
  const page = await place.page(work.text, await asDataAddresses(pictures), work.signal)
  const file = new Blob([htmlFile({ page, title: work.title })], { type: 'text/html;charset=utf-8' })
  const losses = [
    page.linked > 0 ? words.linkedMedia(page.linked) : '',
    page.files > 0 ? words.filesLeftOut(page.files) : '',
    page.undrawn > 0 ? words.undrawn(page.undrawn) : '',
    page.isIncomplete ? words.asWritten : '',
  ]
  return { file, losses: losses.filter((each) => each !== '') }
}

async function asWord(place: ExportPlace, work: ExportWork, pictures: ReadonlyMap<string, Blob>): Promise<Made> {
  const { text, title, readAs, signal } = work
  const made = await place.word({ text, title, format: readAs, images: await wordImages(pictures) }, signal)
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  const losses = [
    made.html > 0 ? words.htmlLeftOut : '',
    made.pictures > 0 ? words.linkedMedia(made.pictures) : '',
    readAs.kind === 'markdown' && /^ {0,3}(?:`{3,}|~{3,})\s*mermaid/m.test(text) ? words.diagramsAsCode : '',
    made.files > 0 ? words.filesLeftOut(made.files) : '',
    made.formulas > 0 ? words.formulasAsText : '',
  ]
  return {
    file: new Blob([made.bytes as Uint8Array<ArrayBuffer>], { type }),
    losses: losses.filter((each) => each !== ''),
  }
}
