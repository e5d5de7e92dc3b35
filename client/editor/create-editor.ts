import { bracketMatching, indentUnit } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { dropCursor, highlightActiveLine, highlightSpecialChars, placeholder, scrollPastEnd } from '@codemirror/view'
import { EditorView } from 'codemirror'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { whenIdle } from '../lib/idle.ts'
import { collab, onlyFromText } from './collab.ts'
import { inPlace } from './held-place.ts'
import { editorKeymap, KEYBOARD_HINT, PLACEHOLDER } from './keymap.ts'
import { markdownLanguage } from './languages.ts'
import type { EditorTools } from './editor-tools.ts'
import { LazyTools } from './lazy-tools.ts'
import { lineStyles } from './line-styles.ts'
import { remoteSelections } from './remote-selections.ts'
import { settledScroll } from './settled-scroll.ts'
import type { SourcePlace } from './source-place.ts'
import { UndoHistory, undoInput, type UndoState } from './undo.ts'

export type { UndoState } from './undo.ts'

export interface EditorOptions {
  /** Empty; the editor fills it and scrolls inside. */
  readonly parent: HTMLElement
  /** Part of a Y.Doc. Stays the caller's, like the awareness. */
  readonly text: Y.Text
  /** Others' `PresenceState` is read from it, the own cursor written to its field `cursor`. */
  readonly awareness: Awareness
  /** The page's CSP nonce, for the style elements that CodeMirror makes; '' when there is none. */
  readonly nonce: string
  /** What the text is called, for screen readers. */
  readonly label: string
  readonly readOnly: boolean
  /** Where an editor of nearly the same text was, which this one takes the place of. */
  readonly place?: EditorPlace | null
  /** Ctrl-S or Cmd-S. */
  onSaveKey(): void
  /** A fault has parted the editor from the text: it has to be built anew, or what is typed in it would go nowhere. */
  onBroken?(): void
  /** Called at once, when both are false, and then whenever one of the two changed. */
  onUndoStateChange?(state: UndoState): void
}

/** The selection in UTF-16 code units, and how far the text was scrolled in pixels. */
export interface EditorPlace {
  readonly anchor: number
  readonly head: number
  readonly scrollTop: number
  readonly hasFocus: boolean
}

export interface Editor {
  /** What it was made for. */
  readonly text: Y.Text
  readonly place: EditorPlace
  /** Where one writes, in UTF-16 code units; null without the focus. Nothing of the page is measured for it. */
  readonly cursor: number | null
  focus(): void
  /** Search, commands and settings. Rejects when they cannot be fetched. */
  tools(): Promise<EditorTools>
  /** Takes back this editor's own last step, as Ctrl-Z does: for a button where there are no keys. */
  undo(): void
  redo(): void
  setReadOnly(readOnly: boolean): void
  setLabel(label: string): void
  /** For what stands beside the text and moves with it. Rejects when it cannot be fetched. */
  source(): Promise<SourcePlace>
  /** Removes the editor from the page and the cursor from the awareness state. */
  destroy(): void
}

/** After so long what comes with the editor is fetched where a browser does not say when it is idle. */
const LOAD_MS = 1000

/** A Markdown editor on `options.text`, which it follows and writes at once. Knows nothing of how the text travels. */
export function createEditor(options: EditorOptions): Editor {
  const { text, awareness } = options
  const origin = {}
  const history = new UndoHistory(text, origin, (state) => options.onUndoStateChange?.(state))
  const writability = new Compartment()
  const label = new Compartment()
  const lazy = new LazyTools()
  let isBound = false
  let isDestroyed = false

  const view = new EditorView({
    parent: options.parent,
    doc: text.toString(),
    dispatchTransactions: inPlace(),
    extensions: [
      options.nonce === '' ? [] : EditorView.cspNonce.of(options.nonce),
      undoInput(history),
      collab({
        text,
        origin,
        isUndo: (origin) => history.isOrigin(origin),
        follow: (transaction) => history.follow(transaction),
        bound(is) {
          isBound = is
          // CodeMirror switches off what threw; when it only builds the view anew, the next binding follows at once.
          if (!is) queueMicrotask(() => !isBound && !isDestroyed && options.onBroken?.())
        },
      }),
      settledScroll(),
      remoteSelections(text, awareness),
      lazy.extension,
      editorKeymap(history, () => options.onSaveKey()),
      markdownLanguage,
      appearance,
      writability.of(readOnlyAs(options.readOnly)),
      label.of(labelAs(options.label)),
    ],
  })

  const { scrollDOM } = view
  let scrollTop = options.place?.scrollTop ?? null
  let isHidden = false
  /** A browser says 0 of what is hidden, wherever it was; and Firefox also once it is in sight again. */
  const scrolledTo = (): number | null => {
    const wasHidden = isHidden
    isHidden = scrollDOM.clientHeight === 0
    if (wasHidden && !isHidden && scrollTop !== null) scrollDOM.scrollTop = scrollTop
    return isHidden ? scrollTop : (scrollTop = scrollDOM.scrollTop)
  }
  scrollDOM.addEventListener('scroll', scrolledTo)
  const sizes = new ResizeObserver(scrolledTo)
  sizes.observe(scrollDOM)
  if (options.place) restorePlace(view, options.place)
  const idle = whenIdle(() => void lazy.load(view).catch(() => {}), LOAD_MS)

  return {
    text,
    get place() {
      const { anchor, head } = view.state.selection.main
      return { anchor, head, scrollTop: scrolledTo() ?? 0, hasFocus: view.hasFocus }
    },
    get cursor() {
      return view.hasFocus ? view.state.selection.main.head : null
    },
    focus: () => view.focus(),
    tools: () => lazy.of(view),
    undo: () => void history.undo(view),
    redo: () => void history.redo(view),
    setReadOnly: (readOnly) => view.dispatch({ effects: writability.reconfigure(readOnlyAs(readOnly)) }),
    setLabel: (name) => view.dispatch({ effects: label.reconfigure(labelAs(name)) }),
    source: async () => (await import('./source-place.ts')).sourcePlace(view, scrolledTo),
    destroy() {
      isDestroyed = true
      idle()
      sizes.disconnect()
      view.destroy()
      history.destroy()
    },
  }
}

/**
 * Builds an editor that nobody sees: a browser reads a program's functions only when they are called for the first time, which
 * for the editor takes longer than a frame may. While a document is on its way there is time.
 */
export function warmUpEditor(nonce: string): void {
  const doc = new Y.Doc()
  const text = doc.getText()
  text.insert(0, '# One\n\n- *two* `three`')
  try {
    createEditor({
      parent: document.createElement('div'),
      text,
      awareness: new Awareness(doc),
      nonce,
      label: '',
      readOnly: false,
      onSaveKey() {},
    }).destroy()
  } catch {
    // Whoever builds the one that is seen has words for it.
  }
  doc.destroy()
}

function restorePlace(view: EditorView, { anchor, head, scrollTop, hasFocus }: EditorPlace): void {
  const end = view.state.doc.length
  view.dispatch({ selection: { anchor: Math.min(anchor, end), head: Math.min(head, end) } })
  view.scrollDOM.scrollTop = scrollTop
  if (hasFocus) view.focus()
}

/**
 * The browser draws caret and selection itself: phones have handles and a magnifier on theirs, and forced colours and screen
 * readers know it. What it cannot do, several cursors at once, is not offered.
 */
const appearance: Extension = [
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({
    // Not editable, it would take no focus otherwise; editable, checkers of accessibility look for it.
    tabindex: '0',
    spellcheck: 'true',
    autocorrect: 'on',
    autocapitalize: 'sentences',
  }),
  // Files are the page's to open; text is dropped where the pointer is.
  EditorView.domEventHandlers({ drop: (event) => (event.dataTransfer?.files.length ?? 0) > 0 }),
  lineStyles,
  indentUnit.of('  '),
  highlightSpecialChars(),
  highlightActiveLine(),
  bracketMatching(),
  dropCursor(),
  scrollPastEnd(),
]

/** What stands beside the text for whoever writes in it would be wrong for whoever only reads. */
const writingHelp: Extension = [
  placeholder(PLACEHOLDER),
  EditorView.contentAttributes.of({ 'aria-description': KEYBOARD_HINT }),
]

function readOnlyAs(readOnly: boolean): Extension {
  return [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly), readOnly ? onlyFromText : writingHelp]
}

function labelAs(label: string): Extension {
  return EditorView.contentAttributes.of({ 'aria-label': label })
}
