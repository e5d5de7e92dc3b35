import { ensureSyntaxTree, syntaxTree, syntaxTreeAvailable } from '@codemirror/language'
import { type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { whenIdle } from '../lib/idle.ts'
import type { StateHolder } from './collab.ts'

/** Read at once: what was read of it is lost when somebody writes meanwhile. */
const PART_LENGTH = 64 * 1024
/** Shorter than a key would notice. */
const STEP_MS = 8
/** Between two steps where a browser does not say when it is idle. */
const PAUSE_MS = 50

/**
 * Reads a text to its end while there is nothing else to do. CodeMirror reads 100,000 signs beyond what is in sight, and makes up for
 * the rest, 20 ms with each key, when somebody goes to where it has not been: in five megabytes for as long as they type.
 */
export class ReadAhead implements PluginValue {
  readonly #view: StateHolder
  readonly #whenIdle: (work: () => void) => () => void
  /** So far it is to be read next. */
  #to = PART_LENGTH
  #cancel: (() => void) | null = null

  constructor(view: StateHolder, idle: (work: () => void) => () => void) {
    this.#view = view
    this.#whenIdle = idle
    this.#later()
  }

  update({ docChanged, changes, startState }: Pick<ViewUpdate, 'docChanged' | 'changes' | 'startState'>): void {
    if (!docChanged) return
    this.#to = changes.mapPos(Math.min(this.#to, startState.doc.length), 1)
    this.#later()
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
    const { length } = state.doc
    this.#to = Math.min(this.#to, length)
    const tree = ensureSyntaxTree(state, this.#to, STEP_MS)
    if (tree !== null) this.#to = Math.min(tree.length + PART_LENGTH, length)
    if (!syntaxTreeAvailable(state, length)) this.#later()
    // What was read is taken over with the next transaction; until then it has no colours.
    if (tree !== null && tree !== syntaxTree(state)) this.#view.dispatch({})
  }
}

export const readAhead = ViewPlugin.define((view) => new ReadAhead(view, (work) => whenIdle(work, PAUSE_MS)))
