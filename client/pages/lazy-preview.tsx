import { useEffect, useState } from 'preact/hooks'
import { words } from '../panels/document-words.ts'
import { untilFetched } from '../ui/until-fetched.ts'
import type * as Module from './preview-pane.tsx'

/** The preview, fetched when somebody wants to see it. */
export function LazyPreview(props: Module.PreviewPaneProps) {
  const [loaded, setLoaded] = useState<typeof Module | null>(null)
  const [isMissing, setMissing] = useState(false)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    if (loaded !== null) return
    return untilFetched(
      () => import('./preview-pane.tsx'),
      setLoaded,
      () => {
        setMissing(true)
        props.onMissing()
      },
    )
  }, [attempt])
  // Whoever looks for it again gets another answer, perhaps.
  useEffect(() => () => props.onPreview(null), [])
  if (loaded !== null) return <loaded.PreviewPane {...props} />
  if (!isMissing) return <div class="preview-pane" />
  return (
    <div class="message">
      <p>{words.noPreview}</p>
      <button type="button" class="button" onClick={() => setAttempt(attempt + 1)}>
        {words.tryAgain}
      </button>
    </div>
  )
}
