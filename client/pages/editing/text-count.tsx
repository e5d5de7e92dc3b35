import type { Editor } from '../../editor/create-editor.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Replica } from '../../sync/session.ts'
import { Popover } from '../../ui/popover.tsx'
import './editing.css'
import { countWords, minutesToRead } from './count-words.ts'
import { useFacts, useTools } from './use-tools.ts'

interface TextCountProps {
  readonly editor: Editor | null
  readonly hasEditor: boolean
  readonly replica: Replica
  readonly clock: Clock
}

/** How long the text is. */
export function TextCount({ editor, hasEditor, replica, clock }: TextCountProps) {
  const facts = useFacts(useTools(editor), hasEditor, replica, clock)
  if (facts === null) return null
  const { words, characters } = facts
  return (
    <Popover
      popup="dialog"
      class="text-counts"
      label="Length of the text"
      buttonClass="button button-small text-count"
      button={<span aria-hidden="true">{countWords(words, 'word')}</span>}
    >
      {() => (
        <ul>
          <li>{countWords(words, 'word')}</li>
          <li>{countWords(characters, 'character')}</li>
          <li>{countWords(minutesToRead(words), 'minute')} to read</li>
        </ul>
      )}
    </Popover>
  )
}
