import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { formatOf } from '../../shared/document/format.ts'
import type { Editor } from '../editor/create-editor.ts'
import type { SourcePlace } from '../editor/source-place.ts'
import { type Clock, Later } from '../lib/clock.ts'
import { filesOf } from '../panels/files/document-files.ts'
import { CoupledScroll } from '../preview/coupled-scroll.ts'
import { FRAME, openPreview, type Preview, type PreviewFault } from '../preview/preview.ts'
import type { Replica, Session } from '../sync/session.ts'
import type { Toasts } from '../ui/toast.tsx'
import './preview-pane.css'
import { ShownImage, saveStored } from './files/shown-image.tsx'
import type { Look } from './settings.ts'
import { SplitDivider } from './split-divider.tsx'
import { PageMarks } from './together/page-marks.tsx'
import { preview } from '../words/en/preview.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('preview', preview)

export interface PreviewPaneProps {
  readonly session: Session
  readonly toasts: Toasts
  /** With another one the preview is opened anew. */
  readonly replica: Replica
  /** As somebody named the document: it says how the text is read. */
  readonly title: string | null
  /** Null where there is none, for whoever only reads. */
  readonly editor: Editor | null
  readonly clock: Clock
  readonly readOnly: boolean
  /** Whether text and page stand beside each other, and scroll together. */
  readonly coupled: boolean
  /** Whether it is all that is shown: then nothing else says where the others are. */
  readonly alone: boolean
  readonly look: Look
  /** Where one reads, whenever somebody scrolls here. */
  readonly onLine: (line: number) => void
  /** A link led to the heading of this name. */
  readonly onHeading: (name: string) => void
  readonly onKey: (code: string) => void
  /** The whole text is shown for the first time. */
  readonly onShown: () => void
  /** What was to be printed is, or nobody wants it any more. */
  readonly onPrinted: () => void
  /** It is not here, and cannot be shown for now. */
  readonly onMissing: () => void
  /** The preview once it is there, and null when it is gone. */
  readonly onPreview: (preview: Preview | null) => void
}

/** The document as a page. Comes with all that it needs in files of its own: see `LazyPreview`. */
export function PreviewPane(props: PreviewPaneProps) {
  const { session, toasts, replica, editor, clock, readOnly, coupled } = props
  const look = useMemo(() => ({ ...props.look, isBesideText: coupled }), [props.look, coupled])
  const files = filesOf(session, clock)
  const [image, setImage] = useState<{ readonly id: string; readonly name: string } | null>(null)
  const parent = useRef<HTMLDivElement>(null)
  const format = formatOf(props.title)
  const source = useRef<SourcePlace | null>(null)
  const latest = useRef({ ...props, look })
  latest.current = { ...props, look }
  const scroll = useRef<CoupledScroll | null>(null)
  const made = useRef<Preview | null>(null)
  /** Where the page was left, when a person scrolled it last. */
  const left = useRef<number | null>(null)
  const [state, setState] = useState<'opening' | 'shown' | PreviewFault>('opening')
  const [isBehind, setBehind] = useState(false)
  const [attempt, setAttempt] = useState(0)

  /** Both begin where one read before the preview was opened anew, or was led to, or else where the text is or was. */
  function begin(): void {
    const preview = made.current
    if (preview === null || preview.line !== null) return
    const line = left.current ?? source.current?.topLine() ?? null
    if (line === null) return
    preview.scrollTo(line)
    if (!latest.current.coupled) latest.current.onLine(line)
  }

  useLayoutEffect(() => {
    if (parent.current === null) return
    setState('opening')
    setBehind(false)
    const preview = openPreview({
      parent: parent.current,
      text: replica.text,
      format,
      clock,
      editable: !latest.current.readOnly,
      label: words.label,
      look: latest.current.look,
      files,
      onEnlarge: (id, name) => setImage({ id, name }),
      onDownload: (id, name) => void saveStored(session, id, name, toasts),
      onTask: (at, checked) => source.current?.tick(at, checked),
      onScroll(line) {
        left.current = line
        latest.current.onLine(line)
        if (latest.current.coupled) scroll.current?.scrolled('page', line)
      },
      onMoved(line) {
        if (left.current !== null) left.current = line
      },
      onPlace: (line) => latest.current.coupled && source.current?.goTo(line),
      onHeading: (name) => latest.current.onHeading(name),
      onKey: (code) => latest.current.onKey(code),
      onPrinted: () => latest.current.onPrinted(),
      onActive: () => scroll.current?.active('page'),
      onReady: () => {
        setState('shown')
        latest.current.onShown()
      },
      onBehind: setBehind,
      onFault: (fault) => {
        setState(fault)
        latest.current.onPreview(null)
        latest.current.onMissing()
      },
    })
    made.current = preview
    latest.current.onPreview(preview)
    begin()
    return () => {
      made.current = null
      latest.current.onPreview(null)
      preview.destroy()
    }
  }, [replica, attempt, format])

  useEffect(() => made.current?.setEditable(!readOnly), [readOnly])
  useEffect(() => made.current?.setLook(look), [look])
  useEffect(() => files.onForgotten((id) => made.current?.forgetFile(id)), [files])
  useEffect(() => files.keepLooking(), [files])
  const isOnline = session.online.value
  useEffect(() => {
    if (isOnline) made.current?.connected()
  }, [isOnline])

  // Whoever read on goes on writing there; before the text is let go of below.
  useEffect(() => {
    return () => {
      const line = left.current
      const place = source.current
      if (line !== null && place !== null) requestAnimationFrame(() => place.scrollTo(line))
    }
  }, [coupled])

  useEffect(() => {
    if (editor === null) return
    let stop: (() => void)[] | null = []
    editor.source().then(
      (place) => {
        const preview = made.current
        if (stop === null || preview === null) return
        source.current = place
        const both = new CoupledScroll(place, {
          scrollTo: (line, caret) => made.current?.scrollTo(line, caret),
        })
        scroll.current = both
        const follow = (): void => {
          if (latest.current.coupled) both.scrolled('text', place.topLine() ?? 0, place.caretLine())
        }
        const written = new Later(clock, WRITTEN_MS, follow)
        stop.push(
          place.onActive(() => {
            left.current = null
            both.active('text')
          }),
          place.onScroll(follow),
          place.onCaret(() => written.schedule()),
          () => written.cancel(),
        )
        begin()
      },
      // Without it the page can be read all the same.
      () => {},
    )
    return () => {
      for (const end of stop ?? []) end()
      stop = null
      source.current = null
      scroll.current = null
    }
  }, [editor, attempt])

  function reduce(): void {
    setImage(null)
    requestAnimationFrame(() => made.current?.reduced())
  }

  const again = (): void => setAttempt((count) => count + 1)
  useConnection(state === 'missing', clock, again)
  const fault = state === 'missing' || state === 'slow' ? state : null
  return (
    <section class="preview-pane" aria-label={words.label} data-state={state}>
      {coupled && <SplitDivider />}
      <div class="preview-parent" ref={parent} hidden={fault !== null} />
      <p class="preview-behind" role="status">
        {isBehind && fault === null && words.behind}
      </p>
      {props.alone && state === 'shown' && made.current !== null && (
        <PageMarks
          session={session}
          replica={replica}
          preview={made.current}
          clock={clock}
          onGoTo={(line) => {
            left.current = line
            made.current?.scrollTo(line)
            props.onLine(line)
          }}
        />
      )}
      {fault !== null && <NoPreview fault={fault} onAgain={again} />}
      {image !== null && <ShownImage files={files} id={image.id} name={image.name} onClose={reduce} />}
    </section>
  )
}

/** Whoever writes looks at the text; the page comes after it soon enough. */
const WRITTEN_MS = 100

/** Between two looks at whether the server can be reached again. */
const LOOK_MS = 10_000

/** Calls `retry` when what could not be fetched can be: not when the fault was no lack of a connection. */
function useConnection(isMissing: boolean, clock: Clock, retry: () => void): void {
  useEffect(() => {
    if (!isMissing) return
    let wasOffline = false
    let cancel: (() => void) | null = null
    let isOver = false
    const look = async (): Promise<void> => {
      cancel?.()
      const isThere = await fetch(FRAME, { method: 'HEAD' }).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isOver) return
      wasOffline ||= !isThere
      if (!isThere) cancel = clock.after(LOOK_MS, () => void look())
      else if (wasOffline) retry()
    }
    const hear = (): void => void look()
    window.addEventListener('online', hear)
    hear()
    return () => {
      isOver = true
      cancel?.()
      window.removeEventListener('online', hear)
    }
  }, [isMissing])
}

function NoPreview({ fault, onAgain }: { readonly fault: PreviewFault; readonly onAgain: () => void }) {
  return (
    <div class="message">
      <h2>{words[fault]}</h2>
      <p>{fault === 'missing' ? words.whyMissing : words.whySlow}</p>
      <div class="message-actions">
        <button type="button" class="button" onClick={onAgain}>
          {words.tryAgain}
        </button>
      </div>
    </div>
  )
}
