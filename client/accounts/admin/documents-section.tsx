import { useState } from 'preact/hooks'
import type { ListedDocument } from '../../../shared/access/admin-answers.ts'
import { downloadText } from '../../panels/download.ts'
import { fileNameFor } from '../../panels/file-name.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Menu } from '../../ui/menu.tsx'
import { adminApi } from './admin-api.ts'
import { bytesWords, nameOf, words } from './admin-words.ts'
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
    say(answer.ok ? words.exported : answer.sentence)
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
              <span class="account-hint admin-id">{document.id}</span>
            </p>
            <Menu
              label={words.changeWhat(document.title ?? document.id)}
              button={words.change}
              buttonClass="button"
              items={[
                { label: words.exportText, icon: 'download', onSelect: () => setExported(document) },
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
