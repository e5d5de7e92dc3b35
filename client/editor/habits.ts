import { indentUnit } from '@codemirror/language'
import { Compartment, type Extension, Prec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { lineNumbers } from './line-numbers.ts'

/** What people are used to from other editors. */
export interface Habits {
  readonly lineNumbers: boolean
  readonly spellcheck: boolean
  /** One step of it. */
  readonly indentation: string
  readonly keys: 'default' | 'vscode' | 'vim' | 'emacs'
}

/** The habits of one view, which may change while it is open. */
export class HabitSlot {
  readonly #looks = new Compartment()
  readonly #keys = new Compartment()
  readonly #fetchKeys: typeof fetchKeys
  #wanted: Habits['keys'] = 'default'
  #adopted: Habits['keys'] = 'default'

  constructor(fetch = fetchKeys) {
    this.#fetchKeys = fetch
  }

  get extension(): Extension {
    return [Prec.high(this.#looks.of([])), Prec.highest(this.#keys.of([]))]
  }

  /** Rejects when the keys cannot be fetched; they are as before then. */
  async adopt(view: EditorView, { lineNumbers: numbered, spellcheck, indentation, keys }: Habits): Promise<void> {
    const looks = [
      numbered ? lineNumbers : [],
      EditorView.contentAttributes.of({ spellcheck: String(spellcheck) }),
      indentUnit.of(indentation),
    ]
    view.dispatch({ effects: this.#looks.reconfigure(looks) })
    if (keys === this.#wanted) return
    this.#wanted = keys
    let extension: Extension
    try {
      extension = await this.#fetchKeys(keys)
    } catch (error) {
      // Whoever chooses them again has them fetched again.
      if (this.#wanted === keys) this.#wanted = this.#adopted
      throw error
    }
    // Another choice may have been made meanwhile.
    if (this.#wanted !== keys) return
    this.#adopted = keys
    view.dispatch({ effects: this.#keys.reconfigure(extension) })
  }
}

async function fetchKeys(keys: Habits['keys']): Promise<Extension> {
  switch (keys) {
    case 'default':
      return []
    case 'vscode':
      return (await import('./vscode-keys.ts')).vscodeKeys
    case 'vim':
      return (await import('./vim-keys.ts')).vimKeys
    case 'emacs':
      return (await import('./emacs-keys.ts')).emacsKeys
  }
}
