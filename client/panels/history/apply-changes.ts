import type * as Y from 'yjs'
import { MAX_TRANSACTION_BYTES } from '../../../shared/protocol/limits.ts'
import type { TextChange } from './comparison.ts'

/** An upper bound of what an edit adds to an update besides its text: ids, origins, a delete range. */
const EDIT_BYTES = 32
/** A UTF-16 code unit takes at most three bytes of UTF-8. */
const INSERTED_UNIT_BYTES = 3
/** Deleting text that came in single keystrokes can cost a range of its own for each unit. */
const DELETED_UNIT_BYTES = 8

interface Edit {
  readonly bytes: number
  readonly make: () => void
}

/**
 * Changes a text without an editor, in transactions that each fit into one message. All that is inserted comes before all that is
 * deleted: a full document refuses insertions, never deletions, and must not lose a text whose replacement it does not take.
 */
export function applyChanges(text: Y.Text, changes: readonly TextChange[]): void {
  const { doc } = text
  if (doc === null) return
  for (const edits of inMessages(editsOf(text, changes)))
    doc.transact(() => {
      for (const { make } of edits) make()
    })
}

function* editsOf(text: Y.Text, changes: readonly TextChange[]): Generator<Edit> {
  const now = text.toJSON()
  let inserted = 0
  for (const { to, insert } of changes) {
    for (const { from, piece } of pieces(insert, INSERTED_UNIT_BYTES)) {
      // Behind what goes, as if that had gone before.
      const at = to + inserted + from
      yield { bytes: EDIT_BYTES + INSERTED_UNIT_BYTES * piece.length, make: () => text.insert(at, piece) }
    }
    inserted += insert.length
  }
  let shift = 0
  for (const { from, to, insert } of changes) {
    const at = from + shift
    for (const { piece } of pieces(now.slice(from, to), DELETED_UNIT_BYTES))
      yield { bytes: EDIT_BYTES + DELETED_UNIT_BYTES * piece.length, make: () => text.delete(at, piece.length) }
    shift += insert.length - (to - from)
  }
}

/** Pieces that each fit into one message. None ends inside a surrogate pair. */
function* pieces(text: string, unitBytes: number): Generator<{ readonly from: number; readonly piece: string }> {
  const most = Math.floor((MAX_TRANSACTION_BYTES - EDIT_BYTES) / unitBytes)
  for (let from = 0; from < text.length;) {
    let to = Math.min(text.length, from + most)
    if (to < text.length && /[\uD800-\uDBFF]/.test(text.charAt(to - 1))) to--
    yield { from, piece: text.slice(from, to) }
    from = to
  }
}

function* inMessages(edits: Iterable<Edit>): Generator<readonly Edit[]> {
  let message: Edit[] = []
  let bytes = 0
  for (const edit of edits) {
    if (bytes + edit.bytes > MAX_TRANSACTION_BYTES) {
      yield message
      message = []
      bytes = 0
    }
    message.push(edit)
    bytes += edit.bytes
  }
  if (message.length > 0) yield message
}
