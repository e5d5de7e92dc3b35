import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { can, type Role } from '../../shared/access/roles.ts'
import type { Clock } from '../lib/clock.ts'
import type { Session } from '../sync/session.ts'
import { Icon } from '../ui/icon.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { words } from './header-words.ts'
import type * as Sharing from './sharing/share-dialog.tsx'

const KEY = typeof navigator !== 'undefined' && /Mac|iP/.test(navigator.platform) ? '⇧⌘S' : words.shareKey

/** Who shares is looked after once the document itself is there. */
const WATCH_AFTER_MS = 1000

interface ShareButtonProps {
  readonly session: Session
  /** The link with this secret, which gives this role. */
  readonly linkTo: (key: string, role: Role | null) => string
  readonly toasts: Toasts
  readonly clock: Clock
  /** The link that one came by has this secret now; '' when it opens nothing any more. */
  readonly onRekeyed: (key: string) => void
  /** Told how to open the dialog from elsewhere. */
  readonly onOpener: (open: () => void) => void
}

/** Opens the share dialog, which is fetched when it is needed, and tells whoever shares that somebody asks for access. */
export function ShareButton(props: ShareButtonProps) {
  const { session, toasts, clock } = props
  const [isOpen, setOpen] = useState(false)
  const [sharing, setSharing] = useState<typeof Sharing | null>(null)
  const [access, setAccess] = useState<Sharing.AccessList | null>(null)
  const begun = session.begun.value
  const role = session.role.value
  const mayShare = role !== null && can(role, 'share')
  const asking = access?.listed.value?.requests.length ?? 0

  async function load(): Promise<void> {
    setSharing(await import('./sharing/share-dialog.tsx'))
  }

  function open(): void {
    if (!begun) return
    load().then(
      () => setOpen(true),
      () => toasts.show(words.noShareDialog),
    )
  }

  props.onOpener(open)
  useEffect(() => {
    if (mayShare) return clock.after(WATCH_AFTER_MS, () => void load().catch(() => undefined))
  }, [session, mayShare])
  // Before it is painted: a dialog that opens has the list from the start.
  useLayoutEffect(() => {
    if (!mayShare || sharing === null) return
    const list = new sharing.AccessList(session, clock)
    setAccess(list)
    return () => {
      list.close()
      setAccess(null)
    }
  }, [session, mayShare, sharing])
  useEffect(() => session.on('asked', ({ name }) => toasts.show(words.asks(name))), [session])
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.altKey) return
      if (event.key.toLowerCase() !== 's' || document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      open()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })

  return (
    <>
      <button
        type="button"
        class="button share-button"
        aria-label={asking === 0 ? words.share : words.shareAsked(asking)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+Shift+S Meta+Shift+S"
        title={begun ? words.withKey(words.share, KEY) : words.nothingToShare}
        disabled={!begun}
        onClick={open}
      >
        <Icon name="share" />
        <span class="only-wide">{words.share}</span>
        {asking > 0 && <span class="share-badge" data-count={asking} />}
      </button>
      {isOpen && sharing !== null && (
        <sharing.ShareDialog {...props} access={mayShare ? access : null} onClose={() => setOpen(false)} />
      )}
    </>
  )
}
