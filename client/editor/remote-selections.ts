import type { Extension } from '@codemirror/state'
import { type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import type { EditorView } from 'codemirror'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { readPresenceState } from '../../shared/document/presence.ts'
import { Later, systemClock } from '../lib/clock.ts'
import { fromText } from './collab.ts'
import {
  absoluteSelection,
  decodeSelection,
  encodeSelection,
  type RelativeSelection,
  relativeSelection,
  sameRelativeSelection,
} from './relative-selection.ts'
import { type RemoteCursor, remoteCursors, setRemoteCursors } from './remote-cursors.ts'
import { remoteCursorLayers } from './remote-layers.ts'

/** Shows where the others are, and tells them where this editor is (`cursor` of the local awareness state). */
export function remoteSelections(text: Y.Text, awareness: Awareness): Extension {
  return [remoteCursors, ViewPlugin.define((view) => new PresenceBridge(view, text, awareness)), remoteCursorLayers()]
}

interface AwarenessChange {
  readonly added: number[]
  readonly updated: number[]
  readonly removed: number[]
}

/** With more others than this, somebody moves in every frame. */
const CROWD = 24
/** How often a crowd is drawn: nobody follows that many carets with their eyes, and drawing them is most of what they cost. */
const CROWD_MS = 100

/**
 * Works once a frame at most, on the clients that changed since the last one: awareness can change within an update
 * of the view, and two hundred people can move within one frame.
 */
class PresenceBridge implements PluginValue {
  private readonly view: EditorView
  private readonly text: Y.Text
  private readonly awareness: Awareness
  private readonly page: Document
  private readonly changed = new Set<number>()
  /** Clients whose cursor stands in text that has not arrived yet. */
  private readonly early = new Set<number>()
  private published: RelativeSelection | null = null
  private publishDue = false
  private othersDue = false
  private readonly crowd = new Later(systemClock, CROWD_MS, () => this.scheduleOthers())
  private frame: number | null = null

  constructor(view: EditorView, text: Y.Text, awareness: Awareness) {
    this.view = view
    this.text = text
    this.awareness = awareness
    this.page = view.dom.ownerDocument
    awareness.on('change', this.onAwareness)
    this.page.addEventListener('visibilitychange', this.onVisibility)
    this.onAwareness({ added: [...awareness.getStates().keys()], updated: [], removed: [] })
  }

  update(update: ViewUpdate): void {
    if (update.docChanged && this.early.size > 0) {
      for (const client of this.early) this.changed.add(client)
      this.scheduleOthers()
    }
    const moved = update.transactions.some(
      (transaction) =>
        transaction.selection !== undefined ||
        (transaction.docChanged && transaction.annotation(fromText) === undefined),
    )
    if (moved || update.focusChanged) {
      this.publishDue = true
      this.schedule()
    }
  }

  destroy(): void {
    this.crowd.cancel()
    if (this.frame !== null) cancelAnimationFrame(this.frame)
    this.awareness.off('change', this.onAwareness)
    this.page.removeEventListener('visibilitychange', this.onVisibility)
    this.publish(null)
  }

  private readonly onAwareness = ({ added, updated, removed }: AwarenessChange): void => {
    for (const client of [...added, ...updated, ...removed]) {
      if (client !== this.awareness.clientID) this.changed.add(client)
    }
    if (this.changed.size === 0) return
    if (this.awareness.getStates().size > CROWD) this.crowd.schedule()
    else this.scheduleOthers()
  }

  private readonly onVisibility = (): void => {
    if (this.page.hidden) {
      this.publish(null)
    } else {
      this.publishDue = true
      this.schedule()
    }
  }

  private scheduleOthers(): void {
    this.othersDue = true
    this.schedule()
  }

  private schedule(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null
      if (this.othersDue) this.showOthers()
      if (this.publishDue) this.publishOwn()
    })
  }

  private showOthers(): void {
    this.othersDue = false
    if (this.changed.size === 0) return
    const cursors = new Map<number, RemoteCursor | null>()
    for (const client of this.changed) {
      const cursor = this.resolve(client)
      if (cursor !== undefined) cursors.set(client, cursor)
    }
    this.changed.clear()
    if (cursors.size > 0) this.view.dispatch({ effects: setRemoteCursors.of(cursors) })
  }

  /** Null: the client shows no cursor. Undefined: its place is not known yet, so it stays where it was carried to. */
  private resolve(client: number): RemoteCursor | null | undefined {
    this.early.delete(client)
    const state = readPresenceState(this.awareness.getStates().get(client))
    if (state === null || state.cursor === null) return null
    const range = absoluteSelection(this.text, decodeSelection(state.cursor))
    if (range === null) {
      this.early.add(client)
      return undefined
    }
    return { user: state.user, anchor: range.anchor, head: range.head, movedAt: Date.now() }
  }

  private publishOwn(): void {
    this.publishDue = false
    // Nobody is shown at the start of a document that they only opened; after that the cursor stays where it was left.
    if (this.page.hidden || (this.published === null && !this.view.hasFocus)) return
    this.publish(relativeSelection(this.text, this.view.state.selection.main))
  }

  private publish(selection: RelativeSelection | null): void {
    if (sameRelativeSelection(selection, this.published)) return
    this.published = selection
    this.awareness.setLocalStateField('cursor', selection && encodeSelection(selection))
  }
}
