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
import { bytesWords, nameOf, words } from './admin-words.ts'
import { Listing } from './listing.tsx'
import type { SectionProps } from './section-props.ts'

const fileWords = wordsOf('administered', english)

/** Every document, but for what is in it: that is only taken out on purpose, and noted. */
export function DocumentsSection({ now, say }: SectionProps) {
  const [round, setRound] = useState(0)
  const [exported, setExported] = useState<ListedDocument | null>(null)
  const [unpublished, setUnpublished] = useState<ListedDocument | null>(null)
  const [deleted, setDeleted] = useState<ListedDocument | null>(null)

  async function exportText({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.exportText(id)
    if (answer.ok) downloadText(fileNameFor(answer.title ?? id), answer.text)
    say(answer.ok ? words.exported : answer.sentence)
  }

  async function unpublish({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.unpublish(id)
    say(answer.ok ? fileWords.unpublished : answer.sentence)
    setRound((before) => before + 1)
  }

  async function remove({ id }: ListedDocument): Promise<void> {
    const answer = await adminApi.deleteDocument(id)
    say(answer.ok ? words.deleted : answer.sentence)
    setRound((before) => before + 1)
  }

  return (
    <>
      <Listing
        searchLabel={words.byTitle}
        nothing={words.noDocument}
        read={adminApi.documents}
        round={round}
        row={(document: ListedDocument) => (
          <>
            <p class="admin-words">
              <strong dir="auto">{document.title ?? words.untitled}</strong>
              <span class="account-hint">
                {`${words.ownedBy(nameOf(document.owner))} · ${words.people(document.people)} · `}
                {`${words.links(document.links)} · ${bytesWords(document.bytes)} · `}
                {document.editedAt === null ? words.neverEdited : words.edited(relativeTime(document.editedAt, now))}
              </span>
              <Marks document={document} />
              <span class="account-hint admin-id">{document.id}</span>
            </p>
            <Menu
              label={words.changeWhat(document.title ?? document.id)}
              button={words.change}
              buttonClass="button"
              items={[
                { label: words.exportText, icon: 'download', onSelect: () => setExported(document) },
                ...(isPublished(document)
                  ? [{ label: fileWords.unpublish, icon: 'close', onSelect: () => setUnpublished(document) } as const]
                  : []),
                { label: words.delete, icon: 'trash', destroys: true, onSelect: () => setDeleted(document) },
              ]}
            />
          </>
        )}
      />
      {exported !== null && (
        <ConfirmDialog
          title={words.exportTitle}
          confirmLabel={words.exportConfirm}
          destroys={false}
          onConfirm={() => void exportText(exported)}
          onClose={() => setExported(null)}
        >
          <p>{words.exportWords}</p>
        </ConfirmDialog>
      )}
      {unpublished !== null && (
        <ConfirmDialog
          title={fileWords.unpublishTitle}
          confirmLabel={fileWords.unpublishConfirm}
          destroys
          onConfirm={() => void unpublish(unpublished)}
          onClose={() => setUnpublished(null)}
        >
          <p>{fileWords.unpublishWords}</p>
        </ConfirmDialog>
      )}
      {deleted !== null && (
        <ConfirmDialog
          title={words.deleteTitle}
          confirmLabel={words.deleteConfirm}
          destroys
          onConfirm={() => void remove(deleted)}
          onClose={() => setDeleted(null)}
        >
          <p>{words.deleteWords}</p>
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
    ...(document.trashedAt === null ? [] : [fileWords.inTrash]),
    ...(document.slug !== null && isPublished(document) ? [fileWords.publishedAt(document.slug)] : []),
  ]
  return marks.length === 0 ? null : <span class="account-hint">{marks.join(' · ')}</span>
}
