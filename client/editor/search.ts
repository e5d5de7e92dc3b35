import { closeSearchPanel, findNext, findPrevious, openSearchPanel, search } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { type KeyBinding, keymap } from '@codemirror/view'
import { SearchPanel } from './search-panel.ts'

const scope = 'editor search-panel'

const searchKeys: readonly KeyBinding[] = [
  { key: 'Mod-f', run: openSearchPanel, scope, preventDefault: true },
  { key: 'F3', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel, scope },
]

/** Find and replace. */
export const searchPanel: Extension = [
  keymap.of(searchKeys),
  search({ top: true, createPanel: (view) => new SearchPanel(view) }),
]
