import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import { relativeTime } from '../relative-time.ts'
import type { ListedLink } from './access-list.ts'
import { LinkActions } from './link-actions.tsx'
import { linkSentence, words } from './sharing-words.ts'

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
          {link.label !== null && (
            <strong class="share-label" dir="auto">
              {link.label}
            </strong>
          )}
          <span>{linkSentence(link, now)}</span>
          <span class="share-detail">
            {link.lastUsedAt === null ? words.notUsed : words.lastUsed(relativeTime(link.lastUsedAt, now))}
            {isOwn && ` · ${words.cameByIt}`}
          </span>
        </p>
        <Menu
          label={words.moreFor(name)}
          button={<Icon name="more" />}
          buttonClass="icon-button"
          items={[
            ...(isOver ? [] : [{ label: words.replace, icon: 'redo' as const, onSelect: () => setRotating(true) }]),
            { label: words.revoke, icon: 'trash', destroys: true, onSelect: onRevoke },
          ]}
        />
      </div>
      {isOver ? null : address === null ? (
        <>
          <p class="share-detail">{words.addressUnknown}</p>
          <div class="share-actions">
            <button type="button" class="button" aria-label={words.replaceIt(name)} onClick={() => setRotating(true)}>
              {words.replace}
            </button>
          </div>
        </>
      ) : (
        <LinkActions address={address} name={name} title={title} say={say} />
      )}
      {isRotating && (
        <ConfirmDialog
          title={words.replaceTitle}
          confirmLabel={words.replaceConfirm}
          destroys
          onClose={() => setRotating(false)}
          onConfirm={onRotate}
        >
          <p>{words.replaceWords}</p>
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
        {link.label !== null && (
          <strong class="share-label" dir="auto">
            {link.label}
          </strong>
        )}
        {words.revoked}
      </p>
      <button
        ref={button}
        type="button"
        class="button"
        aria-label={words.undoFor(name)}
        aria-disabled={isRestoring}
        onClick={onRestore}
      >
        <Icon name="undo" />
        {words.undo}
      </button>
    </li>
  )
}
