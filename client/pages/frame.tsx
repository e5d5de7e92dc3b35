import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { words } from '../panels/document-words.ts'
import { Icon } from '../ui/icon.tsx'
import { latePart } from '../ui/late-part.tsx'
import { useMedia } from '../ui/use-media.ts'
import type { Services } from './services.ts'

/** From here on the list fits beside the text; `themes/page.css` has the same number. */
const WIDE = '(min-width: 60rem)'

const Incoming = latePart(async () => (await import('./incoming.tsx')).Incoming)
const Sidebar = latePart(async () => (await import('./sidebar.tsx')).Sidebar)

interface FrameProps {
  readonly services: Services
  /** The id of the document that is open. */
  readonly current: string | null
  /** Beside the button of the list. */
  readonly header: ComponentChildren
  readonly footer?: ComponentChildren
  /** Whether what is needed first is there, so that the rest may come. */
  readonly isSettled: boolean
  /** Whether only the text is shown. */
  readonly isFocused?: boolean
  /** Called with what opens and closes the list: it can be opened from elsewhere, too. */
  readonly onOpener?: (toggle: () => void) => void
  /** Where the skip link leads: the text. */
  readonly onSkip?: () => void
  readonly children: ComponentChildren
}

/** What every page has around it: the header, and this browser's documents in a column or, on a phone, in a drawer. */
export function Frame({
  services,
  current,
  header,
  footer,
  isSettled,
  isFocused,
  onOpener,
  onSkip,
  children,
}: FrameProps) {
  const wide = useMedia(WIDE)
  const [drawer, setDrawer] = useState(false)
  const shown = isFocused === true ? false : wide ? services.sidebar.value : drawer
  const toggle = (): void => {
    if (wide) services.sidebar.value = !shown
    else setDrawer(true)
  }
  onOpener?.(toggle)

  return (
    <div class="frame" data-sidebar={wide && shown} data-focused={isFocused}>
      {onSkip !== undefined && (
        <a
          class="skip-link"
          href="#text"
          onClick={(event) => {
            // The part behind the `#` is the document's key: it must not change.
            event.preventDefault()
            onSkip()
          }}
        >
          {words.skip}
        </a>
      )}
      <header class="header">
        <button
          type="button"
          class="icon-button"
          aria-label={words.documents}
          title={words.documents}
          aria-expanded={shown}
          onClick={toggle}
        >
          <Icon name="panel" />
        </button>
        {header}
      </header>
      {wide && shown && (
        <aside class="sidebar">{isSettled && <Sidebar services={services} current={current} onClose={null} />}</aside>
      )}
      {!wide && drawer && <Sidebar services={services} current={current} onClose={() => setDrawer(false)} />}
      <main class="main" id="text">
        {children}
      </main>
      {footer}
      {isSettled && <Incoming services={services} />}
    </div>
  )
}
