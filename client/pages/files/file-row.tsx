import { useEffect, useRef, useState } from 'preact/hooks'
import type { StoredFile } from '../../../shared/files/file-answers.ts'
import { isImageType } from '../../../shared/files/image-types.ts'
import type { DocumentFiles } from '../../panels/files/document-files.ts'
import { fileSize } from '../../panels/files/file-size.ts'
import { relativeTime } from '../../panels/relative-time.ts'
import { Icon, Outline } from '../../ui/icon.tsx'
import { files as english } from '../../words/en/files.ts'
import { wordsOf } from '../../words/words.ts'
import { useShownFile } from './shown-image.tsx'

const words = wordsOf('files', english)

/*! Icon shape from Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Icons and Contributors. */
const FILE =
  'M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5'

interface FileRowProps {
  readonly file: StoredFile
  readonly shown: DocumentFiles
  /** Whether the text has it. */
  readonly isUsed: boolean
  readonly now: number
  /** Null for whoever may not. */
  readonly onInsert: (() => void) | null
  readonly onDownload: () => void
  readonly onDelete: (() => void) | null
}

export function FileRow({ file, shown, isUsed, now, onInsert, onDownload, onDelete }: FileRowProps) {
  const { id, name, type, size, by, createdAt } = file
  return (
    <li class="file-row">
      <Thumbnail id={id} shown={shown} isImage={isImageType(type)} />
      <div class="file-facts">
        <span class="file-name" dir="auto">
          {name}
        </span>
        <span class="file-detail">
          {fileSize(size)} · <bdi>{words.storedBy(by, relativeTime(createdAt, now))}</bdi>
        </span>
        <span class={`file-detail ${isUsed ? '' : 'file-unused'}`}>{isUsed ? words.inText : words.notInText}</span>
      </div>
      <div class="file-actions">
        {onInsert !== null && (
          <button type="button" class="button button-small" aria-label={words.insertNamed(name)} onClick={onInsert}>
            {words.insert}
          </button>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={words.downloadNamed(name)}
          title={words.download}
          onClick={onDownload}
        >
          <Icon name="download" />
        </button>
        {onDelete !== null && (
          <button
            type="button"
            class="icon-button"
            aria-label={words.deleteNamed(name)}
            title={words.delete}
            onClick={onDelete}
          >
            <Icon name="trash" />
          </button>
        )}
      </div>
    </li>
  )
}

interface ThumbnailProps {
  readonly id: string
  readonly shown: DocumentFiles
  readonly isImage: boolean
}

/** Fetched once it is in sight: there may be hundreds. */
function Thumbnail({ id, shown, isImage }: ThumbnailProps) {
  const place = useRef<HTMLSpanElement>(null)
  const [isInSight, setInSight] = useState(false)
  useEffect(() => {
    if (!isImage || place.current === null) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setInSight(true)
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [isImage])
  return (
    <span ref={place} class="file-thumbnail">
      {isInSight ? <Picture id={id} shown={shown} /> : <Outline path={FILE} />}
    </span>
  )
}

function Picture({ id, shown }: Omit<ThumbnailProps, 'isImage'>) {
  const url = useShownFile(shown, id)
  // Its name stands beside it.
  return url === null ? <Outline path={FILE} /> : <img src={url} alt="" />
}
