import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formatOf } from '../../../shared/document/format.ts'
import { filesOf } from '../../panels/files/document-files.ts'
import { keyLetter } from '../../lib/key-letter.ts'
import type { SlidePart, SlideState } from '../../preview/messages.ts'
import { openPreview, type Preview, type PreviewFault, type WantedSlide } from '../../preview/preview.ts'
import type { Replica, Session } from '../../sync/session.ts'
import { slides as english } from '../../words/en/slides.ts'
import { wordsOf } from '../../words/words.ts'
import '../preview-pane.css'
import { saveStored } from '../files/shown-image.tsx'
import type { Services } from '../services.ts'

const words = wordsOf('slides', english)

interface SlideFrameProps {
  readonly services: Services
  readonly session: Session
  readonly replica: Replica
  readonly label: string
  readonly part: SlidePart
  /** Shown from now on; another object asks once more. */
  readonly place: WantedSlide
  readonly onSlide?: (state: SlideState) => void
  readonly onPress: (key: string) => void
  readonly onTap?: (at: number) => void
  readonly onStir?: () => void
  /** Whether it is this that is printed. */
  readonly prints?: boolean
}

/** Slides of the document as it is, in the preview's frame: nothing of the text comes into this page. */
export function SlideFrame(props: SlideFrameProps) {
  const { services, session, replica, label, part, place } = props
  const { clock, toasts } = services
  const look = services.settings.value
  const files = filesOf(session, clock)
  const format = formatOf(session.title.value)
  const parent = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const made = useRef<Preview | null>(null)
  const [fault, setFault] = useState<PreviewFault | null>(null)
  const [attempt, setAttempt] = useState(0)
  const printShown = (): void => {
    if (latest.current.prints === true) made.current?.print(session.displayTitle.peek())
  }

  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (keyLetter(event) !== 'p' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      // Or the page would print the document that is behind the slides.
      event.preventDefault()
      event.stopImmediatePropagation()
      printShown()
    }
    if (props.prints !== true) return
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [])

  useLayoutEffect(() => {
    if (parent.current === null) return
    setFault(null)
    const preview = openPreview({
      parent: parent.current,
      text: replica.text,
      clock,
      editable: false,
      label,
      look: services.settings.peek(),
      format,
      files,
      // A click like any other on the slide.
      onEnlarge: () => latest.current.onTap?.(1),
      onDownload: (id, name) => void saveStored(session, id, name, toasts),
      slides: {
        part,
        onSlide: (state) => latest.current.onSlide?.(state),
        onPress: (key) => latest.current.onPress(key),
        onTap: (at) => latest.current.onTap?.(at),
        onStir: () => latest.current.onStir?.(),
      },
      onTask: nothing,
      onScroll: nothing,
      onMoved: nothing,
      onPlace: nothing,
      onHeading: nothing,
      onKey: (code) => {
        if (code === 'KeyP') printShown()
      },
      onPrinted: nothing,
      onActive: nothing,
      onReady: nothing,
      onBehind: nothing,
      onFault: setFault,
    })
    made.current = preview
    preview.showSlide(latest.current.place)
    return () => {
      made.current = null
      preview.destroy()
    }
  }, [replica, part, attempt, format])

  useEffect(() => made.current?.showSlide(place), [place])
  useEffect(() => made.current?.setLook(look), [look])
  useEffect(() => files.onForgotten((id) => made.current?.forgetFile(id)), [files])
  useEffect(() => files.keepLooking(), [files])
  const isOnline = session.online.value
  useEffect(() => {
    if (isOnline) made.current?.connected()
  }, [isOnline])

  return (
    <div class="slide-frame">
      <div class="preview-parent" ref={parent} hidden={fault !== null} />
      {fault !== null && (
        <div class="message">
          <p>{fault === 'slow' ? words.slow : words.missing}</p>
          <div class="message-actions">
            <button type="button" class="button" onClick={() => setAttempt((count) => count + 1)}>
              {words.tryAgain}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}

const nothing = (): void => undefined
