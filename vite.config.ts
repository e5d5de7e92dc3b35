import { readFileSync, readdirSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type Plugin, defineConfig } from 'vite'
import { leanCommands } from './client/editor/lean-commands.ts'
import { leanMarkdown } from './client/editor/lean-markdown.ts'
import { leanView } from './client/editor/lean-view.ts'
import { quickHighlights } from './client/editor/quick-highlight.ts'
import { wholeEmacsKeys } from './client/editor/whole-emacs.ts'
import { offlineBuild } from './client/offline/offline-build.ts'
import { leanYjs } from './client/sync/lean-yjs.ts'
import { leanTransports } from './client/transport/lean-transports.ts'
import { LANGUAGES } from './client/words/language.ts'

const SERVER = 'http://127.0.0.1:3000'

/** Puts each text file beside itself as Brotli and as gzip, so that the server compresses nothing while it serves. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // After Vite has put the addresses of the chunks into the code: what is compressed must be what is written.
      order: 'post',
      handler(_options, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(css|js|json|svg)$/.test(fileName)) continue
          const content = file.type === 'chunk' ? file.code : file.source
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(content) })
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(content, { level: 9 }) })
        }
      },
    },
  }
}

/** What `index.html` has fetched ahead of the program's asking for it. */
const AHEAD = {
  __EDITOR__: 'client/editor/create-editor.ts',
  __READER__: 'client/pages/preview-pane.tsx',
  // The words of the page's language. English is in the program.
  ...Object.fromEntries(LANGUAGES.slice(1).map((language) => [`__${language}__`, `client/words/${language}.ts`])),
}

/** And lines that are comments of the page's script alone. */
const INDENTATION = /^\s+(?:\/\/.*\s+)*/gm

/** Writes into the page where the chunks are that it fetches ahead, and leaves out what is for those who read its source. */
function addressesAhead(): Plugin {
  return {
    name: 'addresses-ahead',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
        const lean = html.replace(INDENTATION, '')
        return Object.entries(AHEAD).reduce((page, [mark, module]) => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${module}`))
          if (chunk === undefined) throw new Error(`There is no chunk of ${module} alone.`)
          return page.replaceAll(mark, `./${chunk.fileName}`)
        }, lean)
      },
    },
  }
}

/** What every page of the editor begins with, in one file: apart they compress worse. */
const EARLY =
  /node_modules\/(?:preact|@preact|yjs|lib0|y-protocols)\/|client\/(?:ui\/until-fetched|editor\/absolute-position)|shared\/protocol\/limits/
/** Pages that only show a text have these of it, and nothing else: a file that the preview's frame fetches as well. */
const SHOWN = /client\/lib\/(?:clock|key-letter)|client\/words\/words\.ts/
/** What many of the later parts share: apart, the first one would name them all. */
const PARTS =
  /client\/(?:ui\/(?:plain-click|edit-field|popover)|panels\/(?:download|role-words|file-name|clipboard|relative-time|header-words)|words\/locale)\.tsx?$/

/** By their paths below `client/public`. */
function publicFiles(): ReadonlyMap<string, Uint8Array> {
  const folder = new URL('client/public/', import.meta.url)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const paths = entries.map(({ parentPath, name }) =>
    `${parentPath}/${name}`.slice(folder.pathname.length).replace(/^\//, ''),
  )
  return new Map(paths.sort().map((path) => [path, readFileSync(new URL(path, folder))]))
}

function page(name: string): string {
  return new URL(`client/${name}`, import.meta.url).pathname
}

export default defineConfig({
  root: new URL('client', import.meta.url).pathname,
  // Relative: the server writes the path it is served under into `<base>`.
  base: './',
  // The server replaces it by a fresh nonce with every page.
  html: { cspNonce: '__NONCE__' },
  plugins: [
    leanCommands(),
    leanMarkdown(),
    leanView(),
    quickHighlights(),
    wholeEmacsKeys(),
    leanTransports(),
    leanYjs(),
    addressesAhead(),
    offlineBuild({ publicFiles: publicFiles() }),
    compressed(),
  ],
  // What renders the preview loads parts of itself only when a document needs them.
  worker: { format: 'es' },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address in a style sheet or script would be one more thing that the CSP has to allow.
    assetsInlineLimit: 0,
    // One file holds the editor; what the first load may weigh is checked compressed, by a test.
    chunkSizeWarningLimit: 700,
    modulePreload: { polyfill: false },
    // A slow machine is nothing to warn an operator of.
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: [
        ...['index.html', 'preview-frame.html', 'published.html'].map(page),
        ...LANGUAGES.slice(1).map((language) => page(`words/${language}.ts`)),
      ],
      output: {
        codeSplitting: {
          groups: [
            { name: 'shown', test: SHOWN },
            { name: 'base', test: EARLY },
            { name: 'parts', test: PARTS },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/socket.io': { target: SERVER, ws: true },
      '/api': SERVER,
      '/healthz': SERVER,
    },
  },
})
