import * as Y from 'yjs'
import { TextPlaces } from '../../shared/document/text-places.ts'

/** Where `position` is now; null when its text has not arrived or it names something else. */
export function absolutePosition(text: Y.Text, position: Y.RelativePosition): number | null {
  const { doc } = text
  if (doc === null) return null
  // Positions come from others. One that names another shared type would create that type in the Y.Doc.
  const named: unknown = position.tname === null ? null : doc.share.get(position.tname)
  if (position.item === null && named !== text) return null
  try {
    const item = position.item === null ? null : Y.getItem(doc.store, position.item)
    // Of what is gone, and of what was brought back, Yjs knows where it went.
    if (
      position.item !== null &&
      item instanceof Y.Item &&
      item.parent === text &&
      !item.deleted &&
      position.assoc >= 0
    )
      return TextPlaces.of(text).indexOf(item) + position.item.clock - item.id.clock
    const absolute = Y.createAbsolutePositionFromRelativePosition(position, doc)
    return absolute?.type === text ? absolute.index : null
  } catch {
    return null
  }
}
