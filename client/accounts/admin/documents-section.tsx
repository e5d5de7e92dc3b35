import { useState } from 'preact/hooks'
import type { ListedDocument } from '../../../shared/access/admin-answers.ts'
import { downloadText } from '../../panels/download.ts'
import { fileNameFor } from '../../panels/file-name.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { adminApi } from './admin-api.ts'
import { bytesWords, nameOf } from './admin-words.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

/** Every document, but for what is in it: that is only taken out on purpose, and noted. */
export function DocumentsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)
  const [exported, setExported] = useState<ListedDocument | null>(null)
  const [deleted, setDeleted] = useState<ListedDocument | null>(null)

  async function exportText({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.exportText(id)
    if (answer.ok) downloadText(fileNameFor(answer.title ?? id), answer.text)
    say(answer.ok ? 'The text is downloaded, and the audit log says so.' : answer.sentence)
  }

  async function remove({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.deleteDocument(id)
    say(answer.ok ? 'The document is deleted.' : answer.sentence)
    setRound((before) => before + 1)
  }

  return (
    <>
      <Listing
        searchLabel="Title, id or owner’s address"
        nothing="There is no document"
        read={adminApi.documents}
        round={round}
        row={(document: ListedDocument) => (
          <>
            <p class="admin-words">
              <strong>{document.title ?? 'Without a title'}</strong>
              <span class="account-hint">
                {`Of ${nameOf(document.owner)} · ${document.people === 1 ? 'nobody else' : `${document.people} people`} · `}
                {`${document.links === 1 ? 'one link' : `${document.links} links`} · ${bytesWords(document.bytes)} · `}
                {document.editedAt === null ? 'never edited' : `edited ${relativeTime(document.editedAt, now)}`}
              </span>
              <span class="account-hint admin-id">{document.id}</span>
            </p>
            <Menu
              label={`Change ${document.title ?? document.id}`}
              button="Change"
              buttonClass="button"
              items={[
                { label: 'Export the text…', icon: 'download', onSelect: () => setExported(document) },
                { label: 'Delete…', icon: 'trash', destroys: true, onSelect: () => setDeleted(document) },
              ]}
            />
          </>
        )}
      />
      {exported !== null && (
        <ConfirmDialog
          title="Export somebody’s text?"
          confirmLabel="Export"
          destroys={false}
          onConfirm={() => void exportText(exported)}
          onClose={() => setExported(null)}
        >
          <p>You get the whole text as a file. The audit log keeps that you did.</p>
        </ConfirmDialog>
      )}
      {deleted !== null && (
        <ConfirmDialog
          title="Delete this document?"
          confirmLabel="Delete it"
          destroys
          onConfirm={() => void remove(deleted)}
          onClose={() => setDeleted(null)}
        >
          <p>It is deleted for everybody. This cannot be taken back but from a backup.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
