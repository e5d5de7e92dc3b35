import { defineLanguageFacet, Language, syntaxHighlighting } from '@codemirror/language'
import { Compartment, type Extension, Prec } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tagHighlighter, tags } from '@lezer/highlight'
import { parser as markdown } from '@lezer/markdown'
import type { Format } from '../../shared/document/format.ts'
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
  const { languages } = await import('@codemirror/language-data')
  const found = languages.find((description) => description.name === name)
  if (found === undefined) return []
  const { language: known, support } = await found.load()
  // Some come with a copy of the library of their own: see `lean-commands.ts`.
  const isOwn: boolean = known instanceof Language
  return [
    isOwn ? [known, support] : new Language(known.data, known.parser, [], name),
    codeColours,
    EditorView.editorAttributes.of({ class: 'cm-source' }),
    EditorView.contentAttributes.of({ spellcheck: 'false', autocorrect: 'off', autocapitalize: 'off' }),
  ]
}

/** The same classes as in the preview: see `@lezer/highlight`'s own list, which would be in the first load. */
const codeColours = syntaxHighlighting(
  tagHighlighter([
    { tag: [tags.keyword, tags.operator], class: 'tok-keyword' },
    { tag: [tags.string, tags.regexp, tags.escape, tags.special(tags.string), tags.url], class: 'tok-string' },
    { tag: [tags.number, tags.bool, tags.atom, tags.literal], class: 'tok-number' },
    { tag: [tags.typeName, tags.className, tags.namespace, tags.labelName, tags.propertyName], class: 'tok-typeName' },
    { tag: tags.comment, class: 'tok-comment' },
    { tag: tags.meta, class: 'tok-meta' },
    { tag: [tags.heading, tags.strong], class: 'tok-strong' },
    { tag: [tags.emphasis], class: 'tok-emphasis' },
    { tag: tags.inserted, class: 'tok-inserted' },
    { tag: [tags.deleted, tags.invalid], class: 'tok-deleted' },
  ]),
)

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
