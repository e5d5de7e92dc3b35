import { joinFrames } from '../../shared/protocol/frames.ts'
import {
  advance,
  type CachedDocument,
  type DocumentRecord,
  type DocumentSummary,
  holdSameEdits,
  type NewBranch,
  type NewRow,
  type OfflineCache,
  type PendingRow,
  type Progress,
  replaced,
  type Replacement,
  writtenBy,
} from './offline-cache.ts'
import type { SetAsideBranch } from './session.ts'

interface Held {
  record: DocumentRecord
  rows: { readonly id: number; readonly frames: Uint8Array }[]
  pending: PendingRow[]
}

/** The offline cache of a page that may not store anything (private windows, some policies), and of programs in Node. */
export class MemoryCache implements OfflineCache {
  readonly durable = false
  readonly #held = new Map<string, Held>()
  #branches: SetAsideBranch[] = []
  #lastId = 0
  readonly #listeners = new Set<() => void>()

  list(): Promise<DocumentSummary[]> {
    const summaries = [...this.#held.values()].map(({ record, pending }) => ({
      ...record,
      unsaved: pending.length > 0 || record.pendingTitle !== null,
      hasSetAside: this.#branches.some(({ document }) => document === record.document),
    }))
    return Promise.resolve(summaries)
  }

  load(document: string): Promise<CachedDocument | null> {
    const held = this.#held.get(document)
    if (held === undefined) return Promise.resolve(null)
    return Promise.resolve({ record: held.record, rows: [...held.rows], pending: [...held.pending] })
  }

  pending(document: string): Promise<PendingRow[]> {
    return Promise.resolve([...(this.#held.get(document)?.pending ?? [])])
  }

  begin(record: DocumentRecord): Promise<boolean> {
    const held = this.#held.get(record.document)
    if (held === undefined) this.#held.set(record.document, { record, rows: [], pending: [] })
    else held.record = { ...held.record, key: held.record.key || record.key, openedAt: record.openedAt }
    return this.#changed(true)
  }

  patch(document: string, fields: Partial<DocumentRecord>): Promise<boolean> {
    const held = this.#held.get(document)
    if (held !== undefined) held.record = { ...held.record, ...fields }
    return this.#changed(held !== undefined)
  }

  async appendPending(document: string, row: NewRow): Promise<number | null> {
    const held = this.#held.get(document)
    if (held === undefined) return null
    this.#lastId += 1
    held.pending.push({ ...row, id: this.#lastId, isDamaged: false })
    held.record = writtenBy(held.record, row.clientId)
    await this.#changed(true)
    return this.#lastId
  }

  appendRemote(document: string, frame: Progress & { readonly frames: Uint8Array }): Promise<boolean> {
    const held = this.#held.get(document)
    const record = held && advance(held.record, frame)
    if (held === undefined || !record) return Promise.resolve(false)
    held.record = record
    if (frame.frames.byteLength > 0) held.rows.push({ id: (this.#lastId += 1), frames: frame.frames })
    return Promise.resolve(true)
  }

  confirm(document: string, progress: Progress & { readonly rows: readonly number[] }): Promise<boolean> {
    const held = this.#held.get(document)
    if (held === undefined) return Promise.resolve(false)
    const ids = new Set(progress.rows)
    const confirmed = held.pending.filter((row) => ids.has(row.id))
    held.pending = held.pending.filter((row) => !ids.has(row.id))
    if (held.record.epoch === progress.epoch)
      held.rows.push(...confirmed.map(({ id, update }) => ({ id, frames: joinFrames([update]) })))
    held.record = { ...(advance(held.record, progress) ?? held.record), creating: false }
    return this.#changed(true)
  }

  replace(document: string, replacement: Replacement): Promise<boolean> {
    const held = this.#held.get(document)
    const record = held && replaced(held.record, replacement)
    if (held === undefined || !record) return Promise.resolve(false)
    held.record = record
    held.rows = [{ id: (this.#lastId += 1), frames: joinFrames([replacement.state]) }]
    return this.#changed(true)
  }

  forget(document: string): Promise<boolean> {
    this.#held.delete(document)
    this.#branches = this.#branches.filter((branch) => branch.document !== document)
    return this.#changed(true)
  }

  setAside(document: string): Promise<SetAsideBranch[]> {
    return Promise.resolve(this.#branches.filter((branch) => branch.document === document))
  }

  async addSetAside({ rows, ...branch }: NewBranch): Promise<number | null> {
    const same = this.#branches.find((each) => each.document === branch.document && holdSameEdits(each, branch))
    const id = same?.id ?? (this.#lastId += 1)
    if (same === undefined) this.#branches.push({ ...branch, id })
    const held = this.#held.get(branch.document)
    if (held !== undefined) held.pending = held.pending.filter((row) => !rows.includes(row.id))
    await this.#changed(true)
    return id
  }

  discardSetAside(id: number): Promise<boolean> {
    this.#branches = this.#branches.filter((branch) => branch.id !== id)
    return this.#changed(true)
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    this.#listeners.clear()
  }

  #changed(stored: boolean): Promise<boolean> {
    for (const listener of this.#listeners) listener()
    return Promise.resolve(stored)
  }
}
