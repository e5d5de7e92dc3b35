import { useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { IMAGE_TYPES } from '../../../shared/files/image-types.ts'
import type { EditorTools } from '../../editor/editor-tools.ts'
import type { Wanted } from '../../editor/file-intake.ts'
import { type ChosenFiles, filesIn, withoutEmpty } from '../../panels/files/chosen-files.ts'
import { UploadList } from '../../panels/files/upload-list.tsx'
import type { Session } from '../../sync/session.ts'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import type { Services } from '../services.ts'
import { uploadsOf } from './document-uploads.ts'
import { isForText } from './text-files.ts'

const words = wordsOf('files', english)

const ACCEPTED: Record<Wanted, string> = {
  // Named one by one, a phone makes a JPEG of what only it can read.
  image: IMAGE_TYPES.join(),
  photo: 'image/*',
  file: '',
}

interface FileDeskProps {
  readonly services: Services
  readonly session: Session
  /** Of an editor in which one may write. */
  readonly tools: EditorTools
}

/** Takes images and files that are pasted, dropped or chosen into the text, and shows those that are on their way. */
export function FileDesk({ services, session, tools }: FileDeskProps) {
  const { toasts } = services
  const { uploads, said } = uploadsOf(session, services)
  const input = useRef<HTMLInputElement>(null)

  function add({ files, refused }: ChosenFiles, at: number | null): void {
    if (refused.length > 0) toasts.show(refused.join(' '))
    uploads.add(files, at)
  }

  useEffect(() => {
    uploads.use(tools.placeholders)
    tools.takeFiles({
      take: (data) => add(filesIn(data), null),
      choose(wanted) {
        const { current } = input
        if (current === null) return
        current.accept = ACCEPTED[wanted]
        current.toggleAttribute('capture', wanted === 'photo')
        current.click()
      },
    })
    return () => uploads.use(null)
  }, [tools, uploads])

  useEffect(() => {
    services.intake.value = {
      words: words.drop,
      take(data, { x, y }) {
        const { files, refused } = filesIn(data)
        const texts = files.filter(isForText)
        add({ files: files.filter((file) => !isForText(file)), refused }, tools.placeAt(x, y))
        return texts
      },
    }
    return () => void (services.intake.value = null)
  }, [tools, uploads])

  // Whoever leaves is asked, by the browser and by the page: about those that would not go on by themselves.
  useSignalEffect(() => {
    const isSending = uploads.list.value.some(({ isKept }) => !isKept)
    services.stopUploads.value = isSending ? () => uploads.stop() : null
    if (!isSending) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => {
      services.stopUploads.value = null
      window.removeEventListener('beforeunload', warn)
    }
  })

  return (
    <>
      <input
        ref={input}
        class="upload-input"
        type="file"
        hidden
        multiple
        aria-label={words.file}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])]
          // Or the same file could not be chosen again.
          currentTarget.value = ''
          add(withoutEmpty(chosen), null)
        }}
      />
      <p class="visually-hidden" role="status">
        {said.value}
      </p>
      <UploadList
        uploads={uploads.list.value}
        onCancel={(id) => uploads.cancel(id)}
        onRetry={(id) => uploads.retry(id)}
      />
    </>
  )
}
