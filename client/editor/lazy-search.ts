import { Compartment, EditorState, type Extension, Prec } from '@codemirror/state'
import { type EditorView, keymap } from '@codemirror/view'
import type * as Search from './search.ts'

/** Here from the start: when these change, CodeMirror builds the whole view anew, and a composition under way would end. */
const phrases = EditorState.phrases.of({
  next: 'Next',
  previous: 'Previous',
  'match case': 'Match case',
  regexp: 'Pattern',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close search',
  go: 'Go',
})

/** The search panel, fetched when the browser has time, or at once when somebody wants it. */
export class LazySearch {
  readonly #slot = new Compartment()
  #loading: Promise<typeof Search> | null = null

  /** Until the real keys are there, the first of them fetches them. */
  get extension(): Extension {
    const open = (view: EditorView): boolean => {
      this.open(view)
      return true
    }
    return [phrases, Prec.high(this.#slot.of(keymap.of([{ key: 'Mod-f', run: open, preventDefault: true }])))]
  }

  open(view: EditorView): void {
    this.load(view).then(
      ({ openSearchPanel }) => openSearchPanel(view),
      // Without a connection there is nothing to open yet; the next key press tries again.
      () => {},
    )
  }

  /** Fetched before it is needed, it is there without a connection too. Rejects when it cannot be fetched. */
  async load(view: EditorView): Promise<typeof Search> {
    const first = this.#loading === null
    this.#loading ??= import('./search.ts').catch((error: unknown) => {
      this.#loading = null
      throw error
    })
    const module = await this.#loading
    if (first) view.dispatch({ effects: this.#slot.reconfigure(module.searchPanel) })
    return module
  }
}
