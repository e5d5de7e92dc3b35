import { syntaxTree } from '@codemirror/language'
import { type Extension, type Range, RangeSet } from '@codemirror/state'
import { Decoration, type DecorationSet, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import { EditorView } from 'codemirror'

const unchecked = { spellcheck: 'false' }

/** What a whole line is, where a span of text cannot show it: code blocks get a ground, tables a fixed pitch. */
const BLOCKS: Readonly<Record<string, Decoration>> = {
  FencedCode: Decoration.line({ class: 'cm-code-line', attributes: unchecked }),
  CodeBlock: Decoration.line({ class: 'cm-code-line', attributes: unchecked }),
  FrontMatter: Decoration.line({ class: 'cm-code-line', attributes: unchecked }),
  Blockquote: Decoration.line({ class: 'cm-quote-line' }),
  Table: Decoration.line({ class: 'cm-table-line' }),
  ATXHeading1: Decoration.line({ class: 'cm-heading-line' }),
  ATXHeading2: Decoration.line({ class: 'cm-heading-line' }),
  SetextHeading1: Decoration.line({ class: 'cm-heading-line' }),
  SetextHeading2: Decoration.line({ class: 'cm-heading-line' }),
}

/** What is no language of people: a browser would underline most of it as misspelt. */
const noWords = Decoration.mark({ attributes: unchecked })
const NO_WORDS: ReadonlySet<string> = new Set(['InlineCode', 'URL'])

/** Each line runs in the direction of its own first letter. */
const ownDirection = Decoration.line({ attributes: { dir: 'auto' } })

/** Where the x of a ticked box comes before it. */
const fromRight = Decoration.line({ attributes: { dir: 'rtl' } })
const TICKED = /^[\s>]*[-*+] +\[x\]\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/iu

function decorate(view: EditorView): DecorationSet {
  const { doc } = view.state
  const decorations: Range<Decoration>[] = []
  const eachLine = (from: number, to: number, decoration?: Decoration) => {
    for (let at = from; at <= to;) {
      const line = doc.lineAt(at)
      const own = TICKED.test(line.text) ? fromRight : ownDirection
      decorations.push((decoration ?? own).range(line.from))
      at = line.to + 1
    }
  }
  for (const { from, to } of view.visibleRanges) {
    eachLine(from, to)
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        const decoration = BLOCKS[node.name]
        if (decoration) eachLine(Math.max(from, node.from), Math.min(to, node.to), decoration)
        else if (NO_WORDS.has(node.name)) decorations.push(noWords.range(node.from, node.to))
      },
    })
  }
  return RangeSet.of(decorations, true)
}

export const lineStyles: Extension = [
  EditorView.perLineTextDirection.of(true),
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet

      constructor(view: EditorView) {
        this.decorations = decorate(view)
      }

      update(update: ViewUpdate): void {
        const parsed = syntaxTree(update.state) !== syntaxTree(update.startState)
        if (update.docChanged || update.viewportChanged || parsed) this.decorations = decorate(update.view)
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
]
