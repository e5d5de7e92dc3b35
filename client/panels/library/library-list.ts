import { type ReadonlySignal, signal } from '@preact/signals-core'
import type { ListedDocument } from '../../../shared/library/library-answers.ts'
import type { Failure, LibraryApi } from './library-api.ts'

/** So many pages are asked for: what comes after is older than anybody scrolls. */
const MAX_PAGES = 20

/** What the server lists, as it was asked last. */
export interface Listed {
  /** Null until there was an answer. */
  readonly documents: readonly ListedDocument[] | null
  /** There are more than were asked for. */
  readonly isCut: boolean
  /** Why the last attempt brought nothing; null when it did. */
  readonly failure: Failure | null
}

/** Asks for the documents of whoever this is, page by page, once at a time. */
export class LibraryList {
  readonly listed: ReadonlySignal<Listed>
  readonly #listed = signal<Listed>({ documents: null, isCut: false, failure: null })
  readonly #api: Pick<LibraryApi, 'list'>
  #loading: Promise<void> | null = null
  #again = false

  constructor(api: Pick<LibraryApi, 'list'>) {
    this.#api = api
    this.listed = this.#listed
  }

  /** Resolves when the list is as the server has it from now on, or cannot be. */
  refresh(): Promise<void> {
    if (this.#loading !== null) {
      // What is on its way may be from before.
      this.#again = true
      return this.#loading
    }
    this.#loading = this.#loadAll().finally(() => (this.#loading = null))
    return this.#loading
  }

  /** What was just done, before the server lists it. */
  patch(document: string, fields: Partial<ListedDocument>): void {
    const { documents, ...rest } = this.#listed.peek()
    if (documents === null) return
    const patched = documents.map((each) => (each.document === document ? { ...each, ...fields } : each))
    this.#listed.value = { ...rest, documents: patched }
  }

  /** The same for what is not there any more. */
  remove(document: string): void {
    const { documents, ...rest } = this.#listed.peek()
    if (documents === null) return
    this.#listed.value = { ...rest, documents: documents.filter((each) => each.document !== document) }
  }

  async #loadAll(): Promise<void> {
    do {
      this.#again = false
      await this.#load()
    } while (this.#again)
  }

  async #load(isSecond = false): Promise<void> {
    const before = this.#listed.peek().documents
    const documents: ListedDocument[] = []
    let after: string | null = null
    for (let page = 0; page < MAX_PAGES; page++) {
      const answer = await this.#api.list(after)
      if (this.#again && page > 0) return
      // Something went away in the middle of the pages: they are asked for anew, once.
      if (!answer.ok && answer.code === 'outdated' && !isSecond) return this.#load(true)
      if (!answer.ok) return void (this.#listed.value = { documents: before, isCut: false, failure: answer })
      documents.push(...answer.documents)
      after = answer.next
      if (after === null) break
      // At first what is there is shown as it comes; later the whole takes the place of the whole.
      if (before === null) this.#listed.value = { documents: [...documents], isCut: true, failure: null }
    }
    this.#listed.value = { documents, isCut: after !== null, failure: null }
  }
}
