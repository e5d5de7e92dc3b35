import { ensureSyntaxTree, type Language, language, syntaxTree, syntaxTreeAvailable } from '@codemirror/language'
import type { EditorState, Extension } from '@codemirror/state'
import { type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { whenIdle } from '../lib/idle.ts'
import type { StateHolder } from './collab.ts'

/** Read at once: what was read of it is lost when somebody writes meanwhile. */
const PART_LENGTH = 64 * 1024
/** Shorter than a key would notice. */
const STEP_MS = 8
/** Between two steps where a browser does not say when it is idle. */
const PAUSE_MS = 50
/** Each part that ends within a longer block would begin with all of that again, and so does each key in it. */
const MAX_BLOCK_LENGTH = PART_LENGTH

/**
 * Reads a text to its end while there is nothing else to do. CodeMirror reads 100,000 signs beyond what is in sight, and makes up for
 * the rest, 20 ms with each key, when somebody goes to where it has not been: in five megabytes for as long as they type. What cannot be read in
 * short steps, like a list of hundreds of kilobytes, is left to it.
 */
export class ReadAhead implements PluginValue {
  readonly #view: StateHolder
  readonly #language: Language
  readonly #whenIdle: (work: () => void) => () => void
  #cancel: (() => void) | null = null

  /** @param of Of the languages that the text may have, the one that is read part by part: see `LongMarkdownParser`. */
  constructor(view: StateHolder, of: Language, idle: (work: () => void) => () => void) {
    this.#view = view
    this.#language = of
    this.#whenIdle = idle
    this.#later()
  }

  update({ docChanged, viewportChanged, state, startState }: ReadUpdate): void {
    if (docChanged || viewportChanged || state.facet(language) !== startState.facet(language)) this.#later()
  }

  destroy(): void {
    this.#cancel?.()
  }

  #later(): void {
    this.#cancel ??= this.#whenIdle(() => {
      this.#cancel = null
      this.#read()
    })
  }

  #read(): void {
    const { state } = this.#view
    if (state.facet(language) !== this.#language || syntaxTreeAvailable(state) || isInLongBlock(state)) return
    const known = syntaxTree(state)
    const tree = ensureSyntaxTree(state, Math.min(known.length + PART_LENGTH, state.doc.length), STEP_MS)
    this.#later()
    // What was read is taken over with the next transaction; until then it has no colours.
    if (tree !== null && tree !== known) this.#view.dispatch({})
  }
}

type ReadUpdate = Pick<ViewUpdate, 'docChanged' | 'viewportChanged' | 'state' | 'startState'>

/** Whether what is known of the text ends within, or with, a block that is long. */
function isInLongBlock(state: EditorState): boolean {
  const { length, topNode } = syntaxTree(state)
  return length - (topNode.lastChild?.from ?? length) > MAX_BLOCK_LENGTH
}

export function readAhead(of: Language): Extension {
  return ViewPlugin.define((view) => new ReadAhead(view, of, (work) => whenIdle(work, PAUSE_MS)))
}
