import type { Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { emacs, EmacsHandler } from '@replit/codemirror-emacs'
import { ownHistory } from './undo.ts'

// It knows CodeMirror's own history, which is not there: what others wrote must not be undone.
EmacsHandler.bindKey('C-/|C-x u|S-C--|C-z', (view: EditorView) => view.state.facet(ownHistory)?.undo(view))
EmacsHandler.bindKey('S-C-/|S-C-x u|C--|S-C-z', (view: EditorView) => view.state.facet(ownHistory)?.redo(view))

export const emacsKeys: Extension = emacs()
