import { Doc, applyUpdate, applyUpdateV2 } from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_OPENING_STEPS, StepMeter } from './integration-steps.ts'

/** How often a text is begun anew without the update that broke it, before what is read so far must do. */
const MAX_ATTEMPTS = 20

export interface SalvageableLog {
  /** Yjs V2. */
  readonly snapshot: { readonly sequence: number; readonly bytes: Uint8Array } | null
  /** Yjs V1, in order of sequence; there may be gaps. */
  readonly updates: readonly { readonly sequence: number; readonly update: Uint8Array }[]
  /** Whether its epoch began with a text of its own, which is in the snapshot alone. */
  readonly mended: boolean
}

/**
 * The longest text that can be made of what is left of a document: from its snapshot and what follows, or from its history
 * alone. An update that breaks the document is left out, and what builds on something missing is not in the text. Linear in
 * the log, whatever is in it.
 */
export function salvagedText({ snapshot, updates, mended }: SalvageableLog): string {
  if (snapshot === null) return textOf(null, updates)
  const since = updates.filter(({ sequence }) => sequence > snapshot.sequence)
  const based = textOf(snapshot.bytes, since)
  if (mended && based !== '') return based
  const alone = textOf(null, updates)
  return based.length >= alone.length ? based : alone
}

function textOf(snapshot: Uint8Array | null, updates: SalvageableLog['updates']): string {
  let left = updates
  for (let attempt = 1; ; attempt++) {
    const doc = new Doc()
    const meter = new StepMeter({ limit: MAX_OPENING_STEPS, past: 'place' })
    const broken = meter.run(() => brokenUpdate(doc, snapshot, left))
    if (broken === null || attempt === MAX_ATTEMPTS) return doc.getText(TEXT_NAME).toString()
    if (broken === 'snapshot') return ''
    left = left.filter(({ sequence }) => sequence !== broken)
  }
}

/** Applies them in order, up to what Yjs cannot apply: the sequence of an update, or the snapshot. Null when that is nothing. */
function brokenUpdate(
  doc: Doc,
  snapshot: Uint8Array | null,
  updates: SalvageableLog['updates'],
): number | 'snapshot' | null {
  let at: number | 'snapshot' = 'snapshot'
  try {
    if (snapshot !== null) applyUpdateV2(doc, snapshot)
    for (const { sequence, update } of updates) {
      at = sequence
      applyUpdate(doc, update)
    }
    return null
  } catch {
    return at
  }
}
