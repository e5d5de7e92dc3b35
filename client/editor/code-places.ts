import { syntaxTree } from '@codemirror/language'
import type { EditorState, Line } from '@codemirror/state'

const CODE = new Set(['FencedCode', 'CodeBlock', 'InlineCode'])

/** Whether what stands before `at` is code, in which Markdown means nothing. */
export function isInCode(state: EditorState, at: number): boolean {
  for (let node = syntaxTree(state).resolveInner(at, -1); ; node = node.parent ?? node) {
    if (CODE.has(node.name)) return true
    if (node.parent === null) return false
  }
}

/** The fenced block that the cursor is in, with its fences. */
export function codeBlockAt(state: EditorState): { readonly first: Line; readonly last: Line } | null {
  const { head } = state.selection.main
  for (const side of [-1, 1] as const) {
    for (let node = syntaxTree(state).resolveInner(head, side); node.parent !== null; node = node.parent) {
      if (node.name === 'FencedCode') return { first: state.doc.lineAt(node.from), last: state.doc.lineAt(node.to) }
    }
  }
  return null
}
