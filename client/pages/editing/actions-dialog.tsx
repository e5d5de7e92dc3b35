import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'
import { type Action, matchingActions } from './actions.ts'
import { words } from './editing-words.ts'

interface ActionsDialogProps {
  readonly actions: readonly Action[]
  readonly onClose: () => void
}

/** Everything one can do here, found by a few letters. Arrows choose, Enter does it. */
export function ActionsDialog({ actions, onClose }: ActionsDialogProps) {
  const [typed, setTyped] = useState('')
  const [current, setCurrent] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const found = matchingActions(actions, typed)
  const chosen = Math.min(current, found.length - 1)
  useLayoutEffect(() => input.current?.focus(), [])
  useLayoutEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen, typed])

  function choose(action: Action | undefined): void {
    if (action === undefined) return
    // Closed first: the focus is back where it was when the action moves it on.
    onClose()
    requestAnimationFrame(() => action.run())
  }

  return (
    <Dialog title={words.actionsTitle} class="actions-dialog" onClose={onClose}>
      <input
        ref={input}
        class="edit-field"
        type="text"
        role="combobox"
        aria-label={words.find}
        dir={typed === '' ? undefined : 'auto'}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${chosen}`}
        placeholder={words.find}
        autocomplete="off"
        spellcheck={false}
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value)
          setCurrent(0)
        }}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
          if (event.isComposing || (step === 0 && event.key !== 'Enter')) return
          event.preventDefault()
          if (step === 0) choose(found[chosen])
          else if (found.length > 0) setCurrent((chosen + step + found.length) % found.length)
        }}
      />
      <ul ref={list} id={id} class="actions-list" role="listbox" aria-label={words.actions} tabIndex={-1}>
        {found.map((action, index) => (
          <li
            key={action.id}
            id={`${id}-${index}`}
            class="actions-item"
            role="option"
            aria-selected={index === chosen}
            onClick={() => choose(action)}
          >
            <span>{action.label}</span>
            <span class="actions-group">{action.group}</span>
            {action.key !== null && <kbd>{action.key}</kbd>}
          </li>
        ))}
      </ul>
      <p class="actions-none" role="status">
        {found.length === 0 ? words.nothingFound : ''}
      </p>
    </Dialog>
  )
}
