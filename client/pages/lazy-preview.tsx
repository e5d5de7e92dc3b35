import { useEffect, useState } from 'preact/hooks'
import type { PreviewPane, PreviewPaneProps } from './preview-pane.tsx'

/** The preview, fetched when somebody wants to see it. */
export function LazyPreview(props: PreviewPaneProps) {
  const [loaded, setLoaded] = useState<{ readonly Pane: typeof PreviewPane } | 'failed' | null>(null)
  const load = (): void => {
    setLoaded(null)
    import('./preview-pane.tsx').then(
      (module) => setLoaded({ Pane: module.PreviewPane }),
      () => {
        setLoaded('failed')
        props.onMissing()
      },
    )
  }
  useEffect(load, [])
  if (loaded === 'failed')
    return (
      <div class="message">
        <p>The preview is not on this device. It comes with a connection.</p>
        <button type="button" class="button" onClick={load}>
          Try again
        </button>
      </div>
    )
  return loaded === null ? <div class="preview-pane" /> : <loaded.Pane {...props} />
}
