import { useLayoutEffect, useRef } from 'preact/hooks'

interface EditFieldProps {
  readonly value: string
  readonly label: string
  readonly maxLength: number
  readonly class?: string
  /** The trimmed text; null when nothing changed, or the person gave up (Escape). `byKey`: the focus has no place to go by itself. */
  readonly onDone: (text: string | null, byKey: boolean) => void
}

/** A field for one line, selected as it appears. Enter and leaving it are done; Escape gives up. */
export function EditField({ value, label, maxLength, class: className, onDone }: EditFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  const initial = useRef(value)
  useLayoutEffect(() => {
    input.current?.focus()
    input.current?.select()
  }, [])

  function finish(text: string | null, byKey: boolean): void {
    // Removing a focused field blurs it: what Escape gave up must not be saved by that.
    if (done.current) return
    done.current = true
    const trimmed = text?.trim() ?? null
    // Compared with what was in the field at first: meanwhile somebody else may have changed the value.
    onDone(trimmed === initial.current ? null : trimmed, byKey)
  }

  return (
    <input
      ref={input}
      class={`edit-field ${className ?? ''}`}
      aria-label={label}
      dir="auto"
      defaultValue={value}
      maxLength={maxLength}
      autocomplete="off"
      enterkeyhint="done"
      onKeyDown={(event) => {
        if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        // Escape would close the dialog or popover around it, too.
        event.preventDefault()
        event.stopPropagation()
        finish(event.key === 'Enter' ? event.currentTarget.value : null, true)
      }}
      onBlur={(event) => finish(event.currentTarget.value, false)}
    />
  )
}
