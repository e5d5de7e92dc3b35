import { useEffect, useState } from 'preact/hooks'
import type { DocumentFiles } from '../../panels/files/document-files.ts'
import { fileApi } from '../../panels/files/file-api.ts'
import { downloadBlob } from '../../panels/download.ts'
import type { Session } from '../../sync/session.ts'
import { Dialog } from '../../ui/dialog.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import './shown-image.css'

const words = wordsOf('files', english)

interface ShownImageProps {
  readonly files: DocumentFiles
  readonly id: string
  /** Its alternative text. */
  readonly name: string
  readonly onClose: () => void
}

/** One image of the document, as large as the window lets it be. */
export function ShownImage({ files, id, name, onClose }: ShownImageProps) {
  const url = useShownFile(files, id)
  return (
    <Dialog title={name} class="shown-image" onClose={onClose}>
      {url !== null && <img src={url} alt={name} />}
    </Dialog>
  )
}

/** The address of a file of the document, for as long as it is shown; null until it is here, and when it cannot be had. */
export function useShownFile(files: DocumentFiles, id: string): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let isOver = false
    void files.get(id).then((file) => {
      if (isOver || 'fault' in file) return
      made = URL.createObjectURL(file.blob)
      setUrl(made)
    })
    return () => {
      isOver = true
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [files, id])
  return url
}

/** Hands a file to the person, or says why not. */
export async function saveStored(session: Session, id: string, name: string, toasts: Toasts): Promise<void> {
  const answer = await fileApi.download(session.document, id)
  if (answer.ok) downloadBlob(answer.name || name, answer.blob)
  else toasts.show(words.notDownloaded(answer.sentence))
}
