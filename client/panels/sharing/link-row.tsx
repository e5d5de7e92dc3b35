import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { relativeTime } from '../relative-time.ts'
import type { ListedLink } from './access-list.ts'
import { LinkActions } from './link-actions.tsx'
import { linkSentence } from './sharing-words.ts'

interface LinkRowProps {
  readonly link: ListedLink
  /** As it stands in the names of buttons. */
  readonly name: string
  /** Null when this page does not know it. */
  readonly address: string | null
  readonly isOwn: boolean
  readonly title: string
  readonly now: number
  readonly say: (words: string) => void
  readonly onRotate: () => void
  readonly onRevoke: () => void
}

/** One link: what it does, and what can be done with it. */
export function LinkRow({ link, name, address, isOwn, title, now, say, onRotate, onRevoke }: LinkRowProps) {
  const [isRotating, setRotating] = useState(false)
  const isOver = link.expiresAt !== null && link.expiresAt <= now
  return (
    <li class="share-link">
      <div class="share-line">
        <p class="share-words">
          {link.label !== null && <strong class="share-label">{link.label}</strong>}
          <span>{linkSentence(link, now)}</span>
          <span class="share-detail">
            {link.lastUsedAt === null ? 'Not used yet' : `Last used ${relativeTime(link.lastUsedAt, now)}`}
            {isOwn && ' · You came by it'}
          </span>
        </p>
        <Menu
          label={`More for ${name}`}
          button={<Icon name="more" />}
          buttonClass="icon-button"
          items={[
            ...(isOver ? [] : [{ label: 'Replace…', icon: 'redo' as const, onSelect: () => setRotating(true) }]),
            { label: 'Revoke', icon: 'trash', destroys: true, onSelect: onRevoke },
          ]}
        />
      </div>
      {isOver ? null : address === null ? (
        <>
          <p class="share-detail">
            Its address is known only to the page that made it. To send it to somebody else, replace it.
          </p>
          <div class="share-actions">
            <button type="button" class="button" aria-label={`Replace ${name}`} onClick={() => setRotating(true)}>
              Replace…
            </button>
          </div>
        </>
      ) : (
        <LinkActions address={address} name={name} title={title} say={say} />
      )}
      {isRotating && (
        <ConfirmDialog
          title="Replace this link?"
          confirmLabel="Replace it"
          destroys
          onClose={() => setRotating(false)}
          onConfirm={onRotate}
        >
          <p>
            It gets a new address, and the old one stops working for good. Whoever came by it alone is out until they
            come by the new one.
          </p>
        </ConfirmDialog>
      )}
    </li>
  )
}

interface RevokedRowProps {
  readonly link: ListedLink
  readonly name: string
  /** The server has not answered yet. */
  readonly isRestoring: boolean
  readonly onRestore: () => void
}

/** In place of a link that was revoked a moment ago; takes the focus that the link had. */
export function RevokedRow({ link, name, isRestoring, onRestore }: RevokedRowProps) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    button.current?.focus()
  }, [])
  return (
    <li class="share-link share-line">
      <p class="share-words">
        {link.label !== null && <strong class="share-label">{link.label}</strong>}
        Revoked. It opens nothing any more.
      </p>
      <button
        ref={button}
        type="button"
        class="button"
        aria-label={`Undo: let ${name} count again`}
        aria-disabled={isRestoring}
        onClick={onRestore}
      >
        <Icon name="undo" />
        Undo
      </button>
    </li>
  )
}
