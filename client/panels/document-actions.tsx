import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { type Role, can } from '../../shared/access/roles.ts'
import { titleFromText } from '../../shared/document/title.ts'
import { ERRORS } from '../../shared/protocol/errors.ts'
import type { Session } from '../sync/session.ts'
import { ConfirmDialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import type { Toasts } from '../ui/toast.tsx'
import { copyText } from './clipboard.ts'
import { CopyByHand } from './copy-by-hand.tsx'
import { downloadText } from './download.ts'
import { ACCEPTED_FILES, fileNameFor } from './file-name.ts'
import { verbOf } from './role-words.ts'

interface DocumentActionsProps {
  readonly session: Session
  /** The whole link of the document. */
  readonly link: string
  readonly toasts: Toasts
  readonly onBlank: () => void
  readonly onSearch: () => void
  readonly onPrint: () => void
  readonly onFiles: (files: readonly File[]) => void
  readonly onDeleted: () => void
  /** Between the search and the menu. */
  readonly children: ComponentChildren
}

/** What can be done with the document: what is most used beside the menu, everything but sharing in it. */
export function DocumentActions(props: DocumentActionsProps) {
  const { session, link, toasts } = props
  const picker = useRef<HTMLInputElement>(null)
  const [byHand, setByHand] = useState<{ readonly title: string; readonly text: string } | null>(null)
  const [deleting, setDeleting] = useState(false)
  const text = session.replica.value?.text
  const begun = session.begun.value
  const role = session.lastKnownRole.value

  function copy(what: 'link' | 'text'): void {
    const content = what === 'link' ? link : (text?.toJSON() ?? '')
    void copyText(content).then((copied) => {
      if (copied) toasts.show(what === 'link' ? linkCopiedWords(session.link.peek()?.role ?? null) : 'Text copied')
      else setByHand({ title: `Copy the ${what}`, text: content })
    })
  }

  function download(): void {
    const content = text?.toJSON() ?? ''
    // What is shown as the title follows the first line a moment later.
    downloadText(fileNameFor(session.title.peek() ?? titleFromText(content)), content)
  }

  async function deleteNow(): Promise<void> {
    const answer = await session.delete()
    if (answer.ok) props.onDeleted()
    else toasts.show(`Not deleted. ${ERRORS[answer.code].sentence}`)
  }

  const items: MenuItem[] = [
    { label: 'New document', icon: 'plus', onSelect: () => props.onBlank() },
    { label: 'Open file…', icon: 'open', onSelect: () => picker.current?.click() },
    { label: 'Copy link', icon: 'link', disabled: !begun, onSelect: () => copy('link') },
    { label: 'Copy all text', icon: 'copy', disabled: !begun, onSelect: () => copy('text') },
    {
      label: 'Download .md',
      icon: 'download',
      disabled: !begun,
      onSelect: () => download(),
    },
    { label: 'Print…', icon: 'book', disabled: !begun, onSelect: () => props.onPrint() },
    { label: 'Search', icon: 'search', onSelect: () => props.onSearch() },
  ]
  if (role !== null && can(role, 'delete'))
    items.push({ label: 'Delete document…', icon: 'trash', destroys: true, onSelect: () => setDeleting(true) })

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
      <Menu label="Document actions" button={<Icon name="more" />} buttonClass="icon-button" items={items} />
      <input
        ref={picker}
        type="file"
        hidden
        accept={ACCEPTED_FILES}
        aria-label="File to open"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          // Or the same file could not be picked again.
          currentTarget.value = ''
          if (files.length > 0) props.onFiles(files)
        }}
      />
      {byHand !== null && <CopyByHand {...byHand} onClose={() => setByHand(null)} />}
      {deleting && (
        <ConfirmDialog
          title="Delete this document?"
          confirmLabel="Delete for everybody"
          destroys
          onClose={() => setDeleting(false)}
          onConfirm={() => {
            void deleteNow()
          }}
        >
          <p>“{session.displayTitle.value}” will be gone for everybody who has its link. It cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </>
  )
}

/** Null for a link of which the server has not said what it gives. */
function linkCopiedWords(role: Role | null): string {
  return role === null ? 'Link copied.' : `Link copied. Whoever has it can ${verbOf(role)}.`
}
