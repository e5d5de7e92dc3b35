import type { Extension, Transaction } from '@codemirror/state'
import { EditorView, ViewPlugin } from '@codemirror/view'
import * as Y from 'yjs'
import { TextPlaces } from '../../shared/document/text-places.ts'
import { fromText, type StateHolder } from './collab.ts'
import { ownHistory } from './undo.ts'

/** What the editor wrote by itself at one place: the first unit's clock of the own client, and the text. */
interface Written {
  readonly clock: number
  readonly text: string
}

/** The text is in `item` from its start on. */
interface Twin {
  readonly item: Y.Item
  readonly length: number
}

/** What two people wrote with their own hands stays, though it be the same. */
const HANDWRITTEN = ['input.type', 'input.paste', 'input.drop', 'input.complete', 'input.file']
/** Of these also what takes the place of nothing, like the marks around a word; a line that was made is wanted twice. */
const MARKING = ['input.task', 'input.format', 'input.table', 'move']

/** Others are told of a change within seconds; who was away for long has made few that are commands. */
const MAX_WRITTEN = 256
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
  readonly #text: Y.Text
  readonly #view: Pick<StateHolder, 'state'>
  /** What was written to the Y.Text since the editor's last update. */
  #fresh: Written[] = []
  #written: Written[] = []

  constructor(text: Y.Text, view: Pick<StateHolder, 'state'>) {
    this.#text = text
    this.#view = view
    text.observe(this.#observe)
  }

  /** To be called with the editor's transactions, once the Y.Text has them. */
  follow(transactions: readonly Transaction[]): void {
    const own = transactions.filter((each) => each.docChanged && each.annotation(fromText) === undefined)
    const inserts = own.flatMap(insertsOf)
    const fresh = this.#fresh
    this.#fresh = []
    // What is too long for one item is not told from others.
    if (fresh.length !== inserts.length || fresh.some(({ text }, index) => text !== inserts[index]?.text)) return
    const made = fresh.filter((_, index) => inserts[index]?.isMade)
    this.#written = [...this.#written, ...made].slice(-MAX_WRITTEN)
  }

  destroy(): void {
    this.#text.unobserve(this.#observe)
  }

  readonly #observe = (_event: Y.YTextEvent, transaction: Y.Transaction): void => {
    if (transaction.local) this.#fresh.push(...ownItems(transaction))
    else if (this.#written.length > 0) this.#meet(transaction)
  }

  #meet(transaction: Y.Transaction): void {
    const second = this.#written.flatMap((written) => this.#secondOf(written, transaction))
    // The editor is still to hear of what has come.
    if (second.length > 0) queueMicrotask(() => this.#remove(second))
  }

  #remove(twins: readonly Twin[]): void {
    if (this.#view.state.readOnly) return
    // Not as an edit of the editor's own: undo would bring it back.
    this.#text.doc?.transact(() => {
      for (const { item, length } of twins) {
        if (!item.deleted) this.#text.delete(TextPlaces.of(this.#text).indexOf(item), length)
      }
    }, this)
  }

  #secondOf({ clock, text }: Written, transaction: Y.Transaction): Twin[] {
    const { doc } = transaction
    const own = Y.getItem(doc.store, Y.createID(doc.clientID, clock))
    if (!(own instanceof Y.Item) || !beginsWith(own, clock, text)) return []
    const isTwin = (item: Y.Item): boolean => {
      const { client, clock: start } = item.id
      return (
        start >= (transaction.beforeState.get(client) ?? 0) &&
        client !== doc.clientID &&
        Y.compareIDs(item.origin, own.origin) &&
        Y.compareIDs(item.rightOrigin, own.rightOrigin) &&
        beginsWith(item, start, text)
      )
    }
    const { length } = text
    const later = around(own, 'right').filter(isTwin)
    if (around(own, 'left').some(isTwin)) return [{ item: own, length }]
    return later.map((item) => ({ item, length }))
  }
}

/** Lets what is written twice at the same time stand once. */
export const twinEdits: Extension = ViewPlugin.define(
  (view) => {
    const text = view.state.facet(ownHistory)?.text
    const twins = text === undefined ? null : new TwinEdits(text, view)
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
  const isMove = transaction.isUserEvent('move')
  const found: { text: string; isMade: boolean }[] = []
  transaction.changes.iterChanges((from, to, _from, _to, inserted) => {
    if (inserted.length === 0) return
    const isMark = inserted.lines === 1 || isMove
    found.push({ text: inserted.sliceString(0), isMade: !isByHand && isMark && (from < to || isMarking) })
  })
  return found
}

function ownItems({ doc, beforeState }: Y.Transaction): Written[] {
  const structs = doc.store.clients.get(doc.clientID) ?? []
  const items: Written[] = []
  const start = beforeState.get(doc.clientID) ?? 0
  for (let at = structs.length - 1; at >= 0; at--) {
    const struct = structs[at]
    if (struct === undefined || struct.id.clock < start) break
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentString)
      items.unshift({ clock: struct.id.clock, text: struct.content.str })
  }
  return items
}

/** Whether the item starts there, and with that text as it was written. */
function beginsWith(item: Y.Item, clock: number, text: string): boolean {
  if (item.deleted || item.id.clock !== clock || !(item.content instanceof Y.ContentString)) return false
  return item.content.str.startsWith(text)
}

function around(item: Y.Item, side: 'left' | 'right'): Y.Item[] {
  const found: Y.Item[] = []
  for (let next = item[side]; next !== null && found.length < MAX_BETWEEN; next = next[side]) found.push(next)
  return found
}
