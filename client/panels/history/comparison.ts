import { difference, type Passage, sharedEnd, sharedStart } from '../difference.ts'
import { linesApart } from './lines-apart.ts'

/** In UTF-16 code units of both texts together. */
const MAX_COMPARED = 1_000_000
/** The time of a comparison grows with the square of these; with so many it is about a tenth of a second. */
const MAX_LINES_APART = 4000

/** From `from` to `to` goes, and `insert` comes: in UTF-16 code units of the text before any of the changes. */
export interface TextChange {
  readonly from: number
  readonly to: number
  readonly insert: string
}

/** What a version has in common with the text of now; null where finding that out would hold up the page. */
export function compare(now: string, version: string): readonly Passage[] | null {
  if (now.length + version.length > MAX_COMPARED) return null
  return linesApart(now, version) > MAX_LINES_APART ? null : difference(now, version)
}

/** What makes the version of the text of now, in order. Whatever can stay as it is stays. */
export function changesTo(now: string, version: string): readonly TextChange[] {
  const passages = compare(now, version)
  if (passages === null) return [wholeChange(now, version)]
  const changes: TextChange[] = []
  let at = 0
  for (const passage of passages) {
    const { length } = passage.text
    if (passage.in !== 'both') {
      const before = changes.at(-1)
      const joined = before?.to === at ? before : { from: at, to: at, insert: '' }
      if (joined === before) changes.pop()
      changes.push(
        passage.in === 'document'
          ? { ...joined, to: at + length }
          : { ...joined, insert: joined.insert + passage.text },
      )
    }
    if (passage.in !== 'aside') at += length
  }
  return changes
}

/** Everything between what both begin and end with. */
function wholeChange(now: string, version: string): TextChange {
  const start = sharedStart(now, version)
  const end = sharedEnd(now, version, start)
  return { from: start, to: now.length - end, insert: version.slice(start, version.length - end) }
}
