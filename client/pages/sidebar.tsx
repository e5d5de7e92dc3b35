import { useSignal, useSignalEffect } from '@preact/signals'
import { withinTime } from '../lib/clock.ts'
import { Recents, type RecentsActions } from '../panels/recents.tsx'
import { hasUploads } from '../sync/upload-rows.ts'
import '../themes/surroundings.css'
import { Dialog } from '../ui/dialog.tsx'
import { isPlainClick } from '../ui/plain-click.ts'
import { documentLink } from './address.ts'
import { beginTransfer } from './begin-transfer.tsx'
import type { Services } from './services.ts'
import { recents } from '../words/en/recents.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('recents', recents)

/** A device that does not answer sooner keeps none, as far as anybody knows. */
const LOOK_MS = 1000

interface SidebarProps {
  readonly services: Services
  /** The id of the document that is open. */
  readonly current: string | null
  /** Over the page, where there is no room beside the text; called when it should go. */
  readonly onClose: (() => void) | null
}

/** This browser's documents, and the ways to all that one has and to one's account. */
export function Sidebar({ services, current, onClose }: SidebarProps) {
  const content = (
    <>
      <RecentsOf services={services} current={current} onLeave={() => onClose?.()} />
      <a
        class="sidebar-link"
        href="documents"
        onClick={(event) => {
          if (!isPlainClick(event)) return
          event.preventDefault()
          onClose?.()
          void services.navigation.go(event.currentTarget.href)
        }}
      >
        {words.all}
      </a>
      <AccountLink />
    </>
  )
  return onClose === null ? (
    content
  ) : (
    <Dialog title="Weft" class="drawer" onClose={onClose}>
      {content}
    </Dialog>
  )
}

/** Where the server has accounts it says so in the page, with what to call the way there. */
function AccountLink() {
  const root = document.documentElement
  const label = root.dataset['account']
  return label === undefined ? null : (
    <a
      class="sidebar-link"
      href="account"
      onClick={({ currentTarget }) => {
        // The secret in it stays behind the `#`.
        currentTarget.hash = `to=${encodeURIComponent(window.location.href)}`
      }}
    >
      {root.dataset['accountId'] === undefined ? words.signIn : label}
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
    importFiles: () => {
      onLeave()
      beginTransfer(services, { kind: 'import', files: [], entries: [] })
    },
    rename: (recent, title) => services.renameRecent(recent.document, title),
    forget: (recent) => services.forgetRecent(recent.document),
    hasUploads: (recent) => withinTime(clock, LOOK_MS, hasUploads(recent.document), false),
  }
  return <Recents list={recents.list.value} current={current} now={now.value} actions={actions} />
}
