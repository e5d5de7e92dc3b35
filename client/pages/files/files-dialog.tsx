import { useEffect, useRef, useState } from 'preact/hooks'
import { fileAddress } from '../../../shared/files/file-address.ts'
import type { FilesAnswer, StoredFile } from '../../../shared/files/file-answers.ts'
import { isImageType } from '../../../shared/files/image-types.ts'
import type { Editor } from '../../editor/create-editor.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import { filesOf } from '../../panels/files/document-files.ts'
import { type Failure, fileApi } from '../../panels/files/file-api.ts'
import { fileSize } from '../../panels/files/file-size.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { FileRow } from './file-row.tsx'
import './files-dialog.css'
import { saveStored } from './shown-image.tsx'

const words = wordsOf('files', english)

interface FilesDialogProps {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  /** Null for whoever may only look. */
  readonly tools: EditorTools | null
  readonly editor: Editor | null
  readonly onClose: () => void
}

/** Every image and file that is stored with the document, also what the text does not have any more. */
export function FilesDialog({ services, session, replica, tools, editor, onClose }: FilesDialogProps) {
  const { clock, toasts } = services
  const { document } = session
  const [answer, setAnswer] = useState<FilesAnswer | Failure | null>(null)
  const [said, setSaid] = useState('')
  const [asked, setAsked] = useState<StoredFile | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const shown = filesOf(session, clock)
  const text = replica.text.toJSON()
  const isUsed = ({ id }: StoredFile): boolean => text.includes(`files/${id}`)

  useEffect(() => {
    let isOver = false
    void fileApi.list(document).then((found) => {
      if (!isOver) setAnswer(found)
    })
    return () => void (isOver = true)
  }, [document])

  async function read(): Promise<void> {
    setAnswer(null)
    setAnswer(await fileApi.list(document))
  }

  function insert({ id, name, type }: StoredFile): void {
    tools?.placeholders.insertStored(name, isImageType(type), fileAddress(id, name))
    toasts.show(words.inserted(name))
    onClose()
    // Once the focus is back where it was.
    requestAnimationFrame(() => editor?.focus())
  }

  async function remove({ id, name, size }: StoredFile): Promise<void> {
    const outcome = await fileApi.remove(document, id)
    if (!outcome.ok && outcome.code !== 'not-found') return setSaid(words.notDeleted(name, outcome.sentence))
    shown.forget(id)
    setSaid(words.deleted(name))
    // What had the focus is gone.
    list.current?.focus()
    setAnswer((before) =>
      before?.ok === true
        ? { ...before, files: before.files.filter((file) => file.id !== id), used: Math.max(0, before.used - size) }
        : before,
    )
  }

  return (
    <Dialog title={words.list} class="dialog-wide files-dialog" onClose={onClose}>
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {answer === null && (
        <p class="files-none" role="status">
          {words.reading}
        </p>
      )}
      {answer !== null && !answer.ok && (
        <div class="files-none">
          <p>{words.notRead(answer.sentence)}</p>
          <button type="button" class="button" onClick={() => void read()}>
            {words.again}
          </button>
        </div>
      )}
      {answer?.ok === true && (
        <>
          <div class="files-bar">
            <p>{words.used(fileSize(answer.used), fileSize(answer.quota))}</p>
            <meter aria-label={words.list} min={0} max={answer.quota} value={answer.used} />
            {tools !== null && (
              <button
                type="button"
                class="button"
                onClick={() => {
                  onClose()
                  tools.run('file')
                }}
              >
                {words.add}
              </button>
            )}
          </div>
          <div ref={list} class="files-list" tabIndex={-1}>
            {answer.files.length === 0 ? (
              <div class="files-none">
                <h3>{words.none}</h3>
                <p>{tools === null ? words.noneTheirs : words.noneYours}</p>
              </div>
            ) : (
              <ul>
                {answer.files.map((file) => (
                  <FileRow
                    key={file.id}
                    file={file}
                    shown={shown}
                    isUsed={isUsed(file)}
                    now={clock.now()}
                    onInsert={tools === null ? null : () => insert(file)}
                    onDownload={() => void saveStored(session, file.id, file.name, toasts)}
                    onDelete={tools === null ? null : () => setAsked(file)}
                  />
                ))}
              </ul>
            )}
          </div>
          {said !== '' && <p class="files-said">{said}</p>}
        </>
      )}
      {asked !== null && (
        <ConfirmDialog
          title={words.deleteTitle(asked.name)}
          confirmLabel={words.deleteIt}
          destroys
          onConfirm={() => void remove(asked)}
          onClose={() => setAsked(null)}
        >
          <p>{words.deleteWords}</p>
          {isUsed(asked) && <p>{words.deleteUsed}</p>}
        </ConfirmDialog>
      )}
    </Dialog>
  )
}
