import { systemClock } from '../../lib/clock.ts'
import { keyLetter } from '../../lib/key-letter.ts'
import type { FileHello, FromFrame, Hello, Look, Patch, ShownPlace, TaskClick, ToFrame } from '../messages.ts'
import { copyFormulasAsWritten } from './copied-formulas.ts'
import { giveDiagrams, watchDiagrams } from './diagram-source.ts'
import { followColours, placeDiagrams } from './diagram-places.ts'
import { HeldChanges } from './held-changes.ts'
import { PageBlocks } from './page-blocks.ts'
import { scrollToLine, topLine } from './places.ts'
import { Readiness } from './readiness.ts'
import { StoredFiles } from './stored-files.ts'
import { SlideShow } from './slide-show.ts'
import { Structure, targetOf } from './structure.ts'
import { prepareBoxes } from './task-boxes.ts'
import { WatchedPlaces } from './watched-places.ts'
import { WideParts } from './wide-parts.ts'

/** Keys that are the page's, wherever they are pressed: views, outline, focus mode and all actions by Alt-Shift; by Ctrl or Cmd save and print, and with Shift sharing and all actions. */
const VIEW_KEYS = ['Digit1', 'Digit2', 'Digit3', 'KeyO', 'KeyF', 'KeyP']
const PAGE_KEYS = ['KeyS', 'KeyP']

/** A place is looked for so often, before what is around it stands still. */
const MAX_TRIES = 8

/** By then what is around a place has its height. */
const STAY_MS = 500

const root = document.getElementById('document')
// What is shown here is somebody else's: not within the page's own origin, whatever became of the policy that keeps it out of there.
if (root !== null && self.origin === 'null') addEventListener('message', greeted)

/** Others may send something, too, like an extension of the browser: the hello is still to come then. */
function greeted({ data, ports, source }: MessageEvent<Hello | FileHello | null>): void {
  const [page, worker] = ports
  if (root === null || page === undefined || worker === undefined) return
  // Whoever embeds this page is who it works for: the policy lets nobody else.
  if (source !== parent || (data?.type !== 'weft-preview' && data?.type !== 'weft-file')) return
  removeEventListener('message', greeted)
  if (data.type === 'weft-file') {
    const { pictures, words } = data
    return void import('./file-page.ts').then(({ makeFilePage }) =>
      makeFilePage({ root, page, worker, pictures, words }),
    )
  }
  showLook(data.look)
  Object.assign(document.documentElement, { lang: data.language, dir: data.direction })
  show(root, page, worker, data)
}

function show(root: HTMLElement, page: MessagePort, worker: MessagePort, hello: Hello): void {
  const { hosts, words, slides: part } = hello
  root.setAttribute('aria-label', words.document)
  root.dataset['nothing'] = words.nothing
  const tell = (message: FromFrame): void => page.postMessage(message)
  let isEditable = false
  let { look } = hello
  let version = 0
  const readiness = new Readiness(root, systemClock)
  /** What the page asked for last; null since somebody scrolled here. */
  let followed: ShownPlace | null = null
  /** Where somebody scrolled to last; null since the page asked for another place. */
  let scrolled: ShownPlace | null = null
  /** Lets somebody else say what is at the top. */
  let release: (() => void) | null = null

  const files = new StoredFiles({ root, words: hello.fileWords, sizes: hello.sizes, clock: systemClock, tell })
  const wide = new WideParts()
  const blocks = new PageBlocks({
    root,
    hosts,
    words,
    onFiles: (element) => files.prepare(element),
    onBlock(element) {
      wide.watch(element)
      prepareBoxes(element, isEditable, words)
      if (element.querySelector('.katex') !== null) readiness.waitFor(import('./formula-styles.ts'))
      readiness.waitFor(placeDiagrams(element, words).then(() => keepPlace()))
    },
  })

  const structure = new Structure(root, words)

  watchDiagrams((isNeeded) => tell({ type: 'diagrams', isNeeded }))
  const slideShow = part === null ? null : new SlideShow({ root, blocks, part, tell })

  const places = new WatchedPlaces({ root, blocks, tell: (tops) => tell({ type: 'places', tops }) })
  const drawFor = followColours(root, words)

  const held = new HeldChanges(systemClock, window)
  worker.addEventListener('message', ({ data }: MessageEvent<Patch>) => held.make(() => apply(data)))

  function apply(data: Patch): void {
    version = data.version
    if (followed !== null && followed.version < version) {
      const before = followed.line
      followed = moved(followed, data)
      if (followed.line !== before) tell({ type: 'moved', line: followed.line, version })
    }
    if (scrolled !== null && scrolled.version < version) scrolled = moved(scrolled, data)
    slideShow?.expect(data)
    if (blocks.apply(data)) arrange()
    root.dataset['empty'] = String(blocks.list.length === 0)
    if (!data.more) slideShow?.update(version)
    keepPlace()
    readiness.isWhole = data.isComplete
    if (data.more) return
    files.opened()
    tell({ type: 'shown', version })
  }

  function arrange(): void {
    const notes = structure.arrange(blocks.structure)
    files.watch(notes)
    wide.watch(notes)
  }

  page.addEventListener('message', ({ data }: MessageEvent<ToFrame>) => {
    switch (data.type) {
      case 'scroll':
        release?.()
        followed = { line: data.line, caret: data.caret, version: data.version }
        scrolled = null
        scrollToLine(blocks, followed)
        return keepPlace()
      case 'editable':
        isEditable = data.editable
        return prepareBoxes(root, isEditable, words)
      case 'look':
        look = data.look
        showLook(look)
        return stay()
      case 'diagrams':
        return giveDiagrams(data.code)
      case 'slide':
        return slideShow?.show(data.place)
      case 'print':
        return void print(data.title)
      case 'watch':
        return places.watch(data.lines)
      case 'file':
        return files.received(data.id, data)
      case 'own-uploads':
        return files.uploads(data.ids)
      case 'reduced':
        return files.reduced()
      case 'connected':
        return files.connected()
    }
  })
  worker.start()
  page.start()
  tell({ type: 'ready' })

  /** All of it: what is out of sight is not loaded otherwise, and a picture that comes later is not on the paper. */
  async function print(title: string): Promise<void> {
    await files.allHere()
    readiness.waitFor(drawFor(true))
    await readiness.reached()
    const before = document.title
    const folded = root.querySelectorAll<HTMLDetailsElement>('details:not([open])')
    document.title = title
    for (const details of folded) details.open = true
    window.print()
    for (const details of folded) details.open = false
    document.title = before
    void drawFor(false)
    tell({ type: 'printed' })
  }

  /** Whoever reads there goes on reading, whatever others write above it. */
  function moved({ line, caret }: ShownPlace, patch: Patch): ShownPlace {
    const at = caret === null ? null : blocks.lineAfter(caret, patch)
    return { line: blocks.lineAfter(line, patch), caret: at, version: patch.version }
  }

  /** Stays where the page asked for, once a frame; what comes into sight gets its real height then, and may push it away. */
  let isKeeping = false
  function keepPlace(tries = MAX_TRIES): void {
    if (isKeeping || followed === null) return
    isKeeping = true
    requestAnimationFrame(() => {
      isKeeping = false
      if (followed !== null && scrollToLine(blocks, followed) && tries > 0) keepPlace(tries - 1)
    })
  }

  /** Lines wrap elsewhere now: one would read on somewhere else, and the next patch would jump there. */
  function stay(): void {
    if (followed === null && scrolled !== null) {
      followed = scrolled
      // Longer than that it would be in the way of whoever scrolls on.
      release = systemClock.after(STAY_MS, () => {
        scrolled = followed
        followed = null
      })
    }
    keepPlace()
  }

  let width = innerWidth
  addEventListener('resize', () => {
    // Only the height: a phone's bars come and go while somebody scrolls.
    if (width === innerWidth) return keepPlace()
    width = innerWidth
    stay()
  })

  let isWaiting = false
  addEventListener(
    'scroll',
    () => {
      if (followed !== null || isWaiting) return
      isWaiting = true
      requestAnimationFrame(() => {
        isWaiting = false
        if (followed !== null) return
        const line = topLine(blocks)
        scrolled = { line, caret: null, version }
        tell({ type: 'scrolled', line, version })
      })
    },
    { passive: true },
  )
  for (const type of ['wheel', 'pointerdown', 'touchstart', 'keydown']) {
    addEventListener(type, lead, { passive: true, capture: true })
  }

  function lead(): void {
    if (followed === null) return
    release?.()
    scrolled = { ...followed, caret: null }
    followed = null
    tell({ type: 'active' })
  }

  addEventListener('keydown', (event) => {
    const isView = event.altKey && event.shiftKey && !event.ctrlKey && !event.metaKey && VIEW_KEYS.includes(event.code)
    const isMod = (event.ctrlKey || event.metaKey) && !event.altKey
    const modCode = isMod ? `Key${keyLetter(event).toUpperCase()}` : ''
    const isPage = PAGE_KEYS.includes(modCode)
    // All of the page is here for the browser's own search, but not all of the text that it would go on into.
    const isSearch = modCode === 'KeyF' && !event.shiftKey && look.isBesideText === true
    if (!isView && !isPage && !isSearch && event.code !== 'F1') return
    event.preventDefault()
    // `KeyP` alone is Ctrl-P's.
    const isShifted = event.shiftKey && (isPage || event.code === 'KeyP')
    // `KeyF` alone is Alt-Shift-F's.
    const prefix = isSearch ? 'Mod-' : isShifted ? 'Shift-' : ''
    tell({ type: 'key', code: `${prefix}${isPage || isSearch ? modCode : event.code}` })
  })
  // The browser would open what is dropped here in the place of this page.
  for (const type of ['dragover', 'drop'] as const) addEventListener(type, (event) => event.preventDefault())
  copyFormulasAsWritten()
  addEventListener('click', clicked)
  addEventListener('auxclick', clicked)

  function clicked(event: MouseEvent): void {
    const element = event.target
    if (!(element instanceof Element)) return
    const link = element.closest('a[href]')
    const file = element.closest<HTMLElement>('button[data-file]')
    if (file !== null) {
      if (event.button === 0) files.press(file)
    } else if (link !== null) {
      event.preventDefault()
      if (event.button < 2) follow(link.getAttribute('href') ?? '')
    } else if (event.button !== 0) {
      return
    } else if (element instanceof HTMLInputElement) {
      // Ticked is what the text says, and it comes back from there.
      event.preventDefault()
      tick(element)
    } else if (element instanceof HTMLButtonElement) {
      const host = element.dataset['host']
      if (host !== undefined) tell({ type: 'host', host })
    } else if (element.closest('summary, audio, video') !== null || getSelection()?.isCollapsed === false) {
      return
    } else if (slideShow !== null) {
      slideShow.tapped(event)
    } else {
      const line = blocks.lineOf(element)
      if (line !== null) tell({ type: 'place', line })
    }
  }

  function follow(address: string): void {
    if (address.startsWith('#')) {
      lead()
      const target = targetOf(root, address.slice(1))
      if (target === null) return
      slideShow?.showElement(target)
      target.scrollIntoView()
      target.tabIndex = -1
      target.focus({ preventScroll: true })
      if (target.id.startsWith('heading-')) tell({ type: 'heading', name: target.id.slice('heading-'.length) })
      return
    }
    tell({ type: 'open', url: address })
  }

  function tick(box: HTMLInputElement): void {
    const line = isEditable ? blocks.lineOf(box) : null
    const message: TaskClick | null = line === null ? null : { type: 'task', line, checked: box.checked, version }
    if (message !== null) worker.postMessage(message)
  }
}

function showLook({ theme, size, measure }: Look): void {
  Object.assign(document.documentElement.dataset, { theme, size, measure })
}
