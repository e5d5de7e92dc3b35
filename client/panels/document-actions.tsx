import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type Role, can } from '../../shared/access/roles.ts'
import { titleFromText } from '../../shared/document/title.ts'
import { ERRORS } from '../../shared/protocol/errors.ts'
import type { Session } from '../sync/session.ts'
import { transferMenu } from '../words/en/transfer-menu.ts'
import { wordsOf } from '../words/words.ts'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { copyText } from './clipboard.ts'
import { CopyByHand } from './copy-by-hand.tsx'
import { downloadText } from './download.ts'
import { fileNameFor, IMPORTED_FILES } from './file-name.ts'
import { verbOf } from './role-words.ts'
import { isUnsaved } from './status-words.ts'

const words = wordsOf('transferMenu', transferMenu)

interface DocumentActionsProps {
  readonly session: Session
  /** The whole link of the document. */
  readonly link: string
  readonly toasts: Toasts
  readonly onBlank: () => void
  readonly onSearch: () => void
  readonly onPrint: () => void
  readonly onFiles: (files: readonly File[]) => void
  /** Asks for files or a folder. */
  readonly onImport: () => void
  readonly onExport: (format: 'html' | 'docx') => void
  readonly onDeleted: () => void
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
  const picker = useRef<HTMLInputElement>(null)
  const [dialog, setDialog] = useState<ComponentChildren>(null)
  const text = session.replica.value?.text
  const begun = session.begun.value
  const role = session.lastKnownRole.value

  function copy(what: 'link' | 'text'): void {
    const content = what === 'link' ? link : (text?.toJSON() ?? '')
    void copyText(content).then((copied) => {
      if (copied) toasts.show(what === 'link' ? linkCopiedWords(session.link.peek()?.role ?? null) : 'Text copied')
      else setDialog(<CopyByHand title={`Copy the ${what}`} text={content} onClose={close} />)
    })
  }

  function download(): void {
    const content = text?.toJSON() ?? ''
    // What is shown as the title follows the first line a moment later.
    downloadText(fileNameFor(session.title.peek() ?? titleFromText(content)), content)
  }

  function close(): void {
    setDialog(null)
  }

  function askToTrash(): void {
    const title = session.displayTitle.peek()
    import('./library/trash.tsx').then(
      ({ TrashDialog }) =>
        setDialog(<TrashDialog title={title} onClose={close} onConfirm={() => void moveToTrash()} />),
      () => toasts.show('A document cannot be deleted without a connection.'),
    )
  }

  async function moveToTrash(): Promise<void> {
    const answer = await session.delete()
    // What is on this device alone stays: it may be restored.
    if (answer.ok && !isUnsaved(session.status.peek()) && session.setAside.peek().length === 0) props.onDeleted()
    if (!answer.ok) toasts.show(`Not deleted. ${ERRORS[answer.code].sentence}`)
  }

  const items: MenuItem[] = [
    { label: 'New document', icon: 'plus', onSelect: () => props.onBlank() },
    { label: 'Open file…', icon: 'open', onSelect: () => picker.current?.click() },
    { label: words.import, icon: 'open', onSelect: () => props.onImport() },
    { label: 'Copy link', icon: 'link', disabled: !begun, onSelect: () => copy('link') },
    { label: 'Copy all text', icon: 'copy', disabled: !begun, onSelect: () => copy('text') },
    {
      label: 'Download .md',
      icon: 'download',
      disabled: !begun,
      onSelect: () => download(),
    },
    { label: words.downloadHtml, icon: 'download', disabled: !begun, onSelect: () => props.onExport('html') },
    { label: words.downloadWord, icon: 'download', disabled: !begun, onSelect: () => props.onExport('docx') },
    { label: words.print, icon: 'book', disabled: !begun, onSelect: () => props.onPrint() },
    { label: 'Search', icon: 'search', onSelect: () => props.onSearch() },
  ]
  const last: MenuItem[] = []
  if (role !== null && can(role, 'delete'))
    last.push({ label: 'Delete document…', icon: 'trash', destroys: true, onSelect: askToTrash })

  props.onItems([...items, ...last])

  return (
    <>
      <button
        type="button"
        class="icon-button only-wide"
        aria-label="Search"
        title="Search"
        onClick={() => props.onSearch()}
      >
        <Icon name="search" />
      </button>
      {props.children}
      <Menu
        label="Document actions"
        button={<Icon name="more" />}
        buttonClass="icon-button"
        items={[...items, ...props.extras, ...last]}
      />
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={IMPORTED_FILES}
        aria-label="File to open"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Or the same file could not be picked again.
          currentTarget.value = ''
          if (files.length > 0) props.onFiles(files)
        }}
      />
      {dialog}
    </>
  )
}

/** Null for a link of which the server has not said what it gives. */
function linkCopiedWords(role: Role | null): string {
  return role === null ? 'Link copied.' : `Link copied. Whoever has it can ${verbOf(role)}.`
}
