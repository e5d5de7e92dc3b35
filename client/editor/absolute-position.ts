import * as Y from 'yjs'

/** Where `position` is now; null when its text has not arrived or it names something else. */
export function absolutePosition(text: Y.Text, position: Y.RelativePosition): number | null {
  const { doc } = text
  if (doc === null) return null
  // Positions come from others. One that names another shared type would create that type in the Y.Doc.
  const named: unknown = position.tname === null ? null : doc.share.get(position.tname)
  if (position.item === null && named !== text) return null
  try {
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc)
    return absolute?.type === text ? absolute.index : null
  } catch {
    return null
  }
}
