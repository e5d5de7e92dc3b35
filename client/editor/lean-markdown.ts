import type { Plugin } from 'vite'

const STAND_INS: Readonly<Record<string, string>> = {
  '@codemirror/lang-html':
    'export const html = () => ({ support: [], language: {} })\nexport const htmlCompletionSource = () => null\n',
  // For completing HTML, too; what else completes is fetched after the editor.
  '@codemirror/autocomplete': 'export class CompletionContext {}\n',
}
const PREFIX = '\0lean-markdown:'

/**
 * A Vite plugin. `@codemirror/lang-markdown` imports `@codemirror/lang-html` to colour HTML inside Markdown, and with it
 * the parsers of HTML, CSS and JavaScript: 68 KB (gzip) that a first page of text does not need. This gives
 * lang-markdown, and nobody else, empty stand-ins; HTML then stands in the text as text.
 */
export function leanMarkdown(): Plugin {
  return {
    name: 'lean-markdown',
    enforce: 'pre',
    // The development server would otherwise bundle the package by itself, without asking this plugin.
    config: () => ({ optimizeDeps: { exclude: ['@codemirror/lang-markdown'] } }),
    resolveId(source, importer) {
      const fromMarkdown = importer !== undefined && importer.includes('/@codemirror/lang-markdown/')
      return fromMarkdown && source in STAND_INS ? PREFIX + source : undefined
    },
    load(id) {
      return id.startsWith(PREFIX) ? STAND_INS[id.slice(PREFIX.length)] : undefined
    },
  }
}
