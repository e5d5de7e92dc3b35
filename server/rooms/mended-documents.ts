import { ContentString, Doc, type Item, applyUpdate, applyUpdateV2, decodeUpdateV2, getState } from 'yjs'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import type { AuthoredUpdate, Mended } from './document-maker.ts'
import { ForgerySearch } from './forgery.ts'
import { MAX_OPENING_STEPS, StepMeter, firstItem } from './integration-steps.ts'
import { encode } from './made-documents.ts'
import { seedUpdate } from './seed.ts'
import { readUpdate } from './update-reader.ts'

/** The clientID under which the text of a mended document stands. */
const MENDED_CLIENT_ID = 0

/** Part of all steps allowed that makes an author of updates a suspect. */
const SUSPICIOUS_STEPS = MAX_OPENING_STEPS / 4

/**
 * The text of a document that cannot go on as it is, as one plain insertion: in the order of the log, which is how those who were
 * there have seen it. It keeps what everybody wrote, except updates that are proven to be forged (`forgery.ts`) and those that
 * Yjs cannot apply. Linear in the log: past the steps that a document may take, an insertion stands right after its origin. Null
 * when the snapshot cannot be read.
 */
export function mendDocument(snapshot: Uint8Array | null, updates: readonly AuthoredUpdate[]): Mended | null {
  if (snapshot !== null && !isReadable(snapshot)) return null
  const unreadable = new Map<number, string>()
  for (;;) {
    const replay = new Replay(updates.filter(({ sequence }) => !unreadable.has(sequence)))
    const stop = replay.run(snapshot)
    if (stop === null) return replay.mended(unreadable)
    unreadable.set(stop.sequence, stop.reason)
  }
}

function isReadable(snapshot: Uint8Array): boolean {
  try {
    decodeUpdateV2(snapshot)
    return true
  } catch {
    return false
  }
}

class Replay {
  readonly #updates: readonly AuthoredUpdate[]
  readonly #doc = new Doc()
  readonly #search = new ForgerySearch()
  readonly #meter = new StepMeter({
    limit: MAX_OPENING_STEPS,
    past: 'place',
    onItem: (item) => this.#suspect(item),
  })
  readonly #stepsOf = new Map<string, number>()
  /** After the first forgery nobody else's place can be relied on to prove another. */
  #forger: string | null = null
  #current: AuthoredUpdate | null = null
  readonly #forged = new Set<AuthoredUpdate>()
  readonly #forgedClocks: { readonly client: number; readonly from: number; readonly to: number }[] = []
  #text = ''

  constructor(updates: readonly AuthoredUpdate[]) {
    this.#updates = updates
  }

  /** Null when it came to the end, or the update that it could not apply. Throws when the snapshot cannot be read. */
  run(snapshot: Uint8Array | null): { readonly sequence: number; readonly reason: string } | null {
    if (snapshot !== null) this.#meter.run(() => applyUpdateV2(this.#doc, snapshot))
    try {
      this.#doc.transact(() => {
        for (const authored of this.#updates) this.#apply(authored)
        // Before the transaction ends, which merges what different updates brought.
        this.#text = this.#read()
      })
      return null
    } catch (error) {
      if (this.#current === null) throw error
      return { sequence: this.#current.sequence, reason: error instanceof Error ? error.message : String(error) }
    }
  }

  mended(unreadable: ReadonlyMap<number, string>): Mended {
    const doc = new Doc()
    if (this.#text !== '') applyUpdate(doc, seedUpdate(this.#text, MENDED_CLIENT_ID))
    const forged = [...this.#forged].map(({ sequence }) => ({ sequence, reason: 'forged origins' }))
    const broken = [...unreadable].map(([sequence, reason]) => ({ sequence, reason }))
    const costly = [...this.#stepsOf].filter(([, steps]) => steps > SUSPICIOUS_STEPS).map(([actor]) => actor)
    return {
      made: encode(doc),
      quarantined: [...forged, ...broken].sort((a, b) => a.sequence - b.sequence),
      suspects: [...new Set([...(this.#forger === null ? [] : [this.#forger]), ...costly])],
    }
  }

  #apply(authored: AuthoredUpdate): void {
    this.#current = authored
    const { store } = this.#doc
    const before = readUpdate(authored.update, Infinity).groups.map(({ client }) => ({
      client,
      from: getState(store, client),
    }))
    const steps = this.#meter.steps
    this.#meter.run(() => applyUpdate(this.#doc, authored.update))
    const taken = this.#meter.steps - steps
    this.#stepsOf.set(authored.actor, (this.#stepsOf.get(authored.actor) ?? 0) + taken)
    if (!this.#forged.has(authored)) return
    for (const { client, from } of before) this.#forgedClocks.push({ client, from, to: getState(store, client) })
  }

  #suspect(item: Item): void {
    const authored = this.#current
    // What the snapshot brings was found sound when it was made.
    if (authored === null || !this.#search.isForged(item)) return
    if ((this.#forger ?? authored.actor) !== authored.actor) return
    this.#forger = authored.actor
    this.#forged.add(authored)
  }

  #read(): string {
    const parts: string[] = []
    for (let item = firstItem(this.#doc.getText(TEXT_NAME)); item !== null; item = item.right) {
      const { content, deleted, id } = item
      if (deleted || !(content instanceof ContentString)) continue
      const isForged = this.#forgedClocks.some(
        ({ client, from, to }) => id.client === client && id.clock >= from && id.clock < to,
      )
      if (!isForged) parts.push(content.str)
    }
    return parts.join('')
  }
}
