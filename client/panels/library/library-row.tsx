import { useLayoutEffect, useRef } from 'preact/hooks'
import { can } from '../../../shared/access/roles.ts'
import { MAX_TITLE_LENGTH } from '../../../shared/protocol/limits.ts'
import { EditField } from '../../ui/edit-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { isPlainClick } from '../../ui/plain-click.ts'
import type { LibraryActions } from './library-actions.ts'
import type { Order, Row } from './library-rows.ts'
import { whenWords, whoseWords, words } from './library-words.ts'

/** What is asked about before it is done. */
export interface Question {
  readonly about: 'trash' | 'purge' | 'give-up' | 'forget'
  readonly row: Row
}

interface LibraryRowProps {
  readonly row: Row
  readonly href: string
  readonly order: Order
  readonly now: number
  readonly actions: LibraryActions
  /** Among what this device keeps: there it can be forgotten. */
  readonly isDevices: boolean
  readonly isRenaming: boolean
  /** Renamed by keys a moment ago: the link takes the focus from the field that it replaces. */
  readonly takesFocus: boolean
  readonly onOpen: (href: string) => void
  readonly onRename: () => void
  readonly onRenamed: (byKey: boolean) => void
  readonly onAsk: (question: Question) => void
}

/** One document: what it is called, whose it is, when it was edited, and what can be done with it. */
export function LibraryRow(props: LibraryRowProps) {
  const { row, order, now, actions } = props
  const whose = whoseWords(row)
  const when = whenWords(row, order, now)
  return (
    <li class="library-row">
      <span class="library-words">
        {props.isRenaming ? (
          <EditField
            value={row.title}
            label={words.documentTitle}
            maxLength={MAX_TITLE_LENGTH}
            onDone={(title, byKey) => {
              props.onRenamed(byKey)
              if (title !== null) void actions.rename(row, title)
            }}
          />
        ) : row.trashedAt === null ? (
          <RowLink {...props} />
        ) : (
          <span class="library-title" dir="auto">
            {row.title}
          </span>
        )}
        <span class="library-detail">
          {row.isUnsaved && (
            <span class="recent-unsaved">
              <Icon name="offline" />
              {words.unsaved}
            </span>
          )}
          {whose !== '' && <span>{whose}</span>}
          {when !== '' && <span>{when}</span>}
        </span>
      </span>
      <Menu
        label={words.actionsFor(row.title)}
        button={<Icon name="more" />}
        buttonClass="icon-button"
        items={itemsOf(props)}
      />
    </li>
  )
}

function RowLink({ row, href, takesFocus, onOpen }: LibraryRowProps) {
  const link = useRef<HTMLAnchorElement>(null)
  useLayoutEffect(() => {
    if (takesFocus) link.current?.focus()
  }, [])
  return (
    <a
      ref={link}
      class="library-title"
      dir="auto"
      href={href}
      title={row.title}
      onClick={(event) => {
        if (!isPlainClick(event)) return
        event.preventDefault()
        onOpen(href)
      }}
    >
      {row.title}
    </a>
  )
}

function itemsOf({ row, isDevices, actions, onRename, onAsk }: LibraryRowProps): MenuItem[] {
  const { role, isListed, isUnsaved } = row
  if (row.trashedAt !== null) {
    return [
      { label: words.restore, icon: 'undo', onSelect: () => void actions.restore(row) },
      { label: words.purge, icon: 'trash', destroys: true, onSelect: () => onAsk({ about: 'purge', row }) },
    ]
  }
  const isArchived = row.archivedAt !== null
  const items: MenuItem[] = []
  if (role === null || can(role, 'rename')) items.push({ label: words.rename, icon: 'pencil', onSelect: onRename })
  if (isListed) {
    items.push(
      { label: words.duplicate, icon: 'copy', onSelect: () => void actions.duplicate(row) },
      {
        label: isArchived ? words.unarchive : words.archive,
        icon: 'book',
        onSelect: () => void actions.archive(row, !isArchived),
      },
    )
  }
  if (isDevices || !isListed) {
    items.push({
      label: words.forget,
      icon: 'close',
      onSelect: () => (isUnsaved ? onAsk({ about: 'forget', row }) : actions.forget(row)),
    })
  }
  if (isListed && role !== null) {
    items.push(
      can(role, 'delete')
        ? { label: words.delete, icon: 'trash', destroys: true, onSelect: () => onAsk({ about: 'trash', row }) }
        : {
            label: words.giveUp,
            icon: 'trash',
            destroys: true,
            onSelect: () => onAsk({ about: 'give-up', row }),
          },
    )
  }
  return items
}
