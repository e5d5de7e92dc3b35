import { useEffect, useRef, useState } from 'preact/hooks'
import type * as Y from 'yjs'
import { can } from '../../../shared/access/roles.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Session } from '../../sync/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import { copyText } from '../clipboard.ts'
import { downloadText } from '../download.ts'
import { fileNameFor } from '../file-name.ts'
import { applyChanges } from './apply-changes.ts'
import { changesTo, type TextChange } from './comparison.ts'
import './history.css'
import { versionTitle, words } from './history-words.ts'
import { VersionList } from './version-list.ts'
import { VersionText } from './version-text.tsx'
import { Versions } from './versions.tsx'

/** Changes the text where it is written, as one step that undo takes back. False where this text is not written there any more. */
export type ChangeText = (text: Y.Text, changes: readonly TextChange[]) => boolean

export interface HistoryDialogProps {
  readonly session: Session
  readonly clock: Clock
  readonly toasts: Toasts
  /** Resolves to null where there is no editor. */
  readonly changer: () => Promise<ChangeText | null>
  /** Called once the dialog is closed, and the text is that of the version. */
  readonly onRestored: () => void
  readonly onClose: () => void
}

/** Earlier versions of the document: who wrote when, what would change by going back to one, and going back. */
export function HistoryDialog({ session, clock, toasts, changer, onRestored, onClose }: HistoryDialogProps) {
  const [list, setList] = useState<VersionList | null>(null)
  const [copied, setCopied] = useState<boolean | null>(null)
  const [isRestoring, setRestoring] = useState(false)
  useEffect(() => {
    const made = new VersionList(session, clock)
    setList(made)
    return () => made.close()
  }, [session])
  const chosen = list?.chosen.value ?? null
  useEffect(() => setCopied(null), [chosen])
  const text = session.replica.value?.text ?? null
  const now = useTextOfNow(text, clock)
  const shown = list?.text.value ?? null
  const version = shown !== null && 'text' in shown ? shown.text : null
  const role = session.lastKnownRole.value
  const mayEdit = role !== null && can(role, 'edit')

  const isOpen = useRef(true)
  useEffect(() => () => void (isOpen.current = false), [])

  function close(): void {
    isOpen.current = false
    onClose()
  }

  async function restore(wanted: string): Promise<void> {
    setRestoring(true)
    try {
      const change = await changer()
      // Nobody knows how long the editor was on its way.
      if (!isOpen.current) return
      const target = session.replica.peek()?.text
      const latest = session.lastKnownRole.peek()
      if (target === undefined || latest === null || !can(latest, 'edit') || session.closed.peek() !== null) return
      const changes = changesTo(target.toJSON(), wanted)
      const isUndoable = change !== null && change(target, changes)
      if (!isUndoable) applyChanges(target, changes)
      close()
      toasts.show(isUndoable ? words.restored : words.restoredForGood)
      requestAnimationFrame(onRestored)
    } finally {
      if (isOpen.current) setRestoring(false)
    }
  }

  return (
    <Dialog title={words.title} class="history-dialog" onClose={close}>
      <div class="history">
        {list !== null && <Versions list={list} people={session.people.value} now={clock.now()} />}
        <div class="history-version">
          {list !== null && chosen !== null ? (
            <VersionText
              key={chosen.sequence}
              shown={shown}
              now={now}
              mayEdit={mayEdit}
              onAgain={() => void list.choose(chosen)}
            />
          ) : (
            list !== null && (list.versions.value ?? []).length > 0 && <p class="history-note">{words.choose}</p>
          )}
        </div>
      </div>
      <div class="dialog-footer">
        <button
          type="button"
          class="button"
          disabled={version === null}
          onClick={() => version !== null && void copyText(version).then(setCopied)}
        >
          {copied === null ? words.copy : copied ? words.copied : words.copyBlocked}
        </button>
        <button
          type="button"
          class="button"
          disabled={version === null}
          onClick={() => {
            if (version === null || chosen === null) return
            downloadText(fileNameFor(versionTitle(chosen, session.displayTitle.peek())), version)
          }}
        >
          {words.download}
        </button>
        <button
          type="button"
          class="button button-primary"
          disabled={version === null || version === now || !mayEdit || isRestoring}
          onClick={() => version !== null && void restore(version)}
        >
          {words.restore}
        </button>
      </div>
    </Dialog>
  )
}

/** What others write is looked at this often: with each of their keys it would move under the reader's eyes. */
const LOOK_MS = 2000

/** The text as it was a moment ago. */
function useTextOfNow(text: Y.Text | null, clock: Clock): string {
  const [now, setNow] = useState(() => text?.toJSON() ?? '')
  useEffect(() => {
    if (text === null) return
    setNow(text.toJSON())
    let cancel: (() => void) | null = null
    const look = (): void => {
      cancel ??= clock.after(LOOK_MS, () => {
        cancel = null
        setNow(text.toJSON())
      })
    }
    text.observe(look)
    return () => {
      text.unobserve(look)
      cancel?.()
    }
  }, [text])
  return now
}
