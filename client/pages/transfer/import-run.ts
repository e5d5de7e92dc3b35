import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'
import type { Unpacked } from './archive-entries.ts'
import { isLitter, isTextKind, kindOf, nameIn } from './import-kinds.ts'
import { MAX_ARCHIVE_BYTES, MAX_IMPORTED_TEXTS, MAX_INNER_CODE, MAX_PICTURE_BYTES, mebibytes } from './import-limits.ts'
import { gatherSources, type ImportSource, sourceOfBytes } from './import-sources.ts'
import { ImportedLinks } from './imported-links.ts'
import { type ImportedText, readSource } from './imported-text.ts'
import type { Loss } from './losses.ts'
import { untilSettled } from './settled-session.ts'
import { addressPlaces } from './text-addresses.ts'
import { words } from './transfer-words.ts'
import { VaultFiles } from './vault-links.ts'
import type { WordHtml } from './word-html.ts'
import { writeImported } from './written-import.ts'

/** What an import needs of the page around it. */
export interface ImportPlace {
  readonly clock: Clock
  /** The blank page that is shown; null when the person chose to stay where they are. */
  showBlank(): Promise<Session | null>
  newId(): string
  /** A blank page that nobody sees, with this id. Whoever asks closes it. */
  openBlank(document: string): Session
  linkTo(session: Session): string
  /** For whoever may open the document already: an address without a key, at a heading or ''. */
  addressOf(document: string, heading: string): string
  unpack(archive: Uint8Array, signal: AbortSignal): Promise<Unpacked>
  word(bytes: Uint8Array, signal: AbortSignal): Promise<WordHtml | null>
  /** Stores a picture with a document; its address in the text, or why it cannot be stored. */
  store(document: string, name: string, bytes: Uint8Array, signal: AbortSignal): Promise<StoredPicture>
}

export type StoredPicture =
  | { readonly ok: true; readonly address: string }
  | { readonly ok: false; readonly words: string }

export interface ImportWork {
  readonly files: readonly File[]
  readonly entries: readonly FileSystemEntry[]
  readonly signal: AbortSignal
  /** So many of so many are done, and this is the next. */
  onProgress(done: number, all: number, name: string): void
}

export interface ImportedDocument {
  readonly title: string
  readonly href: string
}

export interface ImportOutcome {
  /** In the order in which they were made. The only one is shown already. */
  readonly documents: readonly ImportedDocument[]
  readonly losses: readonly Loss[]
  readonly isStopped: boolean
}

/** One after the other, so that no more than one is in memory and the server is not flooded. Never rejects. */
export async function runImport(place: ImportPlace, work: ImportWork): Promise<ImportOutcome> {
  const documents: ImportedDocument[] = []
  const losses: Loss[] = []
  try {
    const gathered = await gatherSources(work.files, work.entries, work.signal)
    losses.push(...gathered.losses)
    const { sources, unwanted } = await expandArchives(place, gathered.sources, work, losses)
    const texts = chooseTexts(sources, unwanted, losses)
    const shown = new Set<ImportSource>()
    await makeDocuments(place, texts, { sources, work, shown, documents, losses })
    const unseen = sources.filter(
      (source) => kindOf(source.path) === 'picture' && !shown.has(source) && !texts.includes(source),
    )
    if (texts.length > 0 && unseen.length > 0)
      losses.push({ about: '', words: words.unseenPictures(unseen.map(({ path }) => path)) })
  } catch (error) {
    if (!work.signal.aborted) throw error
    return { documents, losses, isStopped: true }
  }
  return { documents, losses, isStopped: false }
}

interface Expanded {
  readonly sources: readonly ImportSource[]
  /** Paths of what is in archives and is not taken out. */
  readonly unwanted: readonly string[]
}

/** Archives give way to what is in them, each as a folder of its name. */
async function expandArchives(
  place: ImportPlace,
  given: readonly ImportSource[],
  work: ImportWork,
  losses: Loss[],
): Promise<Expanded> {
  const sources: ImportSource[] = []
  const unwanted: string[] = []
  for (const source of given) {
    const { path, size } = source
    if (kindOf(path) !== 'archive') sources.push(source)
    else if (size > MAX_ARCHIVE_BYTES) {
      losses.push({ about: path, words: words.tooLarge(mebibytes(size), mebibytes(MAX_ARCHIVE_BYTES)) })
    } else {
      work.onProgress(0, 0, nameIn(path))
      const inside = await entriesOf(place, source, work.signal, losses)
      sources.push(...inside.sources)
      unwanted.push(...inside.unwanted)
    }
  }
  return { sources, unwanted }
}

async function entriesOf(
  place: ImportPlace,
  source: ImportSource,
  signal: AbortSignal,
  losses: Loss[],
): Promise<Expanded> {
  const { path } = source
  const unpacked = await source
    .read()
    .then((bytes) => place.unpack(bytes, signal))
    .catch(() => null)
  signal.throwIfAborted()
  if (unpacked === null || !unpacked.ok) {
    losses.push({ about: path, words: words.archiveRefused[unpacked?.why ?? 'not-an-archive'] })
    return { sources: [], unwanted: [] }
  }
  for (const { path: inner, why } of unpacked.skipped) {
    losses.push({ about: `${path}: ${inner}`, words: words.entrySkipped[why] })
  }
  const entries = unpacked.entries.filter((entry) => !isLitter(entry.path))
  return {
    sources: entries.map((entry) => sourceOfBytes(`${path}/${entry.path}`, entry.bytes)),
    unwanted: unpacked.unwanted.filter((inner) => !isLitter(inner)).map((inner) => `${path}/${inner}`),
  }
}

/** What becomes a document; what does not is named, unless it is a picture that may be in one. */
function chooseTexts(
  sources: readonly ImportSource[],
  unwanted: readonly string[],
  losses: Loss[],
): readonly ImportSource[] {
  const [only] = sources
  // Whoever opens one file means it, whatever it is called.
  if (sources.length + unwanted.length === 1 && only !== undefined) return [only]
  const texts = withoutPrograms(
    sources.filter(({ path }) => isTextKind(kindOf(path))),
    losses,
  )
  const others = sources.filter(({ path }) => kindOf(path) === null || kindOf(path) === 'archive')
  const left = [...others.map(({ path }) => path), ...unwanted]
  if (left.length > 0) losses.push({ about: '', words: words.otherFiles(left) })
  if (texts.length === 0) losses.push({ about: '', words: words.nothingToImport })
  if (texts.length <= MAX_IMPORTED_TEXTS) return texts
  losses.push({ about: '', words: words.tooManyTexts(MAX_IMPORTED_TEXTS) })
  return texts.toSorted((one, other) => Number(isCode(one)) - Number(isCode(other))).slice(0, MAX_IMPORTED_TEXTS)
}

/** Whoever takes in a folder of a program means the texts in it; whoever chooses files means these. */
function withoutPrograms(texts: readonly ImportSource[], losses: Loss[]): readonly ImportSource[] {
  // Weft's own archives have all texts at their top.
  const nested = new Set(texts.filter(({ path }) => path.split('/').length > 2).map(({ path }) => rootOf(path)))
  const isInProgram = (source: ImportSource): boolean => {
    const root = rootOf(source.path)
    return isCode(source) && root !== source.path && (kindOf(root) !== 'archive' || nested.has(root))
  }
  const code = texts.filter(isInProgram)
  if (code.length <= MAX_INNER_CODE) return texts
  losses.push({ about: '', words: words.codeLeftOut(code.length, MAX_INNER_CODE) })
  return texts.filter((source) => !isInProgram(source))
}

function isCode({ path }: ImportSource): boolean {
  return kindOf(path) === 'code'
}

/** The folder or archive that was chosen, or the file itself. */
function rootOf(path: string): string {
  return path.split('/', 1)[0] ?? path
}

interface Making {
  /** All that was chosen. */
  readonly sources: readonly ImportSource[]
  readonly work: ImportWork
  /** Pictures that some text shows. */
  readonly shown: Set<ImportSource>
  readonly documents: ImportedDocument[]
  readonly losses: Loss[]
}

async function makeDocuments(place: ImportPlace, texts: readonly ImportSource[], making: Making): Promise<void> {
  const { work, losses } = making
  const beside = new Map(making.sources.map((source) => [source.path, source]))
  const vault = new VaultFiles(making.sources)
  const tools = { beside, vault, word: (bytes: Uint8Array) => place.word(bytes, work.signal) }
  // The only one is shown, in a document that is there.
  const ids = new Map(texts.length === 1 ? [] : texts.map((source) => [source, place.newId()]))
  const links = new ImportedLinks({ beside, ids, addressOf: (...target) => place.addressOf(...target) })
  try {
    for (const [index, source] of texts.entries()) {
      work.onProgress(index, texts.length, nameIn(source.path))
      const read = await readSource(source, tools)
      work.signal.throwIfAborted()
      losses.push(...read.losses)
      if (read.text === '') losses.push({ about: source.path, words: words.empty })
      if (read.text === null || read.text === '') ids.delete(source)
      else {
        await makeDocument(place, { ...read, text: links.written(read) }, ids.get(source) ?? null, making)
        links.made(source)
      }
    }
  } finally {
    losses.push(...links.losses())
  }
}

/** @param id null: of the page that is shown. */
async function makeDocument(
  place: ImportPlace,
  imported: ImportedText,
  id: string | null,
  making: Making,
): Promise<void> {
  const { documents, losses } = making
  const { signal } = making.work
  const isOnly = id === null
  const session = isOnly ? await orStopped(place.showBlank(), signal) : place.openBlank(id)
  if (session === null) return
  let isSaved = false
  try {
    writeImported(session, imported)
    // From here on it is there, whatever comes of the rest.
    documents.push({ title: imported.title, href: place.linkTo(session) })
    const pictures = usedPictures(imported)
    for (const picture of pictures.values()) making.shown.add(picture)
    if (!isOnly || pictures.size > 0) await untilSettled(session, place.clock, signal)
    if (pictures.size > 0) await storePictures(place, session, imported, pictures, signal, losses)
    if (!isOnly) isSaved = (await untilSettled(session, place.clock, signal)).name === 'saved'
  } finally {
    if (!isOnly) await session.close()
  }
  if (isOnly || isSaved) return
  // Only now: whoever closes waits for this device.
  const status = session.status.peek()
  const isKept = 'kept' in status && status.kept
  losses.push({ about: imported.path, words: isKept ? words.keptHere : words.inPageOnly })
}

/** Whoever stops it does not wait for what somebody is asked. */
function orStopped<Value>(asked: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    asked.then(resolve, reject)
  })
}

function usedPictures(imported: ImportedText): Map<string, ImportSource> {
  const used = new Map<string, ImportSource>()
  for (const { address } of addressPlaces(imported.text)) {
    const picture = imported.picture(address)
    if (picture !== null) used.set(address, picture)
  }
  return used
}

async function storePictures(
  place: ImportPlace,
  session: Session,
  { path }: ImportedText,
  pictures: ReadonlyMap<string, ImportSource>,
  signal: AbortSignal,
  losses: Loss[],
): Promise<void> {
  const stored = new Map<ImportSource, string>()
  for (const picture of new Set(pictures.values())) {
    const about = `${path}: ${nameIn(picture.path)}`
    if (picture.size > MAX_PICTURE_BYTES) {
      losses.push({ about, words: words.tooLarge(mebibytes(picture.size), mebibytes(MAX_PICTURE_BYTES)) })
      continue
    }
    const bytes = await picture.read().catch(() => null)
    const answer =
      bytes === null
        ? { ok: false as const, words: words.unreadable }
        : await place.store(session.document, nameIn(picture.path), bytes, signal)
    signal.throwIfAborted()
    if (answer.ok) stored.set(picture, answer.address)
    else losses.push({ about, words: answer.words })
  }
  const replica = session.replica.peek()
  if (replica === null) return
  // By what stands there now: somebody may have written meanwhile.
  const places = addressPlaces(replica.text.toJSON())
  replica.doc.transact(() => {
    for (const { from, to, address } of places.toReversed()) {
      const picture = pictures.get(address)
      const next = picture === undefined ? undefined : stored.get(picture)
      if (next === undefined) continue
      replica.text.delete(from, to - from)
      replica.text.insert(from, next)
    }
  })
}
