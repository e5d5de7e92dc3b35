import * as Y from 'yjs'

/** The first `length` code units of a text, or a few more: the whole of a long one would be put together for each look at it. */
export function textBeginning(text: Y.Text, length: number): string {
  const { item: first } = Y.createRelativePositionFromTypeIndex(text, 0)
  if (first === null || text.doc === null) return ''
  let beginning = ''
  let item: Y.Item | null = Y.getItem(text.doc.store, first)
  for (; item !== null && beginning.length < length; item = item.right) {
    if (!item.deleted && item.content instanceof Y.ContentString) beginning += item.content.str
  }
  return beginning
}
