import { indentLess, indentMore, standardKeymap } from '@codemirror/commands'
import type { Extension } from '@codemirror/state'
import { type KeyBinding, keymap } from '@codemirror/view'
import { editor } from '../words/en/editor.ts'
import { wordsOf } from '../words/words.ts'
import type { UndoHistory } from './undo.ts'

const words = wordsOf('editor', editor)

/** After Escape the next Tab leaves the editor, and whoever needs a while to find the key has it. */
const LEAVE_BY_TAB_MS = 60_000

/** What is said in the text while nothing is written. */
export const PLACEHOLDER = words.placeholder

/** What a screen reader says with the editor's name. */
export const KEYBOARD_HINT = words.keyboardHint

export function editorKeymap(history: UndoHistory, onSaveKey: () => void): Extension {
  const own: readonly KeyBinding[] = [
    { key: 'Mod-z', run: (view) => history.undo(view) || true, preventDefault: true },
    { key: 'Mod-y', mac: 'Mod-Shift-z', run: (view) => history.redo(view) || true, preventDefault: true },
    { linux: 'Ctrl-Shift-z', win: 'Ctrl-Shift-z', run: (view) => history.redo(view) || true, preventDefault: true },
    {
      key: 'Mod-s',
      run: () => {
        onSaveKey()
        return true
      },
      preventDefault: true,
    },
    // Until the tools are there, which know of lists.
    { key: 'Tab', run: indentMore, shift: indentLess },
  ]
  return [keymap.of(own), keymap.of([leaveByTab, ...standardKeymap])]
}

const leaveByTab: KeyBinding = {
  any(view, event) {
    if (event.key === 'Escape') view.setTabFocusMode(LEAVE_BY_TAB_MS)
    return false
  },
}
