import type { Extension, Transaction } from '@codemirror/state'
import { EditorView, ViewPlugin } from '@codemirror/view'
import * as Y from 'yjs'
import { TextPlaces } from '../../shared/document/text-places.ts'
import { fromText, type StateHolder } from './collab.ts'
import { ownHistory, type UndoHistory } from './undo.ts'

/** Of a text that two wrote at one place, the second. */
interface Twin {
  readonly item: Y.Item
  readonly text: string
}

/** What two people wrote with their own hands stays, though it be the same; and who moves a line may be writing in it already. */
const HANDWRITTEN = ['input.type', 'input.paste', 'input.drop', 'input.complete', 'input.file', 'move']
/** Of these also what takes the place of nothing, like the marks around a word. */
const MARKING = ['input.task', 'input.format', 'input.table']

/** Others are told of a change within seconds; who was away for long has made few that are commands. */
const MAX_WRITTEN = 4096
/** In UTF-16 code units: marks and numbers are short, and what others paste need not be looked at. */
const MAX_LENGTH = 200
/** Between two that were written at one place stands only what others wrote there at the same time. */
const MAX_BETWEEN = 16

/**
 * Two people tick the same box, or add to the same list, before they hear of each other: each lets the same `x` or number take the place
 * of the same one, and Yjs keeps both (`[xx]`, `33.`), which is what neither wanted. Whoever wrote one of the two takes the second of
 * them away. That both do so changes nothing: what is deleted twice is deleted once.
 *
 * Only what commands wrote is looked at, and only what was written without knowing of the other: both have the same neighbours then,
 * see "origin" in Nicolaescu et al., "Near Real-Time Peer-to-Peer Shared Editing on Extensible Data Types" (2016).
 */
export class TwinEdits {
  readonly #history: UndoHistory
  readonly #text: Y.Text
  readonly #view: Pick<StateHolder, 'state'>
  /** What was written to the Y.Text since the editor's last update. */
  #fresh: Y.Item[] = []
  /** What commands wrote, by `gapOf`. */
  readonly #written = new Map<string, Y.ID>()

  constructor(history: UndoHistory, view: Pick<StateHolder, 'state'>) {
    this.#history = history
    this.#text = history.text
    this.#view = view
    this.#text.observe(this.#observe)
  }

  /** To be called with the editor's transactions, once the Y.Text has them. */
  follow(transactions: readonly Transaction[]): void {
    const own = transactions.filter((each) => each.docChanged && each.annotation(fromText) === undefined)
    const inserts = own.flatMap(insertsOf)
    // Others may have written before: what brings a file in, for one.
    const fresh = inserts.length === 0 ? [] : this.#fresh.slice(-inserts.length)
    this.#fresh = []
    // What is too long for one item is not told from others.
    if (fresh.length !== inserts.length || fresh.some((item, at) => textOf(item) !== inserts[at]?.text)) return
    for (const [at, item] of fresh.entries()) if (inserts[at]?.isMade === true) this.#written.set(gapOf(item), item.id)
    for (const gap of this.#written.keys()) {
      if (this.#written.size <= MAX_WRITTEN) break
      this.#written.delete(gap)
    }
  }

  destroy(): void {
    this.#text.unobserve(this.#observe)
  }

  readonly #observe = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.local) this.#fresh.push(...itemsOf(transaction, transaction.doc.clientID))
    else if (this.#written.size > 0) this.#meet(transaction)
  }

  #meet(transaction: Y.Transaction): void {
    const clients = [...transaction.afterState.keys()]
    const items = clients.flatMap((client) => itemsOf(transaction, client))
    const short = items.filter(({ length }) => length <= MAX_LENGTH)
    const second = short.flatMap((item) => this.#secondOf(item) ?? [])
    // The editor is still to hear of what has come.
    if (second.length > 0) queueMicrotask(() => this.#remove(second))
  }

  /** Null where the item is no twin of one of the own, or the second is gone already. */
  #secondOf(item: Y.Item): Twin | null {
    const id = this.#written.get(gapOf(item))
    const { doc } = this.#text
    if (id === undefined || id.client === item.id.client || item.deleted || doc === null) return null
    const own = Y.getItem(doc.store, id)
    const text = textOf(item)
    if (!(own instanceof Y.Item) || own.id.clock !== id.clock) return null
    const isFirst = around(own, 'right').includes(item)
    if (!isFirst && !around(own, 'left').includes(item)) return null
    // Undo would put what both replaced beside what stands for it now.
    if (!isFirst || own.deleted) this.#forgetReplaced(own)
    if (!own.deleted && textOf(own).startsWith(text)) return { item: isFirst ? item : own, text }
    return null
  }

  /** What an item of the own took the place of stays away when that is undone: another stands for it, too. */
  #forgetReplaced({ id, origin }: Y.Item): void {
    const { doc } = this.#text
    const step = this.#history.manager.undoStack.find(({ insertions }) => holds(insertions, id))
    if (step === undefined || origin === null || doc === null) return
    // It was put behind what it replaced.
    let gone: unknown = Y.getItem(doc.store, origin)
    for (; gone instanceof Y.Item && gone.deleted; gone = gone.left) {
      const { client, clock } = gone.id
      const ranges = step.deletions.clients.get(client) ?? []
      step.deletions.clients.set(client, without(ranges, clock, clock + gone.length))
    }
  }

  #remove(twins: readonly Twin[]): void {
    const { doc } = this.#text
    if (this.#view.state.readOnly || doc === null) return
    const places = TextPlaces.of(this.#text)
    const ranges = twins
      // More may have come meanwhile.
      .filter(
        ({ item, text }) => !item.deleted && Y.getItem(doc.store, item.id) === item && textOf(item).startsWith(text),
      )
      .map(({ item, text }) => ({ index: places.indexOf(item), length: text.length }))
      .sort((one, other) => other.index - one.index)
      .filter(({ index }, at, all) => index !== all[at - 1]?.index)
    // From the end on, so that places stay what they are. Not as edits of the editor's own: undo would bring them back.
    doc.transact(() => {
      for (const { index, length } of ranges) this.#text.delete(index, length)
    }, this)
  }
}

/** Lets what is written twice at the same time stand once. */
export const twinEdits: Extension = ViewPlugin.define(
  (view) => {
    const history = view.state.facet(ownHistory)
    const twins = history === null ? null : new TwinEdits(history, view)
    return {
      written: (transactions: readonly Transaction[]) => twins?.follow(transactions),
      destroy: () => twins?.destroy(),
    }
  },
  {
    // Not the plugin's own `update`: the one that writes to the Y.Text may come behind it.
    provide: (plugin) =>
      EditorView.updateListener.of(({ view, transactions }) => view.plugin(plugin)?.written(transactions)),
  },
)

function insertsOf(transaction: Transaction): { readonly text: string; readonly isMade: boolean }[] {
  const isAny = (events: readonly string[]): boolean => events.some((event) => transaction.isUserEvent(event))
  const isByHand = isAny(HANDWRITTEN)
  const isMarking = isAny(MARKING)
  const found: { text: string; isMade: boolean }[] = []
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    if (inserted.length === 0) return
    // A line that was made is wanted twice.
    const isMade = !isByHand && inserted.lines === 1 && inserted.length <= MAX_LENGTH && (from < to || isMarking)
    found.push({ text: inserted.sliceString(0), isMade })
  })
  return found
}

/** What a client wrote within the transaction, as far as it is text. */
function itemsOf({ doc, beforeState }: Y.Transaction, client: number): Y.Item[] {
  const structs = doc.store.clients.get(client) ?? []
  const start = beforeState.get(client) ?? 0
  const first = structs.findLastIndex(({ id }) => id.clock < start) + 1
  return structs
    .slice(first)
    .filter((struct): struct is Y.Item => struct instanceof Y.Item && struct.content instanceof Y.ContentString)
}

/** What was written, and between what: the same for two only where neither knew of the other. */
function gapOf(item: Y.Item): string {
  const [left, right] = [item.origin, item.rightOrigin].map((id) => (id === null ? '' : `${id.client}.${id.clock}`))
  return `${left} ${right} ${textOf(item)}`
}

/** '' where nothing of it is left. */
function textOf({ content }: Y.Item): string {
  return content instanceof Y.ContentString ? content.str : ''
}

type DeleteSet = UndoHistory['manager']['undoStack'][number]['deletions']
type Ranges = ReturnType<DeleteSet['clients']['get']> & object

function holds({ clients }: DeleteSet, { client, clock }: Y.ID): boolean {
  return clients.get(client)?.some((range) => range.clock <= clock && clock < range.clock + range.len) ?? false
}

function without(ranges: Ranges, from: number, to: number): Ranges {
  return ranges.flatMap((range) => {
    const end = range.clock + range.len
    if (end <= from || range.clock >= to) return [range]
    const before = { clock: range.clock, len: from - range.clock }
    const after = { clock: to, len: end - to }
    return [before, after].filter(({ len }) => len > 0)
  })
}

function around(item: Y.Item, side: 'left' | 'right'): Y.Item[] {
  const found: Y.Item[] = []
  for (let next = item[side]; next !== null && found.length < MAX_BETWEEN; next = next[side]) found.push(next)
  return found
}
