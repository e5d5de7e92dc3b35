import { useEffect, useState } from 'preact/hooks'
import type { Editor } from '../../editor/create-editor.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { type TextFacts, textFacts } from '../../editor/text-facts.ts'
import { type Clock, Later } from '../../lib/clock.ts'
import type { Replica } from '../../sync/session.ts'
import { untilFetched } from '../../ui/until-fetched.ts'

/** A text that one only reads changes when others write; its outline may come a moment later. */
const READ_AGAIN_MS = 1000

/** The tools of the editor, once they are there; null without an editor. */
export function useTools(editor: Editor | null): EditorTools | null {
  const [tools, setTools] = useState<EditorTools | null>(null)
  useEffect(() => {
    if (editor === null) return
    const giveUp = untilFetched(() => editor.tools(), setTools)
    return () => {
      giveUp()
      setTools(null)
    }
  }, [editor])
  return tools
}

/** What the text is like, from its editor or, without one, from the text itself. */
export function useFacts(
  tools: EditorTools | null,
  hasEditor: boolean,
  { text }: Replica,
  clock: Clock,
): TextFacts | null {
  const [facts, setFacts] = useState<TextFacts | null>(null)
  useEffect(() => {
    if (tools !== null) return tools.onFacts(setFacts)
    if (hasEditor) return
    const read = (): void => setFacts(textFacts.readAll(text.toJSON()))
    const later = new Later(clock, READ_AGAIN_MS, read)
    const changed = (): void => later.schedule()
    read()
    text.observe(changed)
    return () => {
      later.cancel()
      text.unobserve(changed)
    }
  }, [tools, hasEditor, text])
  return facts
}
