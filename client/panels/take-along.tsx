import { useId, useRef, useState } from 'preact/hooks'
import { copyText } from './clipboard.ts'
import { downloadText } from './download.ts'
import { fileNameFor } from './file-name.ts'
import { takeAlong } from '../words/en/take-along.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('takeAlong', takeAlong)

interface TakeAlongProps {
  /** What text it is, for people. */
  readonly label: string
  readonly text: string
  /** What a file of it is called after. */
  readonly title: string
}

/** Text that this page cannot keep safe or show as usual: to read, to copy, to download. Needs no connection. */
export function TakeAlong({ label, text, title }: TakeAlongProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const [copied, setCopied] = useState<boolean | null>(null)

  async function copy(): Promise<void> {
    const isCopied = await copyText(text)
    setCopied(isCopied)
    if (isCopied) return
    field.current?.focus()
    field.current?.select()
  }

  return (
    <div class="take-along">
      <label class="take-along-label" for={id}>
        {label}
      </label>
      <textarea ref={field} id={id} class="copy-field" dir="auto" readOnly rows={6} value={text} />
      <div class="message-actions">
        <button type="button" class="button" onClick={() => void copy()}>
          {words.copy}
        </button>
        <button type="button" class="button" onClick={() => downloadText(fileNameFor(title), text)}>
          {words.download}
        </button>
        <span class="take-along-word" role="status">
          {copied === null ? '' : copied ? words.copied : words.notCopied}
        </span>
      </div>
    </div>
  )
}
