import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import { nextItem } from './menu-keys.ts'
import { Popover } from './popover.tsx'

export interface MenuItem {
  readonly label: string
  readonly icon?: IconName
  /** The key that does the same. */
  readonly hint?: string
  readonly disabled?: boolean
  /** A line stands before it: something else begins. */
  readonly apart?: boolean
  /** Coloured as one that destroys something. */
  readonly destroys?: boolean
  readonly onSelect: () => void
}

interface MenuProps {
  readonly label: string
  readonly button: ComponentChildren
  readonly buttonClass: string
  readonly tabIndex?: number
  readonly items: readonly MenuItem[]
}

/** A menu button as the ARIA practices describe it: arrows, Home, End and first letters move, Enter chooses, Escape leaves. */
export function Menu({ label, button, buttonClass, tabIndex, items }: MenuProps) {
  return (
    <Popover
      popup="menu"
      class="menu"
      label={label}
      button={button}
      buttonClass={buttonClass}
      {...(tabIndex !== undefined && { tabIndex })}
      onOpen={(menu) => itemsOf(menu)[0]?.focus()}
      onKeyDown={(event, menu) => {
        if (event.key === 'Tab') menu.hidePopover()
        const elements = itemsOf(menu)
        const current = elements.findIndex((element) => element === document.activeElement)
        const labels = elements.map((element) => element.textContent)
        const next = nextItem(labels, current, event.key)
        if (next === null) return
        event.preventDefault()
        elements[next]?.focus()
      }}
    >
      {(close) =>
        items.map((item) => (
          <button
            key={item.label}
            type="button"
            role="menuitem"
            tabIndex={-1}
            class={`menu-item ${item.destroys === true ? 'menu-item-danger' : ''} ${item.apart === true ? 'menu-item-apart' : ''}`}
            aria-disabled={item.disabled === true}
            onClick={() => {
              if (item.disabled === true) return
              // Closed first: the focus is back on the button when the action moves it on.
              close()
              item.onSelect()
            }}
          >
            {item.icon !== undefined && <Icon name={item.icon} />}
            {item.label}
            {item.hint !== undefined && (
              <span class="menu-hint" aria-hidden="true">
                {item.hint}
              </span>
            )}
          </button>
        ))
      }
    </Popover>
  )
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
}
