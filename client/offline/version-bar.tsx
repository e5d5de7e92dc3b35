import { type ReadonlySignal, useSignal } from '@preact/signals'
import { render } from 'preact'
import { useRef } from 'preact/hooks'
import { offline } from '../words/en/offline.ts'
import { wordsOf } from '../words/words.ts'
import { Icon } from '../ui/icon.tsx'
import { type Loss, type OpenText, lossOf } from './safe-reload.ts'
import './version-bar.css'

const words = wordsOf('offline', offline)

interface VersionBarProps {
  /** The version that is there; null while it is the one that is open. */
  readonly ready: ReadonlySignal<string | null>
  readonly text: OpenText
  /** Null while no file is on its way of which the page that follows would not know. */
  readonly uploads: ReadonlySignal<unknown>
  /** The browser is to ask first unless the text is safe. */
  readonly onReload: (isSafe: boolean) => void
}

/** Shows the bar below the page, for as long as it is open. */
export function showVersionBar(props: VersionBarProps): void {
  const place = document.createElement('div')
  document.body.append(place)
  render(<VersionBar {...props} />, place)
}

/** Says that there is a new version, and has the page reloaded when somebody wants to. Nothing is changed under an open page. */
export function VersionBar({ ready, text, uploads, onReload }: VersionBarProps) {
  const state = useSignal<'asks' | 'saves' | Loss>('asks')
  const dismissed = useSignal<string | null>(null)
  /** Where one was before one came here, to go back to. */
  const before = useRef<HTMLElement | null>(null)
  const isUploading = uploads.value !== null
  const loss = state.value === 'text' || (state.value === 'uploads' && isUploading) ? state.value : null
  const isShown = ready.value !== null && ready.value !== dismissed.value

  async function reload(): Promise<void> {
    if (loss !== null) return onReload(false)
    state.value = 'saves'
    const found = await lossOf(text, uploads)
    state.value = found ?? 'asks'
    if (found === null) onReload(true)
  }

  return (
    <div
      class="version-bar-region"
      role="status"
      onFocusIn={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof HTMLElement && !currentTarget.contains(relatedTarget))
          before.current = relatedTarget
      }}
    >
      {isShown && (
        <div class="version-bar">
          <p class="version-bar-words">
            {loss === null ? words.newVersion : loss === 'text' ? words.notKept : words.uploading}
          </p>
          <button
            type="button"
            class="button button-primary button-small"
            aria-disabled={state.value === 'saves'}
            onClick={() => state.peek() !== 'saves' && void reload()}
          >
            {state.value === 'saves' ? words.saving : loss === null ? words.reload : words.reloadAnyway}
          </button>
          <button
            type="button"
            class="icon-button version-bar-close"
            aria-label={words.later}
            title={words.later}
            onClick={() => {
              dismissed.value = ready.peek()
              state.value = 'asks'
              before.current?.focus()
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  )
}
