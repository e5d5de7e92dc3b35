import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { runScopeHandlers } from '@codemirror/view'
import { EditorView } from 'codemirror'
import { phrases as english } from '../words/en/phrases.ts'
import { wordsOf } from '../words/words.ts'
import type * as Tools from './editor-tools.ts'

/** Here from the start: when these change, CodeMirror builds the whole view anew, and a composition under way would end. */
const phrases = EditorState.phrases.of(wordsOf('phrases', english))

/** With Ctrl or Cmd: somebody may press them before the tools are there, and the browser has other uses for each. */
const EARLY_KEYS = 'bdefik'

/** Search, commands and what else helps with writing, fetched when the browser has time, or at once when somebody wants it. */
export class LazyTools {
  readonly #slot = new Compartment()
  #loading: Promise<typeof Tools> | null = null
  #tools: Tools.EditorTools | null = null

  /** Until the real keys are there, the first of them fetches them, and counts then. */
  get extension(): Extension {
    const early = EditorView.domEventHandlers({
      keydown: (event, view) => {
        const isMod = /Mac|iP/.test(navigator.platform) ? event.metaKey : event.ctrlKey
        if (!isMod || event.altKey || event.shiftKey || !EARLY_KEYS.includes(event.key)) return false
        event.preventDefault()
        // Without a connection there is nothing that the key could do yet; the next press tries again.
        this.load(view).then(
          () => runScopeHandlers(view, event, 'editor'),
          () => {},
        )
        return true
      },
    })
    return [phrases, Prec.high(this.#slot.of(early))]
  }

  /** Fetched before they are needed, they are there without a connection too. Rejects when they cannot be fetched. */
  async load(view: EditorView): Promise<typeof Tools> {
    const first = this.#loading === null
    this.#loading ??= import('./editor-tools.ts').catch((error: unknown) => {
      this.#loading = null
      throw error
    })
    const module = await this.#loading
    if (first) view.dispatch({ effects: this.#slot.reconfigure(module.tools) })
    return module
  }

  /** Of this view. Rejects when they cannot be fetched. */
  async of(view: EditorView): Promise<Tools.EditorTools> {
    const { editorTools } = await this.load(view)
    return (this.#tools ??= editorTools(view))
  }
}
