import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { type Role, can } from '../../shared/access/roles.ts'
import { titleFromText } from '../../shared/document/title.ts'
import type { Clock } from '../lib/clock.ts'
import type { Session } from '../sync/session.ts'
import { transferMenu } from '../words/en/transfer-menu.ts'
import { wordsOf } from '../words/words.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { copyText } from './clipboard.ts'
import { CopyByHand } from './copy-by-hand.tsx'
import { downloadText } from './download.ts'
import { sentenceOf } from './error-sentences.ts'
import { fileNameFor } from './file-name.ts'
import { words } from './header-words.ts'
import type { HistoryDialogProps } from './history/history-dialog.tsx'
import { verbOf } from './role-words.ts'
import { isUnsaved } from './status-words.ts'

const menu = wordsOf('transferMenu', transferMenu)

/** An address of a file that is stored with the document. */
const NAMES_FILE = /\bfiles\/[\w-]{22}(?![\w-])/

interface DocumentActionsProps {
  readonly session: Session
  /** The whole link of the document. */
  readonly link: string
  readonly toasts: Toasts
  readonly clock: Clock
  readonly onBlank: () => void
  readonly onSearch: () => void
  readonly onPrint: () => void
  /** Asks for files or a folder. */
  readonly onImport: () => void
  readonly onExport: (format: 'html' | 'docx') => void
  readonly onDeleted: () => void
  /** Of an earlier version. */
  readonly onRestored: () => void
  readonly changer: HistoryDialogProps['changer']
  /** As they are written on keyboards. */
  readonly keys: { readonly print: string; readonly search: string }
  /** Of the page around it, before what destroys. */
  readonly extras: readonly MenuItem[]
  /** Told what the menu has of its own, for a list of all actions. */
  readonly onItems: (items: readonly MenuItem[]) => void
  /** Between the search and the menu. */
  readonly children: ComponentChildren
}

/** What can be done with the document: what is most used beside the menu, everything but sharing in it. */
export function DocumentActions(props: DocumentActionsProps) {
  const { session, link, toasts } = props
  const [dialog, setDialog] = useState<ComponentChildren>(null)
  const text = session.replica.value?.text
  const begun = session.begun.value
  const role = session.lastKnownRole.value

  function copy(what: 'link' | 'text'): void {
    const content = what === 'link' ? link : (text?.toJSON() ?? '')
    void copyText(content).then((copied) => {
      if (copied) toasts.show(what === 'link' ? linkCopiedWords(session.link.peek()?.role ?? null) : words.textCopied)
      else {
        const title = what === 'link' ? words.copyLinkByHand : words.copyTextByHand
        setDialog(<CopyByHand title={title} text={content} onClose={close} />)
      }
    })
  }

  function download(): void {
    const content = text?.toJSON() ?? ''
    // What is shown as the title follows the first line a moment later.
    downloadText(fileNameFor(session.title.peek() ?? titleFromText(content)), content)
    if (NAMES_FILE.test(content)) toasts.show(menu.withoutFiles)
  }

  function close(): void {
    setDialog(null)
  }

  function showHistory(): void {
    import('./history/history-dialog.tsx').then(
      ({ HistoryDialog }) => {
        const { clock, changer, onRestored } = props
        setDialog(<HistoryDialog {...{ session, clock, toasts, changer, onRestored }} onClose={close} />)
      },
      () => toasts.show(words.noHistory),
    )
  }

  function askToTrash(): void {
    const title = session.displayTitle.peek()
    import('./library/trash.tsx').then(
      ({ TrashDialog }) =>
        setDialog(<TrashDialog title={title} onClose={close} onConfirm={() => void moveToTrash()} />),
      () => toasts.show(words.noTrash),
    )
  }

  async function moveToTrash(): Promise<void> {
    const answer = await session.delete()
    // What is on this device alone stays: it may be restored.
    if (answer.ok && !isUnsaved(session.status.peek()) && session.setAside.peek().length === 0) props.onDeleted()
    if (!answer.ok) toasts.show(words.notDeleted(sentenceOf(answer.code)))
  }

  const items: MenuItem[] = [
    { label: words.blank, icon: 'plus', onSelect: () => props.onBlank() },
    { label: menu.import, icon: 'open', onSelect: () => props.onImport() },
    { label: words.copyLink, icon: 'link', apart: true, disabled: !begun, onSelect: () => copy('link') },
    { label: words.copyText, icon: 'copy', disabled: !begun, onSelect: () => copy('text') },
    {
      label: words.download,
      icon: 'download',
      disabled: !begun,
      onSelect: () => download(),
    },
    { label: menu.downloadHtml, icon: 'download', disabled: !begun, onSelect: () => props.onExport('html') },
    { label: menu.downloadWord, icon: 'download', disabled: !begun, onSelect: () => props.onExport('docx') },
    { label: words.print, icon: 'book', hint: props.keys.print, disabled: !begun, onSelect: () => props.onPrint() },
    ...(begun && role !== null && can(role, 'history')
      ? [{ label: words.history, icon: 'history', onSelect: showHistory } as const]
      : []),
    { label: words.search, icon: 'search', hint: props.keys.search, apart: true, onSelect: () => props.onSearch() },
  ]
  const last: MenuItem[] = []
  if (role !== null && can(role, 'delete'))
    last.push({ label: words.delete, icon: 'trash', apart: true, destroys: true, onSelect: askToTrash })

  props.onItems([...items, ...last])

  return (
    <>
      <button
        type="button"
        class="icon-button only-wide"
        aria-label={words.search}
        title={words.search}
        onClick={() => props.onSearch()}
      >
        <Icon name="search" />
      </button>
      {props.children}
      <Menu
        label={words.actions}
        button={<Icon name="more" />}
        buttonClass="icon-button"
        items={[...items, ...props.extras, ...last]}
      />
      {dialog}
    </>
  )
}

/** Null for a link of which the server has not said what it gives. */
function linkCopiedWords(role: Role | null): string {
  return role === null ? words.linkCopied : words.linkCopiedFor(verbOf(role))
}
