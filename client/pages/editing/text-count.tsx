import type { Editor } from '../../editor/create-editor.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Replica } from '../../sync/session.ts'
import { Popover } from '../../ui/popover.tsx'
import './editing.css'
import { minutesToRead } from './count-words.ts'
import { words } from './editing-words.ts'
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
  return (
    <Popover
      popup="dialog"
      class="text-counts"
      label={words.length}
      buttonClass="button button-small text-count"
      button={<span aria-hidden="true">{words.words(facts.words)}</span>}
    >
      {() => (
        <ul>
          <li>{words.words(facts.words)}</li>
          <li>{words.characters(facts.characters)}</li>
          <li>{words.minutes(minutesToRead(facts.words))}</li>
        </ul>
      )}
    </Popover>
  )
}
