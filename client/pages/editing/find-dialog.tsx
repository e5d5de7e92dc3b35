import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Dialog } from '../../ui/dialog.tsx'

export interface Findable {
  readonly id: string
  readonly label: string
  /** What is said behind it. */
  readonly group: string
  readonly key: string | null
  readonly run: () => void
}

interface FindDialogProps<Item extends Findable> {
  readonly title: string
  /** What the field is for. */
  readonly find: string
  /** What the list holds. */
  readonly list: string
  /** Said when nothing is found. */
  readonly none: string
  /** Those that are meant by what was typed. */
  readonly matching: (typed: string) => readonly Item[]
  readonly onClose: () => void
  /** Between title and field. */
  readonly children?: ComponentChildren
}

/** Something of many, found by a few letters. Arrows choose, Enter does it. */
export function FindDialog<Item extends Findable>(props: FindDialogProps<Item>) {
  const [typed, setTyped] = useState('')
  const [current, setCurrent] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const found = props.matching(typed)
  const chosen = Math.min(current, found.length - 1)
  useLayoutEffect(() => input.current?.focus(), [])
  useLayoutEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' })
  }, [chosen, typed])

  function choose(item: Item | undefined): void {
    if (item === undefined) return
    // Closed first: the focus is back where it was when the action moves it on.
    props.onClose()
    requestAnimationFrame(() => item.run())
  }

  return (
    <Dialog title={props.title} class="actions-dialog" onClose={props.onClose}>
      {props.children}
      <input
        ref={input}
        class="edit-field"
        type="text"
        role="combobox"
        aria-label={props.find}
        dir={typed === '' ? undefined : 'auto'}
        aria-expanded="true"
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found.length === 0 ? undefined : `${id}-${chosen}`}
        placeholder={props.find}
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
      <p class="actions-none" role="status">
        {found.length === 0 ? props.none : ''}
      </p>
      <ul ref={list} id={id} class="actions-list" role="listbox" aria-label={props.list} tabIndex={-1}>
        {found.map((item, index) => (
          <li
            key={item.id}
            id={`${id}-${index}`}
            class="actions-item"
            role="option"
            aria-selected={index === chosen}
            onClick={() => choose(item)}
          >
            {/* A name such as “C++” is as it is on a page that is read from the right, too. */}
            <bdi>{item.label}</bdi>
            <span class="actions-group">{item.group}</span>
            {item.key !== null && <kbd>{item.key}</kbd>}
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
