import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { can } from '../../shared/access/roles.ts'
import { MAX_TITLE_LENGTH } from '../../shared/protocol/limits.ts'
import type { RecentDocument } from '../sync/recent-documents.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { EditField } from '../ui/edit-field.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { isPlainClick } from '../ui/plain-click.ts'
import { transferMenu } from '../words/en/transfer-menu.ts'
import { relativeTime } from './relative-time.ts'
import { recents } from '../words/en/recents.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('recents', recents)

const menu = wordsOf('transferMenu', transferMenu)

export interface RecentsActions {
  readonly linkTo: (recent: RecentDocument) => string
  readonly open: (recent: RecentDocument) => void
  readonly blank: () => void
  /** Asks for files or a folder. */
  readonly importFiles: () => void
  readonly rename: (recent: RecentDocument, title: string) => void
  readonly forget: (recent: RecentDocument) => void
  /** Whether this device keeps a file that is still on its way into it. */
  readonly hasUploads: (recent: RecentDocument) => Promise<boolean>
}

interface RecentsProps {
  readonly list: readonly RecentDocument[]
  /** The id of the one that is open. */
  readonly current: string | null
  readonly now: number
  readonly actions: RecentsActions
}

/** The documents this browser has opened. */
export function Recents({ list, current, now, actions }: RecentsProps) {
  const [renaming, setRenaming] = useState<string | null>(null)
  /** Renamed by keys a moment ago: the link takes the focus from the field that it replaces. */
  const renamed = useRef<string | null>(null)
  const [forgetting, setForgetting] = useState<RecentDocument | null>(null)

  async function forget(recent: RecentDocument): Promise<void> {
    if (recent.unsaved || (await actions.hasUploads(recent))) setForgetting(recent)
    else actions.forget(recent)
  }

  return (
    <nav class="recents" aria-label={words.label}>
      <button type="button" class="button recents-new" onClick={() => actions.blank()}>
        <Icon name="plus" />
        {words.blank}
      </button>
      <button type="button" class="button recents-new" onClick={() => actions.importFiles()}>
        <Icon name="open" />
        {menu.import}
      </button>
      <h2 class="recents-heading">{words.heading}</h2>
      {list.length === 0 && <p class="recents-empty">{words.empty}</p>}
      <ul class="recents-list">
        {list.map((recent) => (
          <li key={recent.document} class="recent" data-current={recent.document === current}>
            {renaming === recent.document ? (
              <EditField
                value={recent.title}
                label={words.title}
                maxLength={MAX_TITLE_LENGTH}
                onDone={(title, byKey) => {
                  setRenaming(null)
                  renamed.current = byKey ? recent.document : null
                  if (title !== null) actions.rename(recent, title)
                }}
              />
            ) : (
              <RecentLink
                recent={recent}
                current={recent.document === current}
                takesFocus={renamed.current === recent.document}
                now={now}
                actions={actions}
              />
            )}
            <Menu
              label={words.actionsFor(recent.title)}
              button={<Icon name="more" />}
              buttonClass="icon-button recent-actions"
              items={[
                // As with the title of the open one: who may not is not asked for a name.
                ...(recent.role !== null && !can(recent.role, 'rename')
                  ? []
                  : [{ label: words.rename, icon: 'pencil' as const, onSelect: () => setRenaming(recent.document) }]),
                {
                  label: words.forget,
                  icon: 'close',
                  onSelect: () => void forget(recent),
                },
              ]}
            />
          </li>
        ))}
      </ul>
      {forgetting !== null && (
        <ConfirmDialog
          title={words.forgetTitle}
          confirmLabel={words.forgetThem}
          destroys
          onClose={() => setForgetting(null)}
          onConfirm={() => actions.forget(forgetting)}
        >
          <p>{words.forgetWords(forgetting.title)}</p>
        </ConfirmDialog>
      )}
    </nav>
  )
}

interface RecentLinkProps {
  readonly recent: RecentDocument
  readonly current: boolean
  /** As soon as it is there. */
  readonly takesFocus: boolean
  readonly now: number
  readonly actions: RecentsActions
}

function RecentLink({ recent, current, takesFocus, now, actions }: RecentLinkProps) {
  const link = useRef<HTMLAnchorElement>(null)
  useLayoutEffect(() => {
    if (takesFocus) link.current?.focus()
  }, [])

  return (
    <a
      ref={link}
      class="recent-link"
      href={actions.linkTo(recent)}
      title={recent.title}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        actions.open(recent)
      }}
    >
      <span class="recent-title" dir="auto">
        {recent.title}
      </span>
      <span class="recent-detail">
        {recent.unsaved && (
          <span class="recent-unsaved">
            <Icon name="offline" />
            {words.unsaved}
          </span>
        )}
        <time dateTime={new Date(recent.openedAt).toISOString()}>{relativeTime(recent.openedAt, now)}</time>
      </span>
    </a>
  )
}
