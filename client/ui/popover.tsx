import type { ComponentChildren } from 'preact'
import { useId, useRef } from 'preact/hooks'

const GAP_PX = 6

interface PopoverProps {
  /** What the button shows beside its name, which is read aloud alone. */
  readonly button: ComponentChildren
  readonly label: string
  readonly buttonClass: string
  readonly popup: 'menu' | 'dialog'
  /** For a button that is one of several with one stop of Tab for all. */
  readonly tabIndex?: number
  readonly class?: string
  readonly onOpen?: (popover: HTMLElement) => void
  readonly onKeyDown?: (event: KeyboardEvent, popover: HTMLElement) => void
  children(close: () => void): ComponentChildren
}

/** A button and what it opens beside itself. Escape and a click elsewhere close it, and the browser gives the focus back. */
export function Popover(props: PopoverProps) {
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const popover = useRef<HTMLDivElement>(null)

  return (
    <>
      <button
        type="button"
        ref={button}
        class={props.buttonClass}
        tabIndex={props.tabIndex}
        aria-haspopup={props.popup}
        title={props.label}
        popovertarget={id}
      >
        {props.button}
        <span class="visually-hidden">{props.label}</span>
      </button>
      <div
        id={id}
        ref={popover}
        class={`popover ${props.class ?? ''}`}
        popover="auto"
        role={props.popup}
        aria-label={props.label}
        onBeforeToggle={(event) => {
          if (event.newState === 'open' && button.current !== null) place(event.currentTarget, button.current)
        }}
        onToggle={(event) => {
          if (event.newState === 'open') props.onOpen?.(event.currentTarget)
        }}
        onKeyDown={(event) => props.onKeyDown?.(event, event.currentTarget)}
      >
        {props.children(() => popover.current?.hidePopover())}
      </div>
    </>
  )
}

/** Beside the button, towards the middle of the window, so that its size need not be known before it is shown; what is longer scrolls. */
function place(popover: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect()
  const atLeft = box.left + box.right < window.innerWidth
  const atTop = box.top + box.bottom < window.innerHeight
  const { style } = popover
  style.left = atLeft ? `${Math.max(GAP_PX, box.left)}px` : 'auto'
  style.right = atLeft ? 'auto' : `${Math.max(GAP_PX, window.innerWidth - box.right)}px`
  style.top = atTop ? `${box.bottom + GAP_PX}px` : 'auto'
  style.bottom = atTop ? 'auto' : `${window.innerHeight - box.top + GAP_PX}px`
  style.maxHeight = `${(atTop ? window.innerHeight - box.bottom : box.top) - 2 * GAP_PX}px`
}
