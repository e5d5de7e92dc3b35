import { type Plugin, type Rolldown, build } from 'vite'
import { offline as arabic } from '../words/ar/offline.ts'
import { offline as german } from '../words/de/offline.ts'
import { offline as english } from '../words/en/offline.ts'
import { LANGUAGES, type Language } from '../words/language.ts'
import { manifestName } from './head-links.ts'
import type { Build } from './kept-builds.ts'
import { keptFrame, keptPage, linkedStyles, marked } from './kept-pages.ts'
import { manifestFor } from './manifest.ts'
import { type BuiltFile, programParts } from './program-parts.ts'

const WORDS: Record<Language, typeof english> = { en: english, de: german, ar: arabic }

const PAGE = 'index.html'
const FRAME = 'preview-frame.html'

/** So much of a hash tells one build from another. */
const VERSION_BYTES = 9
/** As the bundler's. */
const NAME_HASH_LENGTH = 8

interface OfflineBuildOptions {
  /** The files of `client/public`, by their paths in it. */
  readonly publicFiles: ReadonlyMap<string, Uint8Array>
}

/**
 * A Vite plugin. Makes what lets the program open without a server: the service worker, which is told of each file of the build, the pages
 * that it keeps, and the manifests. It also writes the build's version into the page.
 */
export function offlineBuild({ publicFiles }: OfflineBuildOptions): Plugin {
  return {
    name: 'offline-build',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // After Vite has put the addresses of the chunks into code and pages.
      order: 'post',
      async handler(_options, bundle) {
        const emit = (fileName: string, source: string): void => void this.emitFile({ type: 'asset', fileName, source })
        const manifests = LANGUAGES.map((each) => [manifestName(each), manifestFor(each, WORDS[each])] as const)
        const frame = await bundledAlone('preview/frame/frame.ts', { plugins: [leanFrame()] })
        const diagrams = await bundledAlone('preview/frame/diagrams.ts', { name: 'weftDiagrams' })
        const drawing = `assets/kept-diagrams-${(await hashOf([diagrams.code])).slice(0, NAME_HASH_LENGTH)}.js`
        emit(drawing, diagrams.code)
        const files = builtFiles(bundle)
        const page = textOf(files, PAGE)
        const version = await hashOf([
          ...[...files].flatMap(([name, { text }]) => [name, text]),
          ...[...publicFiles].flatMap(([name, content]) => [name, content]),
          ...manifests.flat(),
          frame.code,
          frame.styles,
          drawing,
        ])
        const parts = programParts(files, PAGE)
        const told: Build = {
          version,
          ...parts,
          onceUsed: [...parts.onceUsed, drawing],
          drawing,
          files: [...publicFiles.keys(), ...manifests.map(([name]) => name)].sort(),
        }
        const worker = await bundledAlone('offline/service-worker.ts', {
          define: { WEFT_BUILD: JSON.stringify(told) },
        })
        for (const [name, manifest] of manifests) emit(name, manifest)
        emit('service-worker.js', worker.code)
        emit('offline-page.html', keptPage(page, version))
        const frameHtml = textOf(files, FRAME)
        const styles = [...linkedStyles(frameHtml).map((name) => textOf(files, name)), frame.styles].join('')
        emit('offline-frame.html', keptFrame(frameHtml, version, { code: frame.code, styles }))
        const html = bundle[PAGE]
        if (html?.type !== 'asset') throw new Error(`The build has no ${PAGE}.`)
        html.source = marked(page, version)
      },
    },
  }
}

function builtFiles(bundle: Rolldown.OutputBundle): ReadonlyMap<string, BuiltFile> {
  return new Map(
    Object.entries(bundle).map(([name, file]) => {
      const content = file.type === 'chunk' ? file.code : file.source
      const text = typeof content === 'string' ? content : isText(name) ? new TextDecoder().decode(content) : ''
      return [name, { text, bytes: content.length }]
    }),
  )
}

function isText(name: string): boolean {
  return /\.(?:js|css|html)$/.test(name)
}

function textOf(files: ReadonlyMap<string, BuiltFile>, name: string): string {
  const text = files.get(name)?.text ?? ''
  if (text === '') throw new Error(`The build has no ${name}.`)
  return text
}

async function hashOf(contents: readonly (string | Uint8Array)[]): Promise<string> {
  const parts = contents.map((each) => (typeof each === 'string' ? new TextEncoder().encode(each) : each))
  // Of the hashes: where one ends and the next begins is then part of it.
  const hashes = await Promise.all(parts.map((part) => crypto.subtle.digest('SHA-256', new Uint8Array(part))))
  const hash = await crypto.subtle.digest('SHA-256', await new Blob(hashes).arrayBuffer())
  return Array.from(new Uint8Array(hash, 0, VERSION_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

interface AloneOptions {
  /** What its exports are called, as a property of the global object. */
  readonly name?: string
  readonly define?: Record<string, string>
  readonly plugins?: Plugin[]
}

/** A module with everything that it needs, as one classic script, and its styles with their fonts in them. */
async function bundledAlone(
  module: string,
  { name, define = {}, plugins = [] }: AloneOptions,
): Promise<{ readonly code: string; readonly styles: string }> {
  const root = new URL('..', import.meta.url).pathname
  const built = await build({
    configFile: false,
    root,
    base: './',
    logLevel: 'warn',
    publicDir: false,
    define,
    plugins,
    build: {
      write: false,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      assetsInlineLimit: () => true,
      rolldownOptions: {
        // The helper that would use it loads nothing here: all is in one piece.
        checks: { bundlerTimings: false, emptyImportMeta: false },
        input: `${root}${module}`,
        preserveEntrySignatures: 'strict',
        output: { format: 'iife', codeSplitting: false, ...(name !== undefined && { name }) },
      },
    },
  })
  const [{ output }] = [built].flat() as [Rolldown.RolldownOutput]
  const code = output.flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
  const styles = output.flatMap((file) =>
    file.fileName.endsWith('.css') && file.type === 'asset' ? [file.source] : [],
  )
  if (code.length !== 1) throw new Error(`${module} became ${code.length} files.`)
  return { code: code.join(''), styles: styles.join('') }
}

/** Of the frame, what it has in itself: each font once, and nothing that draws diagrams, which is larger than all the rest. */
function leanFrame(): Plugin {
  return {
    name: 'lean-frame',
    enforce: 'pre',
    load: (id) => (id.endsWith('/frame/diagrams.ts') ? 'export {}' : undefined),
    transform: (code, id) =>
      id.endsWith('/katex.css')
        ? code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\(["'][a-z]+["']\)/g, '')
        : undefined,
  }
}
