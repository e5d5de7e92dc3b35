import * as Y from 'yjs'
import { hasMoreParts, splitUpdate } from '../../client/sync/split-update.ts'
import { TEXT_NAME } from '../../shared/document/shape.ts'
import { MAX_TRANSACTION_BYTES, MAX_UPDATE_PARTS } from '../../shared/protocol/limits.ts'
import { type Trace, hasAstralCharacters, utf16Length } from '../load/trace.ts'
import { Random } from './random.ts'

/** An update as an honest client sends it, in the order in which a server gets them. */
export interface HonestUpdate {
  readonly actor: string
  /** The clientIDs this connection is bound to. */
  readonly owned: ReadonlySet<number>
  readonly update: Uint8Array
}

/** One tab: a Y.Doc, what it has not sent, and how much of the log it has applied. */
interface Tab {
  readonly actor: string
  readonly doc: Y.Doc
  readonly text: Y.Text
  readonly undo: Y.UndoManager
  readonly owned: Set<number>
  outbox: Uint8Array[]
  held: number
}

function openTab(actor: string, clientId: number): Tab {
  const doc = new Y.Doc()
  doc.clientID = clientId
  const text = doc.getText(TEXT_NAME)
  const undo = new Y.UndoManager(text, { captureTimeout: 0 })
  const tab: Tab = { actor, doc, text, undo, owned: new Set([clientId]), outbox: [], held: 0 }
  doc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
    if (local) tab.outbox.push(update)
  })
  return tab
}

/** What is too much for one message is sent in pieces, as by the client. */
function sentPieces(update: Uint8Array): Uint8Array[] {
  const fits = update.byteLength <= MAX_TRANSACTION_BYTES && !hasMoreParts(update, MAX_UPDATE_PARTS)
  return fits ? [update] : (splitUpdate(update, MAX_TRANSACTION_BYTES, MAX_UPDATE_PARTS) ?? [])
}

/**
 * A seeded session of three people with tabs that write into one log: typing, deleting, undo and redo, offline spells with
 * merged updates, large pastes, emoji, replace-all, select-all-delete, and pages that are reloaded on the same local copy with
 * edits still unsent. Ends with every tab's edits in the log.
 */
export function honestSession(seed: number, steps: number): HonestUpdate[] {
  const random = new Random(seed)
  const log: HonestUpdate[] = []
  const newId = () => random.below(2 ** 32)
  const tabs = ['ann', 'bob', 'bob', 'cyd'].map((actor) => openTab(actor, newId()))
  const send = (tab: Tab): void => {
    const updates = tab.outbox
    tab.outbox = []
    const sent = updates.length > 1 && random.chance(0.5) ? [Y.mergeUpdates(updates)] : updates
    for (const update of sent.flatMap(sentPieces)) log.push({ actor: tab.actor, owned: tab.owned, update })
  }
  const receive = (tab: Tab): void => {
    tab.doc.transact(() => {
      for (const { update } of log.slice(tab.held)) Y.applyUpdate(tab.doc, update)
    })
    tab.held = log.length
  }
  const reload = (index: number, tab: Tab): void => {
    const next = openTab(tab.actor, newId())
    Y.applyUpdate(next.doc, Y.encodeStateAsUpdate(tab.doc))
    next.outbox = tab.outbox
    next.held = tab.held
    for (const clientId of tab.owned) next.owned.add(clientId)
    tabs[index] = next
  }
  for (let step = 0; step < steps; step++) {
    const index = random.below(tabs.length)
    const tab = tabs[index] ?? random.pick(tabs)
    const { text, undo } = tab
    const choice = random.next()
    if (choice < 0.3) {
      const at = random.below(text.length + 1)
      for (const [offset, letter] of Array.from('typed 👋🏽 on').entries())
        text.insert(Math.min(at + offset, text.length), letter)
    } else if (choice < 0.4) text.insert(random.below(text.length + 1), random.text(5))
    else if (choice < 0.55 && text.length > 0) {
      const at = random.below(text.length)
      text.delete(at, 1 + random.below(Math.min(20, text.length - at)))
    } else if (choice < 0.6) undo.undo()
    else if (choice < 0.63) undo.redo()
    else if (choice < 0.64) text.insert(random.below(text.length + 1), random.text(10_000))
    else if (choice < 0.645) text.delete(0, text.length)
    else if (choice < 0.65) {
      tab.doc.transact(() => {
        for (let at = text.length - 1; at >= 0; at -= 7) {
          text.delete(at, 1)
          text.insert(at, '🎉')
        }
      })
    } else if (choice < 0.67) reload(index, tab)
    else if (choice < 0.85) send(tab)
    else receive(tab)
  }
  for (const tab of tabs) send(tab)
  return log
}

/** What the authors of a trace sent, one update an edit, each having seen exactly what its edit builds on. */
export function traceTraffic(trace: Trace): HonestUpdate[] {
  const authors = Array.from({ length: trace.agents }, (_, number) => {
    const tab = openTab(`author-${number}`, number + 1)
    return { tab, applied: Array.from({ length: trace.agents }, () => 0), sent: [] as Uint8Array[][] }
  })
  const log: HonestUpdate[] = []
  const isAstral = hasAstralCharacters(trace)
  const units = (text: Y.Text, from: number, count: number) =>
    isAstral ? utf16Length(text.toString(), from, count) : count
  for (const { agent, patches, version } of trace.transactions) {
    const author = authors[agent]
    if (author === undefined) throw new Error('the trace names an author it does not have')
    const { tab, applied } = author
    tab.doc.transact(() => {
      for (const [other, count] of version.entries()) {
        if (other === agent) continue
        for (const updates of authors[other]?.sent.slice(applied[other], count) ?? [])
          for (const update of updates) Y.applyUpdate(tab.doc, update)
        applied[other] = Math.max(applied[other] ?? 0, count)
      }
    })
    for (const [position, deleted, inserted] of patches) {
      const at = units(tab.text, 0, position)
      tab.doc.transact(() => {
        if (deleted > 0) tab.text.delete(at, units(tab.text, at, deleted))
        if (inserted !== '') tab.text.insert(at, inserted)
      })
    }
    for (const update of tab.outbox) log.push({ actor: tab.actor, owned: tab.owned, update })
    author.sent.push(tab.outbox)
    tab.outbox = []
  }
  return log
}
