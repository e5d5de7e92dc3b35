import { useState } from 'preact/hooks'
import type * as Y from 'yjs'
import type { SetAsideBranch } from '../sync/session.ts'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { copyText } from './clipboard.ts'
import { difference, insertions, type Passage } from './difference.ts'
import { downloadText } from './download.ts'
import { fileNameFor } from './file-name.ts'
import { insertText } from './insert-text.ts'
import { shorten } from './shorten.ts'

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
    <Dialog title="Edits set aside" class="dialog-wide" onClose={onClose}>
      <p>
        Your text of {new Date(branch.at).toLocaleString()}, compared with the document now.{' '}
        <ins class="difference-aside">Marked like this</ins> is only in yours,{' '}
        <del class="difference-document">like this</del> only in the document.
      </p>
      <div class="difference" tabIndex={0} role="group" aria-label="Difference">
        {passages.map((passage, index) => (
          <PassageView key={index} passage={passage} />
        ))}
      </div>
      {!lacking && <p>The document has everything that is in your text.</p>}
      {!canInsert && <p>You may not change the document, but copy or download your text.</p>}
      <div class="dialog-footer">
        <button type="button" class="button" onClick={() => setDiscarding(true)}>
          Discard
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            void copyText(branch.text).then(setCopied)
          }}
        >
          {copied === null ? 'Copy' : copied ? 'Copied' : 'Copying is blocked'}
        </button>
        <button type="button" class="button" onClick={() => downloadText(fileNameFor('Edits set aside'), branch.text)}>
          Download .md
        </button>
        <button type="button" class="button button-primary" disabled={!lacking || !canInsert} onClick={insertAgain}>
          Insert again as new edits
        </button>
      </div>
      {discarding && (
        <ConfirmDialog
          title="Discard these edits?"
          confirmLabel="Discard"
          destroys
          onClose={() => setDiscarding(false)}
          onConfirm={onDiscard}
        >
          <p>They are on this device only and cannot be brought back.</p>
        </ConfirmDialog>
      )}
    </Dialog>
  )
}

function PassageView({ passage }: { readonly passage: Passage }) {
  switch (passage.in) {
    case 'both':
      return <span>{shorten(passage.text)}</span>
    case 'aside':
      return <ins class="difference-aside">{passage.text}</ins>
    case 'document':
      return <del class="difference-document">{passage.text}</del>
  }
}
