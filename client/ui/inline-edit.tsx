import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { EditField } from './edit-field.tsx'
import { ui } from '../words/en/ui.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('ui', ui)

interface InlineEditProps {
  /** What is shown as long as nobody edits. */
  readonly value: string
  /** What the field is called: "Document title". */
  readonly label: string
  readonly maxLength: number
  readonly class?: string
  /** Called with the trimmed text when it differs. May be empty: the owner decides what that means. */
  readonly onSave: (value: string) => void
}

/** Text that turns into a field on click or Enter. */
export function InlineEdit({ value, label, maxLength, class: className, onSave }: InlineEditProps) {
  const [editing, setEditing] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const returnFocus = useRef(false)

  useLayoutEffect(() => {
    if (!editing && returnFocus.current) button.current?.focus()
    returnFocus.current = false
  }, [editing])

  if (editing)
    return (
      <EditField
        value={value}
        label={label}
        maxLength={maxLength}
        class={className ?? ''}
        onDone={(text, byKey) => {
          returnFocus.current = byKey
          setEditing(false)
          if (text !== null) onSave(text)
        }}
      />
    )
  return (
    <button
      type="button"
      ref={button}
      dir="auto"
      class={`inline-edit ${className ?? ''}`}
      title={words.clickToChange(label)}
      onClick={() => setEditing(true)}
    >
      {value}
    </button>
  )
}
