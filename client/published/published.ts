import { formatOf, MARKDOWN } from '../../shared/document/format.ts'
import { titleFromText } from '../../shared/document/title.ts'
import { Later, systemClock } from '../lib/clock.ts'
import { copyFormulasAsWritten } from '../preview/frame/copied-formulas.ts'
import { followColours, placeDiagrams } from '../preview/frame/diagram-places.ts'
import { PageBlocks } from '../preview/frame/page-blocks.ts'
import { Structure, targetOf } from '../preview/frame/structure.ts'
import { prepareBoxes } from '../preview/frame/task-boxes.ts'
import { WideParts } from '../preview/frame/wide-parts.ts'
import { LoadedParts } from '../preview/loaded-parts.ts'
import { Markdown } from '../preview/markdown.ts'
import type { Patch, Splice } from '../preview/messages.ts'
import { RenderedDocument } from '../preview/rendered-document.ts'
import { SourceDocument } from '../preview/source-document.ts'
import { page } from '../words/en/page.ts'
import { published } from '../words/en/published.ts'
import { wordsOf } from '../words/words.ts'
import { type ShownFacts, followText } from './live-text.ts'
import { placePublishedFiles } from './published-files.ts'

const words = wordsOf('published', published)
/** What the document says by itself. */
const pageWords = wordsOf('page', page)

/** Parts that arrive closer together are shown together. */
const GATHER_MS = 50

const wide = new WideParts()

/**
 * The page of a published document. It has an opaque origin, by its policy: what stands in the document can reach nothing, and what is
 * shown is all there is. The text came with the page, is rendered here piece by piece, and followed.
 */
const root = document.getElementById('document')
const source = document.getElementById('source')
const notice = document.getElementById('notice')
if (root !== null && source !== null && notice !== null) void show(root, source, notice)

async function show(root: HTMLElement, source: HTMLElement, notice: HTMLElement): Promise<void> {
  const text = source.textContent
  const { version = '', cut } = source.dataset
  const images = new URL(`p/${slugOf(location.pathname)}/files`, document.baseURI).href
  const onFiles = (element: HTMLElement): void => placePublishedFiles(element, images)
  const blocks = new PageBlocks({ root, hosts: allowedHosts(), words: pageWords, onFiles, onBlock: prepare })
  const structure = new Structure(root, pageWords)
  const again = new Later(systemClock, GATHER_MS, () => {
    // What it would be put into is not all here yet.
    if (isOpen) apply(shown.again())
    else again.schedule()
  })
  const parts = new LoadedParts(() => again.schedule(), pageWords)
  // A document without a title is called by its first line, which says nothing of the rest.
  const format = titleFromText(text) === document.title ? MARKDOWN : formatOf(document.title)
  const shown =
    format === MARKDOWN ? new RenderedDocument(new Markdown(parts, pageWords)) : new SourceDocument(format, parts)
  const said = { doubt: '', cut: '' }
  let isOpen = false

  note({ title: document.title, isCut: cut === 'true' })
  root.setAttribute('aria-label', pageWords.document)
  root.dataset['nothing'] = pageWords.nothing
  followColours(root, pageWords)
  addEventListener('hashchange', () => goTo(root, location.hash))
  copyFormulasAsWritten()
  addEventListener('click', (event) => clicked(event, root))
  for (const splices of shown.open(text)) {
    apply(splices)
    root.hidden = false
    source.remove()
    await new Promise<void>((resolve) => systemClock.after(0, resolve))
  }
  isOpen = true
  goTo(root, location.hash)

  followText({
    address: new URL(`p/${slugOf(location.pathname)}/events`, document.baseURI).href,
    version,
    length: text.length,
    clock: systemClock,
    onChange(change, facts) {
      apply(shown.change([change]))
      note(facts)
    },
    onGone() {
      again.cancel()
      const heading = document.createElement('h1')
      heading.textContent = words.notPublished
      root.replaceChildren(heading)
      document.title = heading.textContent
      notice.textContent = ''
    },
    onDoubt(doubt) {
      said.doubt = { offline: words.noConnection, full: words.manyRead, none: '' }[doubt ?? 'none']
      say()
    },
  })

  function apply(splices: readonly Splice[]): void {
    const { lang, dir } = shown.frontMatter
    const patch: Patch = { type: 'patch', version: 0, splices, lang, dir, more: false, isComplete: true }
    if (blocks.apply(patch)) wide.watch(structure.arrange(blocks.structure))
    root.dataset['empty'] = String(blocks.list.length === 0)
  }

  function note({ title, isCut }: ShownFacts): void {
    if (document.title !== title) document.title = title
    said.cut = isCut ? words.cut : ''
    say()
  }

  function say(): void {
    notice.textContent = said.doubt || said.cut
  }
}

function prepare(element: HTMLElement): void {
  wide.watch(element)
  prepareBoxes(element, false, pageWords)
  for (const link of element.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    if (link.getAttribute('href')?.startsWith('#') === true) continue
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
  }
  if (element.querySelector('.katex') !== null) void import('../preview/frame/formula-styles.ts').catch(() => {})
  void placeDiagrams(element, pageWords)
}

function clicked(event: MouseEvent, root: HTMLElement): void {
  const element = event.target
  if (!(element instanceof Element)) return
  const place = element.closest('a[href^="#"]')?.getAttribute('href')
  const host = element instanceof HTMLButtonElement ? element.dataset['host'] : undefined
  if (place !== undefined && place !== null) {
    // By the address of the program, it would lead out of this page.
    event.preventDefault()
    if (location.hash === place) goTo(root, place)
    else location.hash = place
  } else if (host !== undefined) {
    // The policy of the page names whose images it may load.
    const query = new URLSearchParams(location.search)
    query.append('host', host)
    location.search = query.toString()
  }
}

function goTo(root: HTMLElement, hash: string): void {
  const target = hash === '' ? null : targetOf(root, hash.slice(1))
  if (target === null) return
  target.scrollIntoView()
  target.tabIndex = -1
  target.focus({ preventScroll: true })
}

/** External hosts whose images the reader asked to see. */
function allowedHosts(): string[] {
  return new URLSearchParams(location.search).getAll('host')
}

function slugOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
