import { createHash } from 'node:crypto'
import { errorWordsFor, type PageError } from './error-words.ts'

/** The colours and sizes of `client/themes/tokens.css`: what is wrong may be that nothing of the client can be fetched. */
const STYLE = `
:root { color-scheme: light dark; font: 1.0625rem/1.65 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif; }
body { display: grid; place-content: center; min-block-size: 100vh; margin: 0; background: light-dark(#fdfcfa, #1a1a1c); color: light-dark(#23211e, #e6e3de); }
main { max-inline-size: 32rem; padding: 2rem; }
h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; }
p { margin: 0.75rem 0 0; color: light-dark(#5f5b55, #aaa69f); }
a { color: light-dark(#2c5fa8, #8ab4f0); }
a:focus-visible { outline: 2px solid; outline-offset: 2px; }
`

/** What a policy has to name for the page to look like that. */
export const ERROR_STYLE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`

/** A small page for whoever comes to something that is not there, without scripts, and with nothing to be fetched. */
export function errorPage(error: PageError, acceptedLanguages: string, basePath: string): string {
  const { language, words } = errorWordsFor(acceptedLanguages)
  const [what, next] = words.sentences[error]
  return `<!doctype html>
<html lang="${language}" dir="${words.direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Weft</title>
<style>${STYLE}</style>
<main>
<h1>${what}</h1>
<p>${next}</p>
<p><a href="${basePath}/">${words.start}</a></p>
</main>
</html>
`
}
