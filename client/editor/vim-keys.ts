import type { Extension } from '@codemirror/state'
import { CodeMirror, vim } from '@replit/codemirror-vim'
import { ownHistory } from './undo.ts'

// It knows CodeMirror's own history, which is not there: what others wrote must not be undone.
CodeMirror.commands.undo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.undo(cm6)
CodeMirror.commands.redo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.redo(cm6)

export const vimKeys: Extension = vim({ status: true })
