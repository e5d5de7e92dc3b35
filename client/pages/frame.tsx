import { useSignal, useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Recents, type RecentsActions } from '../panels/recents.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { isPlainClick } from '../ui/plain-click.ts'
import { useMedia } from '../ui/use-media.ts'
import { documentLink } from './address.ts'
import type { Services } from './services.ts'

/** From here on the list fits beside the text; `themes/page.css` has the same number. */
const WIDE = '(min-width: 60rem)'

interface FrameProps {
  readonly services: Services
  /** The id of the document that is open. */
  readonly current: string | null
  /** Beside the button of the list. */
  readonly header: ComponentChildren
  readonly footer?: ComponentChildren
  /** Where the skip link leads: the text. */
  readonly onSkip?: () => void
  readonly children: ComponentChildren
}

/** What every page has around it: the header, and this browser's documents in a column or, on a phone, in a drawer. */
export function Frame({ services, current, header, footer, onSkip, children }: FrameProps) {
  const wide = useMedia(WIDE)
  const [drawer, setDrawer] = useState(false)
  const shown = wide ? services.sidebar.value : drawer
  const recents = (
    <>
      <RecentsOf services={services} current={current} onLeave={() => setDrawer(false)} />
      <a
        class="sidebar-link"
        href="documents"
        onClick={(event) => {
          if (!isPlainClick(event)) return
          event.preventDefault()
          setDrawer(false)
          void services.navigation.go(event.currentTarget.href)
        }}
      >
        All documents
      </a>
      <AccountLink />
    </>
  )

  return (
    <div class="frame" data-sidebar={wide && shown}>
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
          Skip to the text
        </a>
      )}
      <header class="header">
        <button
          type="button"
          class="icon-button"
          aria-label="Documents"
          title="Documents"
          aria-expanded={shown}
          onClick={() => {
            if (wide) services.sidebar.value = !shown
            else setDrawer(true)
          }}
        >
          <Icon name="panel" />
        </button>
        {header}
      </header>
      {wide && shown && <aside class="sidebar">{recents}</aside>}
      {!wide && drawer && (
        <Dialog title="Weft" class="drawer" onClose={() => setDrawer(false)}>
          {recents}
        </Dialog>
      )}
      <main class="main" id="text">
        {children}
      </main>
      {footer}
    </div>
  )
}

/** Where the server has accounts it says so in the page, with what to call the way there. */
function AccountLink() {
  const label = document.documentElement.dataset['account']
  return label === undefined ? null : (
    <a
      class="sidebar-link"
      href="account"
      onClick={({ currentTarget }) => {
        // The secret in it stays behind the `#`.
        currentTarget.hash = `to=${encodeURIComponent(window.location.href)}`
      }}
    >
      {label}
    </a>
  )
}

interface RecentsOfProps {
  readonly services: Services
  readonly current: string | null
  readonly onLeave: () => void
}

function RecentsOf({ services, current, onLeave }: RecentsOfProps) {
  const { navigation, recents, clock } = services
  const now = useSignal(clock.now())
  // "Just now" is not true for long: the times are told anew with every change of the list.
  useSignalEffect(() => {
    void recents.list.value
    now.value = clock.now()
  })
  const actions: RecentsActions = {
    linkTo: (recent) => documentLink(navigation.base, recent.document, recent.key),
    open: (recent) => {
      onLeave()
      if (recent.document !== current) void navigation.go(documentLink(navigation.base, recent.document, recent.key))
    },
    blank: () => {
      onLeave()
      void navigation.blank()
    },
    rename: (recent, title) => services.renameRecent(recent.document, title),
    forget: (recent) => services.forgetRecent(recent.document),
  }
  return <Recents list={recents.list.value} current={current} now={now.value} actions={actions} />
}
