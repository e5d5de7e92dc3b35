import { files as english } from '../../words/en/files.ts'
import { locale } from '../../words/locale.ts'
import { wordsOf } from '../../words/words.ts'
import { fileSize } from './file-size.ts'
import './upload-list.css'
import type { Upload } from './upload-entry.ts'

const words = wordsOf('files', english)
const percent = new Intl.NumberFormat(locale, { style: 'percent' })

interface UploadListProps {
  readonly uploads: readonly Upload[]
  /** Takes it out of the text as well. */
  readonly onCancel: (id: string) => void
  readonly onRetry: (id: string) => void
}

/** The files that are on their way, and what can be done about each. */
export function UploadList({ uploads, onCancel, onRetry }: UploadListProps) {
  if (uploads.length === 0) return null
  return (
    <section class="uploads" aria-label={words.uploads}>
      <ul>
        {uploads.map((upload) => {
          const { id, name, size, state } = upload
          const isFailed = state.name === 'failed'
          return (
            <li key={id} class="upload" data-state={state.name}>
              <span class="upload-name" dir="auto">
                {name}
              </span>
              <span class="upload-state">
                {stateWords(upload)} <span class="upload-size">({fileSize(size)})</span>
              </span>
              {state.name === 'sending' && <progress aria-label={name} max={1} value={state.share} />}
              <span class="upload-actions">
                {isFailed && (
                  <button
                    type="button"
                    class="button button-small"
                    aria-label={`${words.again}: ${name}`}
                    onClick={() => onRetry(id)}
                  >
                    {words.again}
                  </button>
                )}
                <button
                  type="button"
                  class="button button-small"
                  aria-label={`${isFailed ? words.remove : words.cancel}: ${name}`}
                  onClick={() => onCancel(id)}
                >
                  {isFailed ? words.remove : words.cancel}
                </button>
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function stateWords({ state, isKept }: Upload): string {
  switch (state.name) {
    case 'waiting':
      return words.waiting
    case 'unconnected':
      return isKept ? words.unconnectedKept : words.unconnected
    case 'sending':
      return state.share < 1 ? words.sent(percent.format(state.share)) : words.storing
    case 'failed':
      return state.sentence
  }
}
