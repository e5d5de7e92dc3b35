import * as Y from 'yjs'

/** One operation of a Yjs text delta: the ones before it in the list are of what stands before it. */
export interface TextOperation {
  readonly retain?: number | undefined
  readonly delete?: number | undefined
  readonly insert?: unknown
}

/** With more, Yjs's own way is the shorter one. */
const MAX_ITEMS = 16
/** A mark is set after so many items that were passed. */
const ITEMS_PER_MARK = 200
const MAX_MARKS = 1_000

/** Items that a transaction brought and took away. */
interface Changed {
  readonly fresh: Set<Y.Item>
  readonly gone: Set<Y.Item>
}

const NOTHING: Changed = { fresh: new Set(), gone: new Set() }

/**
 * Where the items of a plain text stand. Yjs walks from the beginning of the text to find out, and through all of it to say what a
 * transaction did: of a text with a long history that takes longer than all else that a key costs. This remembers where some of
 * them stand, and walks from there.
 */
export class TextPlaces {
  static readonly #known = new WeakMap<Y.Text, TextPlaces>()
  readonly #text: Y.Text
  /** Items that can be seen, and the code units before each. */
  readonly #marks = new Map<Y.Item, number>()
  readonly #deltas = new WeakMap<Y.YTextEvent, readonly TextOperation[]>()

  private constructor(text: Y.Text) {
    this.#text = text
    // Marks follow each change, whether anybody asks or not.
    text.observe((event) => void this.deltaOf(event))
  }

  static of(text: Y.Text): TextPlaces {
    let places = TextPlaces.#known.get(text)
    if (places === undefined) {
      places = new TextPlaces(text)
      TextPlaces.#known.set(text, places)
    }
    return places
  }

  /** What `event.delta` says. To be called while the text is observed, or its items may be others. */
  deltaOf(event: Y.YTextEvent): readonly TextOperation[] {
    const known = this.#deltas.get(event)
    if (known !== undefined) return known
    const changed = changedItems(event)
    const delta = changed === null ? event.delta : this.#delta(changed)
    this.#follow(delta)
    this.#deltas.set(event, delta)
    return delta
  }

  /** How many code units stand before an item of the text. */
  indexOf(item: Y.Item): number {
    return this.#place(item, NOTHING).index
  }

  /** As `Y.createRelativePositionFromTypeIndex` gives it. */
  positionAt(index: number): Y.RelativePosition {
    const mark = this.#markBefore(index)
    if (mark === null) return Y.createRelativePositionFromTypeIndex(this.#text, index)
    let [item, at]: [Y.Item | null, number] = mark
    const name = this.#name()
    for (; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue
      if (item.length > index - at) {
        const id = Y.createID(item.id.client, item.id.clock + index - at)
        return new Y.RelativePosition(null, name, id, 0)
      }
      at += item.length
    }
    return new Y.RelativePosition(null, name, null, 0)
  }

  /**
   * Lets the next change at `index` be made without a walk from the beginning: Yjs has marks of its own, but forgets them whenever
   * somebody else writes. To be called where no transaction is under way.
   */
  prepare(index: number): void {
    // oxlint-disable-next-line no-underscore-dangle -- there is no other way to give Yjs one
    const known = this.#text._searchMarker
    const mark = this.#markBefore(index)
    if (known === null || known.length > 0 || mark === null) return
    const [item, before] = mark
    item.marker = true
    known.push({ p: item, index: before, timestamp: 0 })
  }

  #markBefore(index: number): [item: Y.Item, before: number] | null {
    let last: [Y.Item, number] | null = null
    for (const mark of this.#marks) {
      const [item, before] = mark
      if (before <= index && before >= (last?.[1] ?? 0) && !item.deleted) last = mark
    }
    const { doc } = this.#text
    if (last === null || doc === null || Y.getItem(doc.store, last[0].id) === last[0]) return last
    // Yjs has merged it into another since: it is no item any more.
    this.#marks.delete(last[0])
    return this.#markBefore(index)
  }

  #name(): string | null {
    const own: unknown = this.#text
    for (const [name, type] of this.#text.doc?.share ?? []) if (type === own) return name
    return null
  }

  /** In the order of the text as it was before. */
  #delta(changed: Changed): readonly TextOperation[] {
    const changes = [...changed.gone, ...changed.fresh]
      .map((item) => ({ item, isNew: changed.fresh.has(item), ...this.#place(item, changed) }))
      .sort((one, other) => one.index - other.index || one.rank - other.rank)
    const operations: TextOperation[] = []
    let at = 0
    for (const { item, isNew, index } of changes) {
      if (index > at) operations.push({ retain: index - at })
      at = Math.max(at, index)
      if (isNew && item.content instanceof Y.ContentString) operations.push({ insert: item.content.str })
      else {
        operations.push({ delete: item.length })
        at += item.length
      }
    }
    return operations
  }

  /**
   * Where an item stands, or would, in the text as it was before what is `changed`; `rank`: how many of those that are new stand
   * between it and what was there before.
   */
  #place(item: Y.Item, { fresh, gone }: Changed): { index: number; rank: number } {
    const passed: [Y.Item, number][] = []
    let index = 0
    let rank = 0
    let count = 0
    let start = 0
    for (let before = item.left; before !== null; before = before.left) {
      if (fresh.has(before)) {
        if (index === 0) rank++
        continue
      }
      if (!before.countable || (before.deleted && !gone.has(before))) continue
      index += before.length
      const mark = this.#marks.get(before)
      if (mark !== undefined) {
        start = mark
        break
      }
      if (++count % ITEMS_PER_MARK === 0) passed.push([before, index])
    }
    index += start
    if (this.#marks.size + passed.length > MAX_MARKS) this.#marks.clear()
    for (const [marked, distance] of passed) this.#marks.set(marked, index - distance)
    return { index, rank }
  }

  /** Lets marks stand where they stand after a change. */
  #follow(delta: readonly TextOperation[]): void {
    for (const [item, before] of this.#marks) {
      if (item.deleted) this.#marks.delete(item)
      else this.#marks.set(item, moved(before, delta))
    }
  }
}

/** Where what stood at `place` is after a change that has left it there. */
function moved(place: number, delta: readonly TextOperation[]): number {
  let old = 0
  let now = 0
  for (const { retain = 0, delete: gone = 0, insert } of delta) {
    if (place < old + retain) break
    old += retain + gone
    now += retain + (typeof insert === 'string' ? insert.length : 0)
  }
  return now + place - old
}

/** Null when they are too many, or no plain text. */
function changedItems({ target, transaction }: Y.YTextEvent): Changed | null {
  const { beforeState, afterState, deleteSet, doc } = transaction
  const fresh = new Set<Y.Item>()
  const gone = new Set<Y.Item>()
  const take = (client: number, from: number, to: number, into: Set<Y.Item>): boolean => {
    const structs = doc.store.clients.get(client)
    if (structs === undefined) return false
    for (let at = Y.findIndexSS(structs, from); at < structs.length; at++) {
      const struct = structs[at]
      if (struct === undefined || struct.id.clock >= to) return true
      // What is gone may be of something else than text, and nothing of this one then.
      if (!(struct instanceof Y.Item) || struct.parent !== target) return false
      if (into === fresh && struct.deleted) continue
      if (!(struct.content instanceof Y.ContentString) && !(struct.content instanceof Y.ContentDeleted)) return false
      if (into.add(struct).size > MAX_ITEMS) return false
    }
    return true
  }
  for (const [client, after] of afterState) {
    const before = beforeState.get(client) ?? 0
    if (before < after && !take(client, before, after, fresh)) return null
  }
  for (const [client, ranges] of deleteSet.clients) {
    const before = beforeState.get(client) ?? 0
    for (const { clock, len } of ranges) {
      // What came and went within the transaction was never there.
      const end = Math.min(before, clock + len)
      if (clock < end && !take(client, clock, end, gone)) return null
    }
  }
  return { fresh, gone }
}
