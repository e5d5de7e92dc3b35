import { useEffect, useState } from 'preact/hooks'
import type * as Y from 'yjs'
import type { SetAsideBranch } from '../sync/session.ts'
import '../themes/surroundings.css'
import { Icon } from '../ui/icon.tsx'
import type { SetAsideDialog } from './set-aside-dialog.tsx'
import { TakeAlong } from './take-along.tsx'
import { setAside } from '../words/en/set-aside.ts'
import { wordsOf } from '../words/words.ts'
import { sentenceOf } from './error-sentences.ts'

const words = wordsOf('setAside', setAside)

interface SetAsideProps {
  /** Newest first; one is decided at a time. */
  readonly branches: readonly SetAsideBranch[]
  /** The document as it is now. */
  readonly text: Y.Text
  /** Whether the person may write in it. */
  readonly canInsert: boolean
  /** Whether this browser keeps them, or they go with the page. */
  readonly isKept: boolean
  /** The branch is dealt with: its copy on this device can go. */
  readonly onDiscard: (branch: SetAsideBranch) => void
}

/** Edits that the server refused for good: nothing of them is lost until the person decides. */
export function SetAside({ branches, text, canInsert, isKept, onDiscard }: SetAsideProps) {
  const [open, setOpen] = useState(false)
  const [loaded, setLoaded] = useState<{ readonly Dialog: typeof SetAsideDialog } | 'failed' | null>(null)
  const branch = branches[0]
  const isShown = branch !== undefined
  useEffect(() => {
    // While there may be a connection. What cannot be loaded now is asked for again.
    if (isShown) import('./set-aside-dialog.tsx').catch(() => undefined)
  }, [isShown])
  if (branch === undefined) return null

  function review(): void {
    setOpen(true)
    if (loaded !== null && loaded !== 'failed') return
    import('./set-aside-dialog.tsx').then(
      (module) => setLoaded({ Dialog: module.SetAsideDialog }),
      () => setLoaded('failed'),
    )
  }

  return (
    <section class="notice notice-warning" aria-label={words.label}>
      <Icon name="alert" />
      <p class="notice-words">
        <strong>{words.wereSetAside(branches.length)}</strong>{' '}
        {(isKept ? words.kept : words.onlyHere)(sentenceOf(branch.code))}
      </p>
      <button type="button" class="button button-small" onClick={review}>
        {words.review}
      </button>
      {open && loaded === 'failed' && (
        <TakeAlong label={words.notCompared} text={branch.text} title={words.fileTitle} />
      )}
      {open && loaded !== null && loaded !== 'failed' && (
        <loaded.Dialog
          key={branch.id}
          branch={branch}
          text={text}
          canInsert={canInsert}
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
