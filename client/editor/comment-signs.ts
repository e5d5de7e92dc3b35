import type { CommentTokens } from '@codemirror/commands'
import { syntaxTree } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { fencedLanguage, isMarkdown } from './code-places.ts'

/** What a comment of one line begins with, and the languages in which it does, as fences name them. */
const LINE_SIGNS: Readonly<Record<string, string>> = {
  '//':
    'c c# c++ cc cpp cs csharp dart fsharp go golang groovy h hpp java javascript js json5 jsonc jsx kotlin kt less mjs ' +
    'objc objective-c php proto rs rust sass scala scss solidity swift ts tsx typescript v zig',
  '#':
    'awk bash cmake conf crystal dockerfile elixir ex fish gdscript gitignore graphql jl julia makefile nginx nim nix perl pl ' +
    'powershell ps1 py python r rb ruby sh shell tcl terraform toml yaml yml zsh',
  '--': 'ada elm haskell hs lua sql mysql pgsql postgresql sqlite vhdl',
  '%': 'erlang latex matlab octave prolog tex',
  '%%': 'mermaid',
  ';': 'asm clj clojure ini lisp nasm scheme',
}

const TOKENS: ReadonlyMap<string, CommentTokens> = new Map<string, CommentTokens>([
  ...Object.entries(LINE_SIGNS).flatMap(([line, names]) => names.split(' ').map((name) => [name, { line }] as const)),
  ['css', { block: { open: '/*', close: '*/' } }],
])

/** What is a comment in the code of a fenced block; elsewhere it is one of Markdown. */
export const commentSigns: Extension = EditorState.languageData.of((state, at) => {
  const commentTokens = isMarkdown(state) ? TOKENS.get(languageAt(state, at)) : undefined
  return commentTokens === undefined ? [] : [{ commentTokens }]
})

/** Of the fenced block whose code the line is in; '' for none. */
function languageAt(state: EditorState, at: number): string {
  const { doc } = state
  for (let node = syntaxTree(state).resolveInner(at, 1); node.parent !== null; node = node.parent) {
    if (node.name !== 'FencedCode') continue
    const [opening, closing] = node.getChildren('CodeMark').map(({ from }) => doc.lineAt(from).number)
    const line = doc.lineAt(at).number
    return line === opening || line === closing ? '' : fencedLanguage(state, node)
  }
  return ''
}
