import { useEffect, useState } from 'preact/hooks'
import type * as Y from 'yjs'
import { ERRORS } from '../../shared/protocol/errors.ts'
import type { SetAsideBranch } from '../sync/session.ts'
import { ConfirmDialog, Dialog } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { copyText } from './clipboard.ts'
import type { Passage } from './difference.ts'
import { downloadText } from './download.ts'
import { fileNameFor } from './file-name.ts'
import { insertText } from './insert-text.ts'
import { shorten } from './shorten.ts'

interface SetAsideProps {
  /** Newest first; one is decided at a time. */
  readonly branches: readonly SetAsideBranch[]
  /** The document as it is now. */
  readonly text: Y.Text
  /** The branch is dealt with: its copy on this device can go. */
  readonly onDiscard: (branch: SetAsideBranch) => void
}

/** Edits that the server refused for good: nothing of them is lost until the person decides. */
export function SetAside({ branches, text, onDiscard }: SetAsideProps) {
  const [open, setOpen] = useState(false)
  const branch = branches[0]
  if (branch === undefined) return null
  return (
    <section class="notice notice-warning" aria-label="Edits set aside">
      <Icon name="alert" />
      <p class="notice-words">
        <strong>
          {branches.length === 1 ? 'Some edits were' : `${branches.length} groups of edits were`} set aside.
        </strong>{' '}
        {ERRORS[branch.code].sentence} They are kept on this device.
      </p>
      <button type="button" class="button button-small" onClick={() => setOpen(true)}>
        Review
      </button>
      {open && (
        <SetAsideDialog
          key={branch.id}
          branch={branch}
          text={text}
          onClose={() => setOpen(false)}
          onDiscard={() => {
            setOpen(false)
            onDiscard(branch)
          }}
        />
      )}
    </section>
  )
}

interface SetAsideDialogProps {
  readonly branch: SetAsideBranch
  readonly text: Y.Text
  readonly onClose: () => void
  readonly onDiscard: () => void
}

function SetAsideDialog({ branch, text, onClose, onDiscard }: SetAsideDialogProps) {
  const [passages, setPassages] = useState<readonly Passage[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [copied, setCopied] = useState<boolean | null>(null)
  const [discarding, setDiscarding] = useState(false)

  useEffect(() => {
    let stale = false
    // Loaded when it is needed, which is hardly ever.
    import('./difference.ts').then(
      ({ difference }) => {
        if (!stale) setPassages(difference(text.toJSON(), branch.text))
      },
      () => setFailed(true),
    )
    return () => (stale = true)
  }, [branch, text])

  async function insertAgain(): Promise<void> {
    const { difference, insertions } = await import('./difference.ts')
    // Against the text of this moment: others may have written since the dialog opened.
    for (const { at, text: lacking } of insertions(difference(text.toJSON(), branch.text)))
      insertText(text, at, lacking)
    onDiscard()
  }

  const lacking = passages?.some((passage) => passage.in === 'aside') === true
  return (
    <Dialog title="Edits set aside" class="dialog-wide" onClose={onClose}>
      <p>
        Your text of {new Date(branch.at).toLocaleString()}, compared with the document now.{' '}
        <ins class="difference-aside">Marked like this</ins> is only in yours,{' '}
        <del class="difference-document">like this</del> only in the document.
      </p>
      <div class="difference" tabIndex={0} role="group" aria-label="Difference">
        {passages === null
          ? failed
            ? branch.text
            : 'Comparing'
          : passages.map((passage, index) => <PassageView key={index} passage={passage} />)}
      </div>
      {failed && <p>Without a connection the texts cannot be compared: this is yours.</p>}
      {passages !== null && !lacking && <p>The document has everything that is in your text.</p>}
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
        <button
          type="button"
          class="button button-primary"
          disabled={!lacking}
          onClick={() => {
            void insertAgain()
          }}
        >
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
