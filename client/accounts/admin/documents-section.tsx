import { useState } from 'preact/hooks'
import type { ListedDocument } from '../../../shared/access/admin-answers.ts'
import { downloadText } from '../../panels/download.ts'
import { fileNameFor } from '../../panels/file-name.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { administered as english } from '../../words/en/administered.ts'
import { wordsOf } from '../../words/words.ts'
import { adminApi } from './admin-api.ts'
import { bytesWords, nameOf } from './admin-words.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

const words = wordsOf('administered', english)

/** Every document, but for what is in it: that is only taken out on purpose, and noted. */
export function DocumentsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)
  const [exported, setExported] = useState<ListedDocument | null>(null)
  const [unpublished, setUnpublished] = useState<ListedDocument | null>(null)
  const [deleted, setDeleted] = useState<ListedDocument | null>(null)

  async function exportText({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.exportText(id)
    if (answer.ok) downloadText(fileNameFor(answer.title ?? id), answer.text)
    say(answer.ok ? 'The text is downloaded, and the audit log says so.' : answer.sentence)
  }

  async function unpublish({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.unpublish(id)
    say(answer.ok ? words.unpublished : answer.sentence)
    setRound((before) => before + 1)
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
              <Marks document={document} />
              <span class="account-hint admin-id">{document.id}</span>
            </p>
            <Menu
              label={`Change ${document.title ?? document.id}`}
              button="Change"
              buttonClass="button"
              items={[
                { label: 'Export the text…', icon: 'download', onSelect: () => setExported(document) },
                ...(isPublished(document)
                  ? [{ label: words.unpublish, icon: 'close', onSelect: () => setUnpublished(document) } as const]
                  : []),
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
      {unpublished !== null && (
        <ConfirmDialog
          title={words.unpublishTitle}
          confirmLabel={words.unpublishConfirm}
          destroys
          onConfirm={() => void unpublish(unpublished)}
          onClose={() => setUnpublished(null)}
        >
          <p>{words.unpublishWords}</p>
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

/** What is in the trash is published nowhere, until it is taken out. */
function isPublished({ slug, trashedAt }: ListedDocument): boolean {
  return slug !== null && trashedAt === null
}

function Marks({ document }: { readonly document: ListedDocument }) {
  const marks = [
    ...(document.trashedAt === null ? [] : [words.inTrash]),
    ...(document.slug !== null && isPublished(document) ? [words.publishedAt(document.slug)] : []),
  ]
  return marks.length === 0 ? null : <span class="account-hint">{marks.join(' · ')}</span>
}
