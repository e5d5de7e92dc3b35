import { language, syntaxTree } from '@codemirror/language'
import type { EditorState, Line } from '@codemirror/state'
import type { SyntaxNode } from '@lezer/common'

const BLOCKS = new Set(['FencedCode', 'CodeBlock', 'FrontMatter'])
const CODE = new Set([...BLOCKS, 'InlineCode'])

/** Whether the text is Markdown, as it is unless its document says otherwise; see `FormatSlot`. */
export function isMarkdown(state: EditorState): boolean {
  return (state.facet(language)?.name ?? 'markdown') === 'markdown'
}

/** Whether what stands before `at` is code, or plain text, in which Markdown means nothing. */
export function isInCode(state: EditorState, at: number): boolean {
  return isIn(CODE, state, at)
}

/** Whether the line of `at` is code; within words of other lines there may be some all the same. */
export function isLineOfCode(state: EditorState, at: number): boolean {
  return isIn(BLOCKS, state, at)
}

function isIn(names: ReadonlySet<string>, state: EditorState, at: number): boolean {
  if (!isMarkdown(state)) return true
  for (let node = syntaxTree(state).resolveInner(at, -1); ; node = node.parent ?? node) {
    if (names.has(node.name)) return true
    if (node.parent === null) return false
  }
}

export interface CodeBlock {
  /** Where the first fence begins: behind the signs of the quote or the list that it stands in. */
  readonly from: number
  /** Where the code begins, behind the same signs; the block's end if there is none. */
  readonly code: number
  /** Of the fence that ends it; null where it goes on to the end. */
  readonly lastLine: Line | null
}

/** The fenced block that the cursor is in. */
export function codeBlockAt(state: EditorState): CodeBlock | null {
  const { doc } = state
  const { head } = state.selection.main
  for (const side of [-1, 1] as const) {
    for (let node = syntaxTree(state).resolveInner(head, side); node.parent !== null; node = node.parent) {
      if (node.name !== 'FencedCode') continue
      const [, end] = node.getChildren('CodeMark')
      return {
        from: node.from,
        code: node.getChild('CodeText')?.from ?? node.to,
        lastLine: end === undefined ? null : doc.lineAt(end.from),
      }
    }
  }
  return null
}

/** The language that the fence of a block names, in small letters; '' for none. */
export function fencedLanguage(state: EditorState, block: SyntaxNode): string {
  const info = block.getChild('CodeInfo')
  const [name = ''] = info === null ? [] : state.sliceDoc(info.from, info.to).toLowerCase().split(/[\s{]/)
  return name
}
