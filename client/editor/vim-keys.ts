import { EditorState, type Extension } from '@codemirror/state'
import { type EditorView, runScopeHandlers, ViewPlugin } from '@codemirror/view'
import { CodeMirror, getCM, Vim, vim } from '@replit/codemirror-vim'
import { ownHistory, together } from './undo.ts'

// It knows CodeMirror's own history, which is not there: what others wrote must not be undone.
CodeMirror.commands.undo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.undo(cm6)
CodeMirror.commands.redo = ({ cm6 }) => void cm6.state.facet(ownHistory)?.redo(cm6)
// `:w` answers as Ctrl-S does: nothing needs saving, and fingers do it all the same.
CodeMirror.commands.save = ({ cm6 }: { readonly cm6: EditorView }): void => {
  const isMac = /Mac|iP/.test(navigator.platform)
  const press = new KeyboardEvent('keydown', { key: 's', ctrlKey: !isMac, metaKey: isMac })
  runScopeHandlers(cm6, press, 'editor')
}

// There is nothing to close, either. Of each name Vim takes whatever it begins with, from the short one on.
for (const [name, short] of [
  ['wqall', 'wq'],
  ['xall', 'x'],
  ['xit', 'xi'],
  ['quit', 'q'],
  ['qall', 'qa'],
  ['wall', 'wa'],
] as const)
  Vim.defineEx(name, short, (cm) => CodeMirror.commands.save(cm))

/** One for each key and each command: a substitution writes every line by itself. */
let underWay: object | null = null

const inOneStep: Extension = [
  ViewPlugin.define((view) => {
    const cm = getCM(view)
    if (cm === null) throw new Error('Vim is not there')
    const operation = cm.operation.bind(cm)
    cm.operation = (work, force) => {
      const outer = underWay
      underWay ??= {}
      try {
        return operation(work, force)
      } finally {
        underWay = outer
      }
    }
    return {}
  }),
  EditorState.transactionExtender.of(() => underWay && { annotations: together.of(underWay) }),
]

export const vimKeys: Extension = [vim({ status: true }), inOneStep]
