import type { Token } from '../../preview/markdown.ts'

/** A token, and all up to the one that closes it. */
export interface TokenNode {
  readonly token: Token
  readonly children: readonly TokenNode[]
}

export function treeOf(tokens: readonly Token[]): readonly TokenNode[] {
  const root: TokenNode[] = []
  const open: TokenNode[][] = [root]
  for (const token of tokens) {
    if (token.nesting < 0) {
      if (open.length > 1) open.pop()
      continue
    }
    const children: TokenNode[] = []
    open.at(-1)?.push({ token, children })
    if (token.nesting > 0) open.push(children)
  }
  return root
}

/** The words in it, as they are read. */
export function wordsOf(nodes: readonly TokenNode[]): string {
  return nodes
    .map(({ token, children }) => {
      if (token.type === 'inline') return wordsOf(treeOf(token.children ?? []))
      if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
      if (token.type === 'html_inline' || token.type === 'html_block') return ''
      return token.nesting === 0 ? token.content : wordsOf(children)
    })
    .join('')
}
