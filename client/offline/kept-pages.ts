import { accountMarkKey } from '../sync/account-mark.ts'
import { prefixOf } from './kept-builds.ts'

const ROOT = '<html lang="en"'

/** Written where the server puts a fresh nonce. */
const NONCE = '__NONCE__'

/** A page that says of which build it is. */
export function marked(html: string, version: string): string {
  if (!html.includes(ROOT)) throw new Error(`There is no ${ROOT}> in a page of the build.`)
  return html.replace(ROOT, `${ROOT} data-version="${version}"`)
}

/**
 * The editor's page for a browser that reaches no server. Who is signed in stands in this browser's storage; and as long as it is open, its
 * parts stay on this device: other pages take care of both once they are in use, which here could be too late.
 */
export function keptPage(html: string, version: string): string {
  const script = `{
        const path = new URL(document.baseURI).pathname
        try {
          const account = localStorage.getItem('${accountMarkKey('')}' + path)
          if (account) document.documentElement.dataset.accountId = account
        } catch {}
        navigator.locks?.request('${prefixOf("' + path + '")}${version}', { mode: 'shared' }, () => new Promise(() => {})).catch(() => {})
      }`
  return marked(html, version).replace('<script', () => `<script nonce="${NONCE}">${script}</script>\n    <script`)
}

/** The names of the style sheets that a built page loads. */
export function linkedStyles(html: string): string[] {
  const links = [...html.matchAll(/<link [^>]*>/g)]
    .map(([link]) => link)
    .filter((link) => link.includes('rel="stylesheet"'))
  return links.flatMap((link) => /href="\.\/([^"]+)"/.exec(link)?.[1] ?? [])
}

interface Bundled {
  readonly code: string
  readonly styles: string
}

/**
 * The page in which the preview is shown, in one piece: its origin is opaque, so no service worker stands between it and the network.
 */
export function keptFrame(html: string, version: string, { code, styles }: Bundled): string {
  const bare = html
    .replace(/[ \t]*<(?:link|meta property="csp-nonce")[^>]*>\n?/g, '')
    .replace(/[ \t]*<script[\s\S]*?<\/script>\n?/g, '')
  if (/<script|<link/.test(bare)) throw new Error('The page of the frame loads something that is not known here.')
  if (/url\((?!["']?data:)/.test(styles)) throw new Error('The styles of the frame load something.')
  if (styles.includes('</')) throw new Error('The styles of the frame would end before they do.')
  const page = bare.replace('</head>', () => `<style>${styles}</style>\n  </head>`)
  // At the end, where the document that it looks for is there.
  const body = `<script nonce="${NONCE}">${inScript(code)}</script>\n  </body>`
  return marked(
    page.replace('</body>', () => body),
    version,
  )
}

/** In strings and patterns alike these mean the same, and are read by the browser as the end of nothing. */
function inScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--|script)/gi, () => '\\x3c')
}
