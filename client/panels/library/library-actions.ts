import type { ReadonlySignal } from '@preact/signals-core'
import type { Clock } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import type { RecentDocument } from '../../sync/recent-documents.ts'
import type { Failure, LibraryApi } from './library-api.ts'
import type { LibraryList } from './library-list.ts'
import type { Row } from './library-rows.ts'
import { words } from './library-words.ts'

/** Where the list stands: what else there is of the page, and of this device. */
export interface LibraryPlace {
  /** What this device keeps. */
  readonly recents: ReadonlySignal<readonly RecentDocument[]>
  readonly clock: Clock
  linkTo(document: string, key: string): string
  open(href: string): void
  blank(): void
  /** Asks for files or a folder. */
  importFiles(): void
  /** Makes an archive of them. */
  downloadAll(rows: readonly Row[]): void
  /** Kept on this device at once, and sent when there is a connection. */
  rename(document: string, title: string): void
  /** Removes the document from this device. */
  forget(document: string): void
}

/** What became of something, and what may be done about it. */
export interface Notice {
  readonly text: string
  readonly undo?: () => void
  /** Where what was made is. */
  readonly href?: string
}

/** What can be done to a document in the list. Each tells what became of it. */
export class LibraryActions {
  readonly #api: LibraryApi
  readonly #list: LibraryList
  readonly #place: LibraryPlace
  readonly #tell: (notice: Notice) => void

  constructor(api: LibraryApi, list: LibraryList, place: LibraryPlace, tell: (notice: Notice) => void) {
    this.#api = api
    this.#list = list
    this.#place = place
    this.#tell = tell
  }

  async rename({ document, openedAt }: Row, title: string): Promise<void> {
    if (openedAt !== null) this.#place.rename(document, title)
    else if (!(await this.#done(this.#api.rename({ document, title })))) return
    this.#list.patch(document, { title: title === '' ? null : title })
  }

  async archive(row: Row, archived: boolean): Promise<void> {
    const { document, title } = row
    if (!(await this.#done(this.#api.archive({ document, archived })))) return
    this.#list.patch(document, { archivedAt: archived ? this.#place.clock.now() : null })
    const text = archived ? words.archived(title) : words.unarchived(title)
    this.#tell({ text, undo: () => void this.archive(row, !archived) })
  }

  async duplicate({ document, title }: Row): Promise<void> {
    const [copy, key] = [newId(), newId()]
    const done = await this.#done(this.#api.duplicate({ document, copy, key }))
    if (done === null) return
    const { leftFiles = 0 } = done
    const text = leftFiles === 0 ? words.copied(title) : words.copiedWithout(title, leftFiles)
    this.#tell({ text, href: this.#place.linkTo(copy, key) })
    await this.#list.refresh()
  }

  async trash(row: Row): Promise<void> {
    const { document, title, openedAt, isUnsaved } = row
    if (!(await this.#done(this.#api.trash(document)))) return
    // It goes on to be called what it was here.
    this.#list.patch(document, { trashedAt: this.#place.clock.now(), firstLine: title })
    // What is here alone stays here: it may be restored.
    if (openedAt !== null && !isUnsaved) this.#place.forget(document)
    this.#tell({ text: words.trashed(title), undo: () => void this.restore(row) })
  }

  async restore({ document, title }: Row): Promise<void> {
    if (!(await this.#done(this.#api.restore(document)))) return
    this.#list.patch(document, { trashedAt: null })
    this.#tell({ text: words.restored(title) })
  }

  async purge({ document, title }: Row): Promise<void> {
    if (!(await this.#done(this.#api.purge(document)))) return
    this.#list.remove(document)
    this.#place.forget(document)
    this.#tell({ text: words.purged(title) })
  }

  async giveUp({ document, title, openedAt }: Row): Promise<void> {
    if (!(await this.#done(this.#api.giveUp(document)))) return
    this.#list.remove(document)
    if (openedAt !== null) this.#place.forget(document)
    this.#tell({ text: words.givenUp(title) })
  }

  forget({ document, title }: Row): void {
    this.#place.forget(document)
    this.#tell({ text: words.forgotten(title) })
  }

  /** Null when it was refused, which is told. */
  async #done<Done extends { readonly ok: true }>(asked: Promise<Done | Failure>): Promise<Done | null> {
    const outcome = await asked
    if (outcome.ok) return outcome
    this.#tell({ text: outcome.sentence })
    // What is shown may not be so any more.
    if (outcome.code !== 'offline') void this.#list.refresh()
    return null
  }
}
