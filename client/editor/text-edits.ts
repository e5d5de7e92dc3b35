import type { ChangeSpec, ChangeSet, Text } from '@codemirror/state'
import type { TextOperation } from '../../shared/document/text-places.ts'
import { MAX_TRANSACTION_BYTES } from '../../shared/protocol/limits.ts'

/**
 * The arithmetic between CodeMirror's changes and the Y.Text's, without a view. Both count UTF-16 code units from 0, and
 * both hold the same string, because the editor splits lines at `\n` alone.
 */

/** At `index`, `deleteCount` units go and `insert` comes; the edits before it in the list are already applied. */
export interface TextEdit {
  readonly index: number
  readonly deleteCount: number
  readonly insert: string
}

/** An upper bound of what an edit adds to an update besides its text: ids, origins, a delete range. */
const EDIT_BYTES = 32
/** Deleting text that came in single keystrokes can cost a range of its own for each unit. */
const DELETED_UNIT_BYTES = 8

const LINE_BREAK = /\r\n?/g
const UNSOUND = /\r\n?|[\uD800-\uDFFF]/gu
const REPLACEMENT = '\uFFFD'

/** `text` with every line break as `\n`. */
export function normaliseLineBreaks(text: string): string {
  return text.replace(LINE_BREAK, '\n')
}

/**
 * The changes that make what `changes` brought into `doc` storable: line breaks become `\n`, and half a surrogate pair
 * (which UTF-8 cannot hold, so that peers would read something else) becomes U+FFFD.
 */
export function repairs(changes: ChangeSet, doc: Text): ChangeSpec[] {
  const found: ChangeSpec[] = []
  changes.iterChangedRanges((_fromA, _toA, from, to) => {
    // Two units more on each side: the change may have broken a neighbouring pair, or completed one.
    const start = Math.max(0, from - 2)
    for (const match of doc.sliceString(start, Math.min(doc.length, to + 2)).matchAll(UNSOUND)) {
      const at = start + match.index
      const isBreak = match[0].startsWith('\r')
      if (isBreak ? at < from || at >= to : at < from - 1 || at > to) continue
      found.push({ from: at, to: at + match[0].length, insert: isBreak ? '\n' : REPLACEMENT })
    }
  })
  return found
}

/**
 * What to do to a Y.Text so that it follows `changes` from `before` to `after`: one list for each Y transaction, none of
 * which encodes to more than about `maxBytes`. Nothing is cut inside a surrogate pair.
 *
 * In one transaction each change deletes first. In several, all that is inserted comes before all that is deleted: a full
 * document refuses insertions, never deletions, and must not lose a text whose replacement it does not take.
 */
export function transactionsOf(
  changes: ChangeSet,
  before: Text,
  after: Text,
  maxBytes: number = MAX_TRANSACTION_BYTES,
): TextEdit[][] {
  const places: Place[] = []
  changes.iterChanges((fromA, toA, fromB, toB) => {
    // Yjs turns both halves of a pair that it has to split into U+FFFD, so a change that begins or ends inside one takes it whole.
    const widenStart = splitsPair(before, fromA) ? 1 : 0
    const widenEnd = splitsPair(before, toA) ? 1 : 0
    places.push({ from: fromA - widenStart, to: toA + widenEnd, index: fromB - widenStart, end: toB + widenEnd })
  })

  let transactions: TextEdit[][] = [[]]
  let room = maxBytes
  const put = (edit: TextEdit, bytes: number) => {
    if (bytes > room) {
      transactions.push([])
      room = maxBytes
    }
    transactions.at(-1)?.push(edit)
    room -= bytes
  }
  const putDeletions = ({ from, to: end, index }: Place) => {
    while (from < end) {
      let to = Math.min(end, from + Math.floor((maxBytes - EDIT_BYTES) / DELETED_UNIT_BYTES))
      if (to < end && splitsPair(before, to)) to--
      put({ index, deleteCount: to - from, insert: '' }, EDIT_BYTES + DELETED_UNIT_BYTES * (to - from))
      from = to
    }
  }
  const putInsertions = ({ index, end }: Place, at: number) => {
    const text = after.sliceString(index, end)
    for (let from = 0; from < text.length;) {
      const { to, bytes } = chunk(text, from, maxBytes - EDIT_BYTES)
      put({ index: at + from, deleteCount: 0, insert: text.slice(from, to) }, EDIT_BYTES + bytes)
      from = to
    }
  }

  for (const place of places) {
    putDeletions(place)
    putInsertions(place, place.index)
  }
  if (transactions.length > 1) {
    transactions = [[]]
    room = maxBytes
    let inserted = 0
    for (const place of places) {
      // Behind what goes, as if that had gone before.
      putInsertions(place, place.to + inserted)
      inserted += place.end - place.index
    }
    for (const place of places) putDeletions(place)
  }
  return transactions.filter((edits) => edits.length > 0)
}

/** What a change takes of the text before it, and what stands there in the text after it. */
interface Place {
  readonly from: number
  readonly to: number
  readonly index: number
  readonly end: number
}

/** CodeMirror's changes for a Y.Text event: `delta` as Yjs gives it, `doc` the editor's text before it. */
export function changesOf(delta: readonly TextOperation[], doc: Text): ChangeSpec[] {
  const changes: ChangeSpec[] = []
  let position = 0
  for (const operation of delta) {
    if (operation.retain !== undefined) {
      position += operation.retain
    } else if (operation.delete !== undefined) {
      const end = position + operation.delete
      if (splitsPair(doc, position)) changes.push({ from: position - 1, to: position, insert: REPLACEMENT })
      changes.push({ from: position, to: end })
      if (splitsPair(doc, end)) changes.push({ from: end, to: end + 1, insert: REPLACEMENT })
      position = end
    } else if (typeof operation.insert === 'string') {
      const split = splitsPair(doc, position)
      if (split) changes.push({ from: position - 1, to: position, insert: REPLACEMENT })
      changes.push({ from: position, insert: operation.insert })
      if (split) changes.push({ from: position, to: position + 1, insert: REPLACEMENT })
    }
  }
  return changes
}

/** Whether a cut at `position` would separate the halves of a surrogate pair. */
function splitsPair(doc: Text, position: number): boolean {
  if (position <= 0 || position >= doc.length) return false
  const [high = 0, low = 0] = codeUnits(doc.sliceString(position - 1, position + 1))
  return isHigh(high) && isLow(low)
}

/** The longest piece of `text` from `from` that has at most `maxBytes` of UTF-8 (at least one code point). */
function chunk(text: string, from: number, maxBytes: number): { readonly to: number; readonly bytes: number } {
  let to = from
  let bytes = 0
  while (to < text.length) {
    const code = text.codePointAt(to) ?? 0
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (bytes + size > maxBytes && to > from) break
    bytes += size
    to += code < 0x10000 ? 1 : 2
  }
  return { to, bytes }
}

function codeUnits(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at))
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
