import { closeSearchPanel, findNext, findPrevious, gotoLine, openSearchPanel, search } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import { type KeyBinding, keymap } from '@codemirror/view'

/** Find, replace and go to line. Loaded after the editor: nobody searches a text in its first moments. */

export { openSearchPanel } from '@codemirror/search'

const scope = 'editor search-panel'

const searchKeys: readonly KeyBinding[] = [
  { key: 'Mod-f', run: openSearchPanel, scope, preventDefault: true },
  { key: 'F3', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Mod-g', run: findNext, shift: findPrevious, scope, preventDefault: true },
  { key: 'Escape', run: closeSearchPanel, scope },
  { key: 'Mod-Alt-g', run: gotoLine },
]

export const searchPanel: Extension = [keymap.of(searchKeys), search({ top: true })]
