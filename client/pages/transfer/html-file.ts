import frameStyles from '../../preview/frame/frame.css?inline'
import type { PageFile } from '../../preview/messages.ts'
import tokens from '../../themes/tokens.css?inline'

/** Whatever should be in the page in spite of all: it loads nothing, runs nothing, sends nothing, and is where it says it is. */
const POLICY = [
  `default-src 'none'`,
  `img-src data:`,
  // Cells and formulas say by attributes how they stand. Styles cannot load anything either.
  `style-src 'unsafe-inline'`,
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ')

/** What a file of its own needs besides. */
const STYLES = `
#document { padding-block-end: 4rem; }
.section { content-visibility: visible; }
.diagram img { background: white; border-radius: 0.25rem; }
math[display='block'] { margin-block: 0.5em; overflow-x: auto; }
@media print { #document { padding: 0 1px; } }
`

interface HtmlFileOptions {
  readonly page: Pick<PageFile, 'html' | 'lang' | 'dir'>
  readonly title: string
}

/** One file that shows a document in any browser, without a network: a string for a download, which this page never shows. */
export function htmlFile({ page: { html, lang, dir }, title }: HtmlFileOptions): string {
  const language = lang === '' ? '' : ` lang="${escaped(lang)}"`
  const direction = dir === 'auto' ? '' : ` dir="${dir}"`
  return `<!doctype html>
<html${language}${direction}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Weft">
<style>
${`${tokens}\n${frameStyles}`.replaceAll(/<\/style/gi, '<\\/style')}${STYLES}</style>
</head>
<body>
<main id="document">
${html}
</main>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
