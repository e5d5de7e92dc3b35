import { defineLanguageFacet, Language, syntaxHighlighting } from '@codemirror/language'
import { Compartment, type Extension, Prec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { parser as markdown } from '@lezer/markdown'
import type { Format } from '../../shared/document/format.ts'
import { codeHighlighter } from './code-highlighter.ts'
import { codeIndentation } from './code-indentation.ts'
import { fetchLanguage } from './code-languages.ts'
import { boundedParagraphs } from './languages.ts'

/** How the text of one view is read, where it is no Markdown: above the language that the editor has from the start. */
export class FormatSlot {
  readonly #slot = new Compartment()
  readonly #fetch: typeof fetchFormat
  #wanted: string | null = null

  constructor(fetch = fetchFormat) {
    this.#fetch = fetch
  }

  get extension(): Extension {
    return Prec.highest(this.#slot.of([]))
  }

  /** Rejects when what knows the language cannot be fetched; the text is read as before then. */
  async adopt(view: EditorView, format: Format): Promise<void> {
    if (this.#wanted === format.name) return
    const before = this.#wanted
    this.#wanted = format.name
    let extension: Extension
    try {
      extension = await this.#fetch(format)
    } catch (error) {
      if (this.#wanted === format.name) this.#wanted = before
      throw error
    }
    // Another one may have been chosen meanwhile.
    if (this.#wanted === format.name) view.dispatch({ effects: this.#slot.reconfigure(extension) })
  }
}

async function fetchFormat({ kind, name }: Format): Promise<Extension> {
  if (kind === 'markdown') return []
  if (kind === 'plain') return [plain, EditorView.editorAttributes.of({ class: 'cm-plain' })]
  const found = await fetchLanguage((language) => language.name === name)
  if (found === null) return []
  const { language: known, support } = found
  // Some come with a copy of the library of their own: see `lean-commands.ts`.
  const isOwn: boolean = known instanceof Language
  return [
    isOwn ? [known, support] : new Language(known.data, known.parser, [], name),
    codeColours,
    codeIndentation(name),
    EditorView.editorAttributes.of({ class: 'cm-source' }),
    EditorView.contentAttributes.of({ spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
  ]
}

const codeColours = syntaxHighlighting(codeHighlighter)

/** Markdown without anything that has a meaning: paragraphs are left. */
const plain = new Language(
  defineLanguageFacet(),
  markdown.configure([
    boundedParagraphs,
    {
      remove: [
        'LinkReference',
        'IndentedCode',
        'FencedCode',
        'Blockquote',
        'HorizontalRule',
        'BulletList',
        'OrderedList',
        'ATXHeading',
        'HTMLBlock',
        'SetextHeading',
        'Escape',
        'Entity',
        'InlineCode',
        'HTMLTag',
        'Emphasis',
        'HardBreak',
        'Link',
        'Image',
        'LinkEnd',
      ],
    },
  ]),
  [],
  'plain',
)
