import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { createEditor, type Editor, type EditorPlace, type UndoState } from '../editor/create-editor.ts'
import type { Replica } from '../sync/session.ts'

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
}

export function EditorPane(props: EditorPaneProps) {
  const { replica, nonce, readOnly, autofocus, onSaveKey, onUndoStateChange, onEditor } = props
  const parent = useRef<HTMLDivElement>(null)
  const place = useRef<EditorPlace | null>(null)
  const made = useRef<Editor | null>(null)
  const [faults, setFaults] = useState(0)

  useLayoutEffect(() => {
    if (parent.current === null) return
    const editor = createEditor({
      parent: parent.current,
      text: replica.text,
      awareness: replica.awareness,
      nonce,
      label: 'Document text',
      readOnly,
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
  }, [replica, faults])

  useLayoutEffect(() => made.current?.setReadOnly(readOnly), [readOnly])

  return <div class="editor-pane" ref={parent} />
}
