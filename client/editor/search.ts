import { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { type Command, type KeyBinding, keymap } from '@codemirror/view'
import { SearchPanel } from './search-panel.ts'

const scope = 'editor search-panel'

/** With the focus in what replaces; who may only read has that hidden, and can find all the same. */
export const openReplacing: Command = (view) => {
  openSearchPanel(view)
  const field = view.dom.querySelector<HTMLInputElement>('.cm-search [name=replace]')
  field?.focus()
  field?.select()
  return true
}

const searchKeys: readonly KeyBinding[] = [
  { key: 'Mod-f', run: openSearchPanel, scope, preventDefault: true },
  // On a Mac it is Backspace.
  { linux: 'Ctrl-h', win: 'Ctrl-h', run: openReplacing, scope, preventDefault: true },
  { key: 'F3', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel, scope },
]

/** Find and replace. */
export const searchPanel: Extension = [
  keymap.of(searchKeys),
  search({ top: true, createPanel: (view) => new SearchPanel(view) }),
]
