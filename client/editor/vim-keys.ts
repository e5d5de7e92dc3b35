import type { Extension } from '@codemirror/state'
import { type EditorView, runScopeHandlers } from '@codemirror/view'
import { CodeMirror, vim } from '@replit/codemirror-vim'
import { ownHistory } from './undo.ts'

// It knows CodeMirror's own history, which is not there: what others wrote must not be undone.
CodeMirror.commands.undo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.undo(cm6)
CodeMirror.commands.redo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.redo(cm6)
// `:w` answers as Ctrl-S does: nothing needs saving, and fingers do it all the same.
CodeMirror.commands.save = ({ cm6 }: { readonly cm6: EditorView }): void => {
  const isMac = /Mac|iP/.test(navigator.platform)
  const press = new KeyboardEvent('keydown', { key: 's', ctrlKey: !isMac, metaKey: isMac })
  runScopeHandlers(cm6, press, 'editor')
}

export const vimKeys: Extension = vim({ status: true })
