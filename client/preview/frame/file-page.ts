import { fileIdOf } from '../../../shared/files/file-address.ts'
import { systemClock } from '../../lib/clock.ts'
import type { FileHello, PageFile, Patch, RenderedBlock } from '../messages.ts'
import type { PageWords } from '../page-words.ts'
import { drawn } from './diagram-places.ts'
import { fileLinksIn, withoutFiles } from './file-links.ts'
import { prepareForPaper } from './for-paper.ts'
import { makeRoomForNumbers } from './list-numbers.ts'
import { blockClass } from './page-blocks.ts'
import { sanitise } from './sanitise.ts'
import { STRUCTURE, Structure, targetOf } from './structure.ts'
import { prepareBoxes } from './task-boxes.ts'

interface FilePageOptions extends Pick<FileHello, 'pictures' | 'words'> {
  readonly root: HTMLElement
  readonly page: MessagePort
  readonly worker: MessagePort
}

/** What has not come by then is shown as it is written: without a connection some of it never does. */
const LIMIT_MS = 20_000

/** Makes one file of the document that the worker sends: everything is in it, nothing is asked for, and nothing runs. */
export function makeFilePage({ root, page, worker, pictures, words }: FilePageOptions): void {
  let blocks: readonly RenderedBlock[] = []
  let isOver = false
  let latest: Patch | null = null

  worker.addEventListener('message', ({ data }: MessageEvent<Patch>) => {
    latest = data
    for (const { at, remove, blocks: made } of data.splices) blocks = blocks.toSpliced(at, remove, ...made)
    if (data.isComplete) void finish(data, false)
  })
  systemClock.after(LIMIT_MS, () => {
    if (latest !== null) void finish(latest, true)
  })
  worker.start()
  page.start()

  async function finish({ lang, dir }: Patch, isIncomplete: boolean): Promise<void> {
    if (isOver) return
    isOver = true
    const elements = sanitise(blocks.map(({ html }) => html))
    for (const element of elements) {
      element.className = `block ${blockClass(element.firstElementChild)}`.trimEnd()
      element.dir = dir
    }
    // Before they are in the page, which would ask for what lies elsewhere.
    const linked = elements.reduce((sum, element) => sum + placeMedia(element, pictures), 0)
    // In the page, because diagrams are measured there.
    root.replaceChildren(...elements)
    prepareBoxes(root, false, words)
    const files = fileLinksIn(root).length
    withoutFiles(root)
    for (const formula of root.querySelectorAll('.katex')) writeFormula(formula)
    const undrawn = await drawAll(root, words)
    new Structure(root, words).arrange([...root.querySelectorAll<HTMLElement>(STRUCTURE)])
    prepareForPaper(root)
    makeRoomForNumbers(root)
    for (const note of root.querySelectorAll('.note[data-note], .note-mark[data-note] + .note-inline')) note.remove()
    for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href]')) prepareLink(link, root)
    for (const name of ['data-line', 'data-note', 'data-contents']) {
      for (const element of root.querySelectorAll(`[${name}]`)) element.removeAttribute(name)
    }
    const made: PageFile = { type: 'file', html: root.innerHTML, lang, dir, linked, files, undrawn, isIncomplete }
    page.postMessage(made)
  }
}

/** Pictures of the document are put into it; what lies elsewhere becomes a link. Answers how much that is. */
function placeMedia(root: HTMLElement, pictures: FileHello['pictures']): number {
  let linked = 0
  for (const source of root.querySelectorAll('source, track, picture > :not(img)')) source.remove()
  for (const media of root.querySelectorAll<HTMLElement>('img, video, audio')) {
    const address = media.getAttribute('src') ?? ''
    const own = pictures[fileIdOf(address) ?? '']
    if (media.nodeName === 'IMG' && own !== undefined) media.setAttribute('src', own)
    else if (media.nodeName !== 'IMG' || !/^data:image\//i.test(address)) {
      linked++
      media.replaceWith(linkInstead(media, address))
    }
    media.removeAttribute('srcset')
  }
  return linked
}

function linkInstead(media: HTMLElement, address: string): HTMLElement {
  const words = media.getAttribute('alt')?.trim() || address
  const isWeb = /^https?:\/\//i.test(address) && media.closest('a') === null
  const element = document.createElement(isWeb ? 'a' : 'span')
  if (element instanceof HTMLAnchorElement) element.href = address
  element.className = 'media-missing'
  element.textContent = words
  return element
}

/** As MathML, which every browser draws with fonts that it has. */
function writeFormula(formula: Element): void {
  const math = formula.querySelector('math')
  if (math !== null) formula.replaceWith(math)
}

/** Draws the diagrams one after the other, light, as on paper. Answers how many cannot be. */
async function drawAll(root: HTMLElement, words: PageWords): Promise<number> {
  let undrawn = 0
  for (const code of root.querySelectorAll('pre > code.language-mermaid')) {
    const pre = code.parentElement
    const shown = await drawn(code.textContent, false, words)
    const figure = document.createElement('figure')
    figure.className = 'diagram'
    pre?.replaceWith(figure)
    figure.append(shown)
    if (shown.nodeName === 'IMG') continue
    undrawn++
    if (pre !== null) figure.prepend(pre)
  }
  return undrawn
}

/** A link to a heading leads there by the browser alone; others say nothing of where one comes from. */
function prepareLink(link: HTMLAnchorElement, root: HTMLElement): void {
  const address = link.getAttribute('href') ?? ''
  if (!address.startsWith('#')) link.rel = 'noopener noreferrer'
  else {
    const target = targetOf(root, address.slice(1))
    if (target !== null && target.id !== '') link.setAttribute('href', `#${target.id}`)
  }
}
