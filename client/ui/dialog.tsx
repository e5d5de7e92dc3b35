import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from './icon.tsx'
import { ui } from '../words/en/ui.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('ui', ui)

interface DialogProps {
  readonly title: string
  readonly class?: string
  /** Called when the person closes it (Escape, the cross, a click beside it); the owner then stops rendering it. */
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/**
 * A modal dialog, open for as long as it is rendered. The browser keeps the focus inside, makes the rest inert, and gives the
 * focus back to what had it before.
 */
export function Dialog({ title, class: className, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null)

  useLayoutEffect(() => {
    const dialog = element.current
    if (dialog === null) return
    dialog.showModal()
    const letGo = keepFocus(dialog)
    return () => {
      letGo()
      // Closed before it leaves the page, or the browser would not give the focus back.
      dialog.close()
    }
  }, [])

  return (
    <dialog
      ref={element}
      class={`dialog ${className ?? ''}`}
      // By its words: ids are only unique within one root, and what comes in or goes out has one of its own.
      aria-label={title}
      onClose={(event) => {
        // The event comes later than the call: a dialog that its owner removed has told its owner already.
        if (event.currentTarget.isConnected) onClose()
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div class="dialog-content">
        <div class="dialog-header">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={words.close} onClick={onClose}>
            <Icon name="close" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  )
}

/**
 * Takes the keys back from a frame behind the dialog. What was pressed there may have opened it: a frame is another process, and
 * the browser can learn only now that it has the focus.
 */
function keepFocus(dialog: HTMLDialogElement): () => void {
  let last: EventTarget | null = document.activeElement
  const remember = ({ target }: FocusEvent): void => void (last = target)
  // The frame has the focus only after the event.
  const look = (): number => requestAnimationFrame(keep)
  function keep(): void {
    const focused = document.activeElement
    if (!(focused instanceof HTMLIFrameElement) || dialog.contains(focused)) return
    if (last instanceof HTMLElement) last.focus()
    // It may be gone by now.
    if (document.activeElement === focused) dialog.querySelector('button')?.focus()
  }
  dialog.addEventListener('focusin', remember)
  window.addEventListener('blur', look)
  return () => {
    dialog.removeEventListener('focusin', remember)
    window.removeEventListener('blur', look)
  }
}

interface ConfirmDialogProps {
  readonly title: string
  readonly confirmLabel: string
  /** Colours the confirming button as one that destroys something. */
  readonly destroys: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** Asks one question. The focus starts on the answer that changes nothing. */
export function ConfirmDialog({ title, confirmLabel, destroys, onConfirm, onClose, children }: ConfirmDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => cancel.current?.focus(), [])

  return (
    <Dialog title={title} class="dialog-narrow" onClose={onClose}>
      {children}
      <div class="dialog-footer">
        <button type="button" class="button" ref={cancel} onClick={onClose}>
          {words.cancel}
        </button>
        <button
          type="button"
          class={`button ${destroys ? 'button-danger' : 'button-primary'}`}
          onClick={() => {
            onConfirm()
            onClose()
          }}
        >
          {confirmLabel}
        </button>
      </div>
    </Dialog>
  )
}
