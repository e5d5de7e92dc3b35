import { useState } from 'preact/hooks'
import type * as Y from 'yjs'
import type { SetAsideBranch } from '../sync/session.ts'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { copyText } from './clipboard.ts'
import { difference, insertions } from './difference.ts'
import { downloadText } from './download.ts'
import { fileNameFor } from './file-name.ts'
import { insertText } from './insert-text.ts'
import { PassageView } from './passage-view.tsx'
import { setAside } from '../words/en/set-aside.ts'
import { locale } from '../words/locale.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('setAside', setAside)

interface SetAsideDialogProps {
  readonly branch: SetAsideBranch
  readonly text: Y.Text
  readonly canInsert: boolean
  readonly onClose: () => void
  readonly onDiscard: () => void
}

/** Shows what was set aside beside the document, and asks what to do with it. In a file of its own: hardly ever needed. */
export function SetAsideDialog({ branch, text, canInsert, onClose, onDiscard }: SetAsideDialogProps) {
  const [copied, setCopied] = useState<boolean | null>(null)
  const [discarding, setDiscarding] = useState(false)

  // Compared once: what others write meanwhile would move the text under the reader's eyes.
  const [passages] = useState(() => difference(text.toJSON(), branch.text))
  const lacking = passages.some((passage) => passage.in === 'aside')

  function insertAgain(): void {
    // Against the text of this moment: others may have written since the dialog opened.
    for (const { at, text: missing } of insertions(difference(text.toJSON(), branch.text)))
      insertText(text, at, missing)
    onDiscard()
  }

  return (
    <Dialog title={words.title} class="dialog-wide" onClose={onClose}>
      <p>
        {words.compared(
          new Date(branch.at).toLocaleString(locale),
          (mark) => (
            <ins class="difference-aside">{mark}</ins>
          ),
          (mark) => (
            <del class="difference-document">{mark}</del>
          ),
        )}
      </p>
      <div class="difference" tabIndex={0} role="group" aria-label={words.difference} dir="auto">
        {passages.map((passage, index) => (
          <PassageView key={index} passage={passage} />
        ))}
      </div>
      {!lacking && <p>{words.nothingLacks}</p>}
      {!canInsert && <p>{words.mayNotChange}</p>}
      <div class="dialog-footer">
        <button type="button" class="button" onClick={() => setDiscarding(true)}>
          {words.discard}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            void copyText(branch.text).then(setCopied)
          }}
        >
          {copied === null ? words.copy : copied ? words.copied : words.copyBlocked}
        </button>
        <button type="button" class="button" onClick={() => downloadText(fileNameFor(words.fileTitle), branch.text)}>
          {words.download}
        </button>
        <button type="button" class="button button-primary" disabled={!lacking || !canInsert} onClick={insertAgain}>
          {words.insertAgain}
        </button>
      </div>
      {discarding && (
        <ConfirmDialog
          title={words.discardTitle}
          confirmLabel={words.discard}
          destroys
          onClose={() => setDiscarding(false)}
          onConfirm={onDiscard}
        >
          <p>{words.discardWords}</p>
        </ConfirmDialog>
      )}
    </Dialog>
  )
}
