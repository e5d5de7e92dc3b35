import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { can } from '../../shared/access/roles.ts'
import type { Editor } from '../editor/create-editor.ts'
import type { Session } from '../sync/session.ts'
import { keyLetter } from '../lib/key-letter.ts'
import { type View, viewOfCode, viewOfKey } from '../panels/views.ts'
import type { Preview } from '../preview/preview.ts'
import { useMedia } from '../ui/use-media.ts'
import { isMac } from './editing/key-words.ts'
import type { Services } from './services.ts'

/** From here on text and page fit beside each other. */
const TWO_COLUMNS = '(min-width: 48rem)'

export interface Views {
  readonly view: View
  readonly canSplit: boolean
  /**
   * Once it is there it stays, hidden: with its undo steps, and the place one was at. Whoever may write and reads has it once there
   * is something to read: it ticks boxes. Whoever may only read has it when they ask to see the text.
   */
  readonly hasEditor: boolean
  readonly change: (view: View) => void
  /** A key that was pressed in the preview. */
  readonly key: (code: string) => void
  /** Puts the focus into what is shown. */
  readonly focus: () => void
  readonly search: () => void
  readonly onPreview: (preview: Preview | null) => void
  /** The page as it is shown; null where it is not. */
  readonly preview: ReadonlySignal<Preview | null>
  /** Brings a line of the text to the top, in what is shown of it. */
  readonly goTo: (line: number) => void
  readonly onShown: () => void
  readonly onPrinted: () => void
  readonly onMissing: () => void
  /** Prints the page, whatever is in sight. */
  readonly print: () => void
  /** The page is there to be printed, out of sight. */
  readonly isPrinting: boolean
}

/** Without a connection there is nothing to open yet; the next time it is tried again. */
const noTools = (): void => undefined

/** How the document is shown, by buttons and by keys. */
export function useViews(services: Services, session: Session, editor: ReadonlySignal<Editor | null>): Views {
  const role = session.lastKnownRole.value
  const isReadOnly = role !== null && !can(role, 'edit')
  /** There is nothing to read on a blank page, whatever was chosen before it. */
  const isBlank = useSignal(!session.begun.peek())
  const canSplit = useMedia(TWO_COLUMNS)
  const readerView = useSignal<View>('read')
  const isShown = useSignal(false)
  const isPrinting = useSignal(false)
  const hadEditor = useRef(false)
  /** What is to be done with the editor as soon as it is there. */
  const awaited = useRef<((editor: Editor) => void) | null>(null)
  const preview = useSignal<Preview | null>(null)
  /** What has become of it; null as long as that is not known. */
  const outcome = useRef<'shown' | 'missing' | null>(null)
  /** Where one reads, the page takes the focus as soon as it is there, like the editor where one writes. */
  const awaitsFocus = useRef(false)
  /** Where to begin in a preview that is still to come. */
  const wanted = useRef<number | null>(null)
  const chosen = isReadOnly ? readerView : services.view
  const fits = chosen.value === 'split' ? canSplit : chosen.value === 'write' || !isBlank.value
  const view = fits ? chosen.value : 'write'
  hadEditor.current ||= view !== 'read' || (!isReadOnly && isShown.value)

  function change(next: View): void {
    isBlank.value = false
    chosen.value = next
    awaited.current = null
  }

  function focus(shown: View): void {
    if (shown === 'read') document.querySelector<HTMLElement>('.preview-frame')?.focus()
    else withEditor((there) => there.focus())
  }

  function withEditor(work: (editor: Editor) => void): void {
    const there = editor.peek()
    if (there === null) awaited.current = work
    else work(there)
  }

  useSignalEffect(() => {
    const there = editor.value
    if (there === null) return
    awaited.current?.(there)
    awaited.current = null
  })

  function print(): void {
    // The text as it is written is better than nothing.
    if (outcome.current === 'missing') window.print()
    else if (outcome.current === 'shown') preview.peek()?.print(session.displayTitle.peek())
    else isPrinting.value = true
  }

  function key(code: string): void {
    if (code === 'KeyP') print()
    if (code === 'Mod-KeyF') search()
    const next = viewOfCode(code)
    if (next === null) return
    change(next)
    // The focus must not stay in what is hidden now.
    requestAnimationFrame(() => focus(next))
  }

  /** Searching is the editor's: it has to be in sight. */
  function search(): void {
    if (view === 'read') change(canSplit ? 'split' : 'write')
    requestAnimationFrame(() => withEditor((there) => void there.tools().then((tools) => tools.run('search'), noTools)))
  }

  function goTo(line: number): void {
    if (preview.peek() === null) wanted.current = line
    else if (view !== 'write') preview.peek()?.scrollTo(line)
    if (view === 'read') return focus(view)
    withEditor(
      (there) =>
        void there.source().then((place) => {
          place.goTo(line)
          place.scrollTo(line)
        }, noTools),
    )
  }

  /** The browser's own search finds no more of the text than is in sight. Of what one only reads it finds everything. */
  function isSearchedHere({ metaKey }: KeyboardEvent): boolean {
    // Beside Cmd, Ctrl-F is a step to the right in every field of a Mac.
    if (metaKey !== isMac() || document.querySelector('dialog[open]') !== null) return false
    return view !== 'read' && session.replica.peek() !== null
  }

  useEffect(() => void (awaitsFocus.current = view === 'read' && outcome.current !== 'shown'), [view])

  // With the view itself: an effect after painting would leave the keys to the view before for a while.
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      // The editor has its own use for it: with the keys of Emacs Ctrl-P is the line before.
      if (event.defaultPrevented) return
      const isMod = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      const prints = isMod && keyLetter(event) === 'p' && session.begun.peek()
      const searches = isMod && keyLetter(event) === 'f' && isSearchedHere(event)
      if (viewOfKey(event) === null && !prints && !searches) return
      event.preventDefault()
      key(searches ? 'Mod-KeyF' : prints ? 'KeyP' : event.code)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  })

  return {
    view,
    canSplit,
    hasEditor: hadEditor.current,
    change,
    key,
    focus: () => focus(view),
    search,
    preview,
    onPreview: (made) => {
      preview.value = made
      outcome.current = null
      if (made !== null && wanted.current !== null) made.scrollTo(wanted.current)
      wanted.current = null
    },
    goTo,
    onShown: () => {
      isShown.value = true
      outcome.current = 'shown'
      if (awaitsFocus.current && document.activeElement === document.body) focus('read')
      awaitsFocus.current = false
      if (isPrinting.peek()) print()
    },
    onPrinted: () => (isPrinting.value = false),
    onMissing: () => {
      outcome.current = 'missing'
      if (!isPrinting.peek()) return
      isPrinting.value = false
      print()
    },
    print,
    isPrinting: isPrinting.value,
  }
}
