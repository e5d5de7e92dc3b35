import type * as Y from 'yjs'
import { MAX_TRANSACTION_BYTES } from '../../shared/protocol/limits.ts'

/** A UTF-16 code unit takes at most three bytes of UTF-8; the fourth is room for what Yjs writes beside the text. */
const MAX_PIECE_LENGTH = MAX_TRANSACTION_BYTES / 4

/** Inserts any amount of text, in transactions that each fit into one message. `at` is in UTF-16 code units. */
export function insertText(text: Y.Text, at: number, content: string): void {
  for (let from = 0; from < content.length;) {
    let to = Math.min(content.length, from + MAX_PIECE_LENGTH)
    // Not between the halves of a surrogate pair.
    if (to < content.length && /[\uD800-\uDBFF]/.test(content.charAt(to - 1))) to--
    text.insert(at + from, content.slice(from, to))
    from = to
  }
}
