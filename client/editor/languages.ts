import { commonmarkLanguage, markdownKeymap, pasteURLAsLink } from '@codemirror/lang-markdown'
import { Language, syntaxHighlighting } from '@codemirror/language'
import { type Extension, Prec } from '@codemirror/state'
import { keymap } from '@codemirror/view'
import { tagHighlighter, tags } from '@lezer/highlight'
import { GFM, type MarkdownConfig, type MarkdownExtension, MarkdownParser } from '@lezer/markdown'
import { frontMatterBlock, frontMatterNodes } from './front-matter.ts'
import { LongMarkdownParser } from './long-markdown.ts'
import { readAhead } from './read-ahead.ts'

/** By class, so that every colour and size is in `themes/editor.css`. */
const highlighter = tagHighlighter([
  { tag: tags.heading1, class: 'md-heading md-heading-1' },
  { tag: tags.heading2, class: 'md-heading md-heading-2' },
  { tag: tags.heading3, class: 'md-heading md-heading-3' },
  { tag: [tags.heading4, tags.heading5, tags.heading6, tags.heading], class: 'md-heading' },
  { tag: tags.emphasis, class: 'md-emphasis' },
  { tag: tags.strong, class: 'md-strong' },
  { tag: tags.strikethrough, class: 'md-strikethrough' },
  { tag: tags.link, class: 'md-link' },
  { tag: tags.url, class: 'md-url' },
  { tag: tags.monospace, class: 'md-code' },
  { tag: tags.quote, class: 'md-quote' },
  {
    tag: [tags.processingInstruction, tags.contentSeparator, tags.labelName, tags.propertyName, tags.string],
    class: 'md-mark',
  },
  { tag: tags.atom, class: 'md-task' },
  { tag: [tags.comment, tags.angleBracket], class: 'md-faint' },
])

/**
 * A paragraph is parsed anew, as a whole, for every key typed in it. A pasted log without a blank line is one of megabytes;
 * so for the colours a paragraph ends somewhere beyond this length.
 */
const MAX_PARAGRAPH_LENGTH = 8_000
export const boundedParagraphs: MarkdownConfig = {
  parseBlock: [
    { name: 'LongParagraph', endLeaf: (_context, _line, leaf) => leaf.content.length > MAX_PARAGRAPH_LENGTH },
  ],
}

const SPACE = 32
const BACKSLASH = 92
const NEWLINE = 10

/** The library's own looks from each of many spaces for the end of the line: for seconds where there are tens of thousands. */
export const quickBreaks: MarkdownConfig = {
  parseInline: [
    {
      name: 'HardBreak',
      parse(context, next, at) {
        if (next === BACKSLASH && context.char(at + 1) === NEWLINE)
          return context.addElement(context.elt('HardBreak', at, at + 2))
        if (next !== SPACE || context.char(at - 1) === SPACE) return -1
        let end = at + 1
        while (context.char(end) === SPACE) end++
        const isBreak = end > at + 1 && context.char(end) === NEWLINE
        return isBreak ? context.addElement(context.elt('HardBreak', at, end + 1)) : -1
      },
    },
  ],
}

/**
 * What `markdown()` of lang-markdown makes, but for HTML and code within: to look for these, each key would walk through all of a long
 * text, and bring their parsers along. The code of fenced blocks has its colours from `fence-colours.ts`.
 */
function markdown(extension: MarkdownExtension): Language {
  const { data, parser } = commonmarkLanguage
  if (!(parser instanceof MarkdownParser)) throw new Error('lang-markdown is written otherwise now')
  const text = parser.configure([extension, frontMatterNodes])
  return new Language(data, new LongMarkdownParser(text, text.configure(frontMatterBlock)), [], 'markdown')
}

const githubMarkdown = markdown([GFM, boundedParagraphs, quickBreaks])

/** GitHub's Markdown: tables, task lists, strikethrough, bare links. Enter continues a list or quote; an address pasted on words links them. */
export const markdownLanguage: Extension = [
  githubMarkdown,
  readAhead(githubMarkdown),
  // Until `enterInMarkup` is there, which counts.
  Prec.high(keymap.of(markdownKeymap)),
  pasteURLAsLink,
  syntaxHighlighting(highlighter),
]
