interface WordStyle {
  readonly id: string
  readonly name: string
  /** How it is read again, as the style map of mammoth says it. */
  readonly html: string
}

/** The styles by which what Markdown says is written into a Word document, and found there again. */
export const WORD_STYLES = {
  marked: {
    code: { id: 'CodeChar', name: 'Code Char', html: 'code' },
    formula: { id: 'FormulaChar', name: 'Formula Char', html: 'span.weft-formula' },
    /** Hidden, and not read as words: see `formula-check.ts`. */
    check: { id: 'FormulaCheck', name: 'Formula Check', html: '!' },
    mark: { id: 'MarkedChar', name: 'Marked Char', html: 'mark' },
    key: { id: 'KeyChar', name: 'Key Char', html: 'kbd' },
  },
  paragraphs: {
    code: { id: 'CodeBlock', name: 'Code Block', html: 'pre:fresh' },
    quote: { id: 'Quote', name: 'Quote', html: 'blockquote > p:fresh' },
    alertTitle: {
      id: 'AlertTitle',
      name: 'Alert Title',
      html: 'div.markdown-alert:fresh > p.markdown-alert-title:fresh',
    },
    alert: { id: 'Alert', name: 'Alert', html: 'div.markdown-alert > p:fresh' },
    rule: { id: 'HorizontalRule', name: 'Horizontal Rule', html: 'hr:fresh' },
    term: { id: 'DefinitionTerm', name: 'Definition Term', html: 'dl > dt:fresh' },
    meaning: { id: 'Definition', name: 'Definition', html: 'dl > dd:fresh' },
    formula: { id: 'Formula', name: 'Formula', html: 'p.weft-formula:fresh' },
    tableHead: { id: 'TableHead', name: 'Table Head', html: 'p:fresh' },
    listText: { id: 'ListText', name: 'List Text', html: 'p:fresh' },
  },
} as const satisfies Record<string, Readonly<Record<string, WordStyle>>>
