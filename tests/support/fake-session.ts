import { type Signal, signal } from '@preact/signals-core'
import * as Y from 'yjs'
import type { SaveStatus, Session } from '../../client/sync/session.ts'
import type { ErrorCode } from '../../shared/protocol/errors.ts'

/** A document without a server: what of a session those need who write into it or read it unseen. */
export class FakeSession {
  readonly doc = new Y.Doc()
  readonly status: Signal<SaveStatus>
  readonly closed = signal<ErrorCode | null>(null)
  readonly displayTitle = signal('')
  readonly document: string
  isOpen = true
  #hasText = true

  constructor(document: string, text: string | null = '') {
    this.document = document
    this.status = signal<SaveStatus>({ name: text === '' ? 'blank' : 'saved' })
    if (text === null) this.#hasText = false
    else this.text.insert(0, text)
    // Saved at once.
    this.text.observe(() => (this.status.value = { name: 'saved' }))
  }

  get text(): Y.Text {
    return this.doc.getText('text')
  }

  get session(): Session {
    const replica = signal(this.#hasText ? { doc: this.doc, text: this.text } : null)
    const { document, status, closed, displayTitle } = this
    return {
      document,
      key: `key of ${document}`,
      status,
      closed,
      displayTitle,
      replica,
      rename: (title: string) => (displayTitle.value = title),
      close: async () => void (this.isOpen = false),
    } as unknown as Session
  }
}
