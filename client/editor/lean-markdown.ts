import type { Plugin } from 'vite'

const STAND_IN = '\0lean-markdown:lang-html'

/**
 * A Vite plugin. `@codemirror/lang-markdown` imports `@codemirror/lang-html` to colour HTML inside Markdown, and with it
 * the parsers of HTML, CSS and JavaScript: 68 KB (gzip) that a first page of text does not need. This gives
 * lang-markdown, and nobody else, an empty stand-in; HTML then stands in the text as text.
 */
export function leanMarkdown(): Plugin {
  return {
    name: 'lean-markdown',
    enforce: 'pre',
    // The development server would otherwise bundle the package by itself, without asking this plugin.
    config: () => ({ optimizeDeps: { exclude: ['@codemirror/lang-markdown'] } }),
    resolveId(source, importer) {
      const fromMarkdown = importer !== undefined && importer.includes('/@codemirror/lang-markdown/')
      return fromMarkdown && source === '@codemirror/lang-html' ? STAND_IN : undefined
    },
    load(id) {
      if (id !== STAND_IN) return undefined
      return 'export const html = () => ({ support: [], language: {} })\nexport const htmlCompletionSource = () => null\n'
    },
  }
}
