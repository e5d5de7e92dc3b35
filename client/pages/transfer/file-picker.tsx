import { useRef } from 'preact/hooks'
import { IMPORTED_FILES } from './import-kinds.ts'
import { MAX_ARCHIVE_BYTES, MAX_TEXT_BYTES, MAX_WORD_BYTES, mebibytes } from './import-limits.ts'
import { words } from './transfer-words.ts'

/** Asks for files or a folder, and says what is taken. */
export function FilePicker({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const take = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void => {
    const chosen = [...(currentTarget.files ?? [])]
    currentTarget.value = ''
    if (chosen.length > 0) onFiles(chosen)
  }
  // Phones have no folders to choose.
  const hasFolders = 'webkitdirectory' in HTMLInputElement.prototype && matchMedia('(pointer: fine)').matches
  return (
    <>
      <p>{words.importWords}</p>
      <p>{words.kinds}</p>
      <div class="transfer-choices">
        <button type="button" class="button button-primary" onClick={() => files.current?.click()}>
          {words.chooseFiles}
        </button>
        {hasFolders && (
          <button type="button" class="button" onClick={() => folder.current?.click()}>
            {words.chooseFolder}
          </button>
        )}
      </div>
      <p class="transfer-small">
        {words.limits(mebibytes(MAX_TEXT_BYTES), mebibytes(MAX_WORD_BYTES), mebibytes(MAX_ARCHIVE_BYTES))}
        {hasFolders && ` ${words.orDrop}`}
      </p>
      <input
        ref={files}
        type="file"
        hidden
        multiple
        accept={IMPORTED_FILES}
        aria-label={words.chooseFiles}
        onChange={take}
      />
      <input
        ref={(input) => {
          folder.current = input
          if (input !== null) input.webkitdirectory = true
        }}
        type="file"
        hidden
        aria-label={words.chooseFolder}
        onChange={take}
      />
    </>
  )
}
