import { Doc, applyUpdate, applyUpdateV2 } from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'

/** How often a text is begun anew without the update that broke it, before what is read so far must do. */
const MAX_ATTEMPTS = 20

export interface SalvageableLog {
  /** Yjs V2. */
  readonly snapshot: { readonly sequence: number; readonly bytes: Uint8Array } | null
  /** Yjs V1, in order of sequence; there may be gaps. */
  readonly updates: readonly { readonly sequence: number; readonly update: Uint8Array }[]
}

/**
 * The longest text that can be made of what is left of a document: from its snapshot and what follows, or from its history
 * alone. An update that breaks the document is left out, and what builds on something missing is not in the text.
 */
export function salvagedText({ snapshot, updates }: SalvageableLog): string {
  const alone = textOf(null, updates)
  if (snapshot === null) return alone
  const since = updates.filter(({ sequence }) => sequence > snapshot.sequence)
  const based = textOf(snapshot.bytes, since)
  return based.length >= alone.length ? based : alone
}

function textOf(snapshot: Uint8Array | null, updates: SalvageableLog['updates']): string {
  const broken = new Set<number>()
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const doc = new Doc()
    let failed: number | null = null
    try {
      if (snapshot !== null) applyUpdateV2(doc, snapshot)
    } catch {
      return ''
    }
    for (const { sequence, update } of updates) {
      if (broken.has(sequence)) continue
      try {
        applyUpdate(doc, update)
      } catch {
        failed = sequence
        break
      }
    }
    if (failed === null || attempt === MAX_ATTEMPTS - 1) return doc.getText(TEXT_NAME).toString()
    broken.add(failed)
  }
  return ''
}
