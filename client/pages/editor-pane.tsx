import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type * as CreateEditor from '../editor/create-editor.ts'
import type { Editor, EditorPlace, UndoState } from '../editor/create-editor.ts'
import { words } from '../panels/document-words.ts'
import type { Replica } from '../sync/session.ts'
import { untilFetched } from '../ui/until-fetched.ts'

interface EditorPaneProps {
  /** With another one (after edits were set aside) the editor is built anew. */
  readonly replica: Replica
  readonly nonce: string
  readonly readOnly: boolean
  /** Whether to take the focus, if nothing else has it. */
  readonly autofocus: boolean
  readonly onSaveKey: () => void
  readonly onUndoStateChange: (state: UndoState) => void
  /** The editor once it stands, and null when it is gone. */
  readonly onEditor: (editor: Editor | null) => void
  /** It cannot be fetched for now. It is asked for again until it can. */
  readonly onMissing: () => void
  /** What is shown beside these words then. */
  readonly children: ComponentChildren
}

/** Whoever only reads does without; for everybody else `index.html` has it fetched beside the program. */
export const fetchEditor = (): Promise<typeof CreateEditor> => import('../editor/create-editor.ts')

/** The text as it is written, once the editor is here. */
export function EditorPane(props: EditorPaneProps) {
  const { replica, nonce, readOnly, autofocus, onSaveKey, onUndoStateChange, onEditor, onMissing } = props
  const parent = useRef<HTMLDivElement>(null)
  const place = useRef<EditorPlace | null>(null)
  const made = useRef<Editor | null>(null)
  const latest = useRef(readOnly)
  latest.current = readOnly
  const [fetched, setFetched] = useState<typeof CreateEditor | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [attempt, setAttempt] = useState(0)
  const [faults, setFaults] = useState(0)

  useLayoutEffect(() => {
    if (fetched !== null) return
    return untilFetched(fetchEditor, setFetched, () => {
      setMissing(true)
      onMissing()
    })
  }, [attempt])

  useLayoutEffect(() => {
    if (parent.current === null || fetched === null) return
    const editor = fetched.createEditor({
      parent: parent.current,
      text: replica.text,
      awareness: replica.awareness,
      nonce,
      label: words.label,
      readOnly: latest.current,
      place: place.current,
      onSaveKey,
      onBroken: () => setFaults((count) => count + 1),
      onUndoStateChange,
    })
    made.current = editor
    onEditor(editor)
    if (autofocus && document.activeElement === document.body) editor.focus()
    return () => {
      made.current = null
      onEditor(null)
      place.current = editor.place
      editor.destroy()
    }
    // The rest is the same for as long as the replica is.
  }, [replica, faults, fetched])

  useLayoutEffect(() => made.current?.setReadOnly(readOnly), [readOnly])

  if (fetched === null && isMissing)
    return (
      <div class="editor-pane">
        <div class="message">
          <p>{words.noEditor}</p>
          {props.children}
          <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
            {words.tryAgain}
          </button>
        </div>
      </div>
    )
  return <div class="editor-pane" ref={parent} />
}
