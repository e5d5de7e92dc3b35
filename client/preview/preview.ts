import type * as Y from 'yjs'
import type { Clock } from '../lib/clock.ts'
import type {
  FileFault,
  FileSize,
  FromFrame,
  Hello,
  Look,
  ShownPlace,
  SlidePart,
  SlidePlace,
  SlideState,
  ShownFormat,
  TaskPlace,
  TextChange,
  ToFrame,
  ToWorker,
} from './messages.ts'
import { fetchDiagrams } from './fetch-diagrams.ts'
import { openBeside } from './open-beside.ts'
import { ShowWatch } from './show-watch.ts'
import { TextFeed } from './text-feed.ts'
import { files } from '../words/en/files.ts'
import { page } from '../words/en/page.ts'
import { wordsOf } from '../words/words.ts'

const words = wordsOf('page', page)
const fileWords = wordsOf('files', files)

/** What it needs could not be loaded, or failed; or the text takes too long to be shown. */
export type PreviewFault = 'missing' | 'slow'

/** Where the files of the text come from. */
export interface FileSource {
  /** Of images that were shown before, by id. */
  readonly sizes: Map<string, FileSize>
  /** Ids of the placeholders of what is uploaded from this page. */
  readonly ownUploads: readonly string[]
  /** Calls the listener with all of them whenever there are others; the returned function ends that. */
  onUploads(listener: (ids: readonly string[]) => void): () => void
  get(id: string): Promise<{ readonly blob: Blob } | { readonly fault: FileFault }>
}

export type WantedSlide = { readonly slide: number } | { readonly line: number }

/** The text one slide at a time, in place of the whole. */
export interface SlideOptions {
  readonly part: SlidePart
  /** Another slide is shown, or there are more or fewer of them. */
  onSlide(state: SlideState): void
  /** By its `KeyboardEvent.key`. */
  onPress(key: string): void
  /** A click on a slide, from 0, left, to 1. */
  onTap(at: number): void
  /** The mouse was moved over a slide; told a few times a second. */
  onStir(): void
}

export interface PreviewOptions {
  /** Empty; the preview fills it and scrolls inside. */
  readonly parent: HTMLElement
  /** Stays the caller's. */
  readonly text: Y.Text
  readonly format: ShownFormat
  readonly clock: Clock
  /** Whether the boxes of tasks can be ticked. */
  readonly editable: boolean
  /** What the preview is called, for screen readers. */
  readonly label: string
  readonly look: Look
  readonly files: FileSource
  /** Somebody wants to see an image of the document's files large, or to have one of them. */
  onEnlarge(id: string, name: string): void
  onDownload(id: string, name: string): void
  readonly slides?: SlideOptions
  /** Somebody ticked the box at `at`: these three code units are `[ ]`, `[x]` or `[X]`. */
  onTask(at: number, checked: boolean): void
  /** The line at the top, which may be between two, whenever somebody scrolls here. */
  onScroll(line: number): void
  /** The line that was asked for is this one now: others wrote above it. */
  onMoved(line: number): void
  /** A click on what this line became. */
  onPlace(line: number): void
  /** A link led to the heading of this name. */
  onHeading(name: string): void
  /** A key of the page's, pressed here, as `FromFrame` has it. */
  onKey(code: string): void
  /** What `print` began is done, or was given up. */
  onPrinted(): void
  /** Pointer or keys came here. */
  onActive(): void
  /** The whole text is shown for the first time. */
  onReady(): void
  /** What is shown is older than the text for longer than it should be, or is not any more. */
  onBehind(isBehind: boolean): void
  /** It ended by itself. */
  onFault(fault: PreviewFault): void
}

export interface Preview {
  /** The line at the top, as it was asked for or scrolled to last; null before that, when the page shows its beginning. */
  readonly line: number | null
  /** @param caret Where somebody writes: not to be below the window for that */
  scrollTo(line: number, caret?: number | null): void
  /** Has it told how far down the page these lines stand, from 0 to 1, now and whenever that changes; those before no more. */
  watchPlaces(lines: readonly number[], listener: (tops: readonly number[]) => void): void
  /** Where slides are shown: by its number, from 0, or by a line of the text as it is now. */
  showSlide(place: WantedSlide): void
  /** Called when pointer or keys take over what the page had scrolled to. The returned function ends it. */
  onActive(listener: () => void): () => void
  setEditable(editable: boolean): void
  setLook(look: Look): void
  /** Once everything is there that belongs to it; `title` is what a file of it is called. */
  print(title: string): void
  /** A file of the text is not stored any more. */
  forgetFile(id: string): void
  /** What was shown large is not any more. */
  reduced(): void
  /** There is a connection again: files that could not be had are asked for again. */
  connected(): void
  destroy(): void
}

/** More hosts than anybody allows by hand. */
const MAX_HOSTS = 20

/** Files of the frame that take longer than this do not come any more. */
const LOAD_MS = 30_000
/** A frame that is loaded answers at once. One that could not be fetched is loaded, too, with the browser's own page. */
const ANSWER_MS = 5_000

/** The address of the page that `server/http/routes/pages.ts` sends for the frame. */
export const FRAME = 'preview-frame'

/** Shows `options.text` as a page, and follows it. The worker sends HTML to the frame by itself: it never comes through here. */
export function openPreview(options: PreviewOptions): Preview {
  const { text, parent } = options
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { type: 'module', name: 'preview' })
  const hosts: string[] = []
  let editable = options.editable
  let look = options.look
  let iframe: HTMLIFrameElement | null = null
  /** Loaded behind the one that is shown, and shown once it holds the text. */
  let coming: HTMLIFrameElement | null = null
  let frame: MessagePort | null = null
  /** From the moment on at which the worker has the text. */
  let feed: TextFeed | null = null
  let place: ShownPlace | null = null
  let slide: SlidePlace | null = null
  let watched: { readonly lines: readonly number[]; readonly listener: (tops: readonly number[]) => void } | null = null
  let isOver = false
  const activity = new Set<() => void>()
  const watch = new ShowWatch({
    clock: options.clock,
    onBehind: (isBehind) => options.onBehind(isBehind),
    onStuck: () => fail('slow'),
  })

  const stopUploads = options.files.onUploads((ids) => show({ type: 'own-uploads', ids }))

  worker.addEventListener('error', (event) => {
    event.preventDefault()
    fail('missing')
  })
  worker.addEventListener('message', ({ data }: MessageEvent<TaskPlace>) => {
    const at = feed?.now(data.at, data.version) ?? null
    if (editable && at !== null) options.onTask(at, data.checked)
  })

  function tell(message: ToWorker, transfer: Transferable[] = []): void {
    worker.postMessage(message, transfer)
  }

  function show(message: ToFrame): void {
    frame?.postMessage(message)
  }

  /** Loads the frame, also again when it may show more. Its policy is in its address; see `framePolicy` on the server. */
  function load(): void {
    coming?.remove()
    const next = document.createElement('iframe')
    next.className = 'preview-frame-coming'
    next.title = options.label
    next.setAttribute('sandbox', sandboxOf(navigator.serviceWorker?.controller ?? null))
    const query = hosts.map((host) => `host=${encodeURIComponent(host)}`).join('&')
    next.src = new URL(query === '' ? FRAME : `${FRAME}?${query}`, document.baseURI).href
    next.addEventListener('load', () => greet(next), { once: true })
    expectFrame(LOAD_MS)
    coming = next
    parent.append(next)
  }

  let stopExpecting: (() => void) | null = null
  function expectFrame(limitMs: number): void {
    stopExpecting?.()
    stopExpecting = options.clock.after(limitMs, () => fail('missing'))
  }

  function greet(loaded: HTMLIFrameElement): void {
    expectFrame(ANSWER_MS)
    frame?.close()
    const page = new MessageChannel()
    const blocks = new MessageChannel()
    frame = page.port1
    frame.addEventListener('message', ({ data }: MessageEvent<FromFrame>) => hear(data))
    frame.start()
    const { lang: language, dir: direction } = document.documentElement
    const sizes = [...options.files.sizes.values()]
    const slides = options.slides?.part ?? null
    const hello: Hello = {
      type: 'weft-preview',
      hosts,
      look,
      words,
      language,
      direction,
      fileWords: fileWords.shown,
      sizes,
      slides,
    }
    // Its origin is opaque, so there is none to name: what is sent is nothing that the address does not say.
    loaded.contentWindow?.postMessage(hello, '*', [page.port2, blocks.port2])
    show({ type: 'editable', editable })
    show({ type: 'own-uploads', ids: options.files.ownUploads })
    if (slide !== null) show({ type: 'slide', place: slide })
    if (watched !== null) show({ type: 'watch', lines: watched.lines })
    if (feed !== null) {
      watch.sent(feed.sent, text.length)
      tell({ type: 'frame', frame: blocks.port1 }, [blocks.port1])
      return
    }
    watch.sent(0, text.length)
    const format = { kind: options.format.kind, name: options.format.name }
    tell({ type: 'open', text: text.toJSON(), format, frame: blocks.port1, words, slides }, [blocks.port1])
    const send = (changes: readonly TextChange[], version: number): void => {
      watch.sent(version, text.length)
      tell({ type: 'change', changes, version })
    }
    feed = new TextFeed({ text, clock: options.clock, send })
  }

  function hear(message: FromFrame): void {
    switch (message.type) {
      case 'ready':
        return stopExpecting?.()
      case 'scrolled':
        place = { line: message.line, caret: null, version: message.version }
        return options.onScroll(message.line)
      case 'moved':
        // The page asked for another one meanwhile.
        if (place === null || place.version > message.version) return
        place = { ...place, line: message.line, version: message.version }
        return options.onMoved(message.line)
      case 'places':
        return watched?.listener(message.tops)
      case 'place':
        return options.onPlace(message.line)
      case 'heading':
        return options.onHeading(message.name)
      case 'open':
        return openBeside(message.url)
      case 'host':
        if (hosts.length >= MAX_HOSTS || hosts.includes(message.host)) return
        hosts.push(message.host)
        return load()
      case 'key':
        return options.onKey(message.code)
      case 'file':
        return void fetchFile(message.id, frame)
      case 'size':
        return void options.files.sizes.set(message.id, message)
      case 'enlarge':
        return options.onEnlarge(message.id, message.name)
      case 'download':
        return options.onDownload(message.id, message.name)
      case 'diagrams':
        return void fetchDiagrams(message.isNeeded).then((code) => show({ type: 'diagrams', code }))
      case 'printed':
        return options.onPrinted()
      case 'slide':
        slide = { slide: message.slide }
        return options.slides?.onSlide(message)
      case 'press':
        return options.slides?.onPress(message.key)
      case 'tap':
        return options.slides?.onTap(message.at)
      case 'stir':
        return options.slides?.onStir()
      case 'active':
        for (const listener of activity) listener()
        return options.onActive()
      case 'shown':
        feed?.taken(message.version)
        watch.shown(message.version)
        return reveal()
    }
  }

  async function fetchFile(id: string, asker: MessagePort | null): Promise<void> {
    const file = await options.files.get(id)
    const message: ToFrame = { type: 'file', id, ...file }
    asker?.postMessage(message)
  }

  function reveal(): void {
    if (coming === null) return
    const isFirst = iframe === null
    iframe?.remove()
    iframe = coming
    coming = null
    iframe.className = 'preview-frame'
    if (place !== null) show({ type: 'scroll', ...place })
    if (isFirst) options.onReady()
  }

  function fail(fault: PreviewFault): void {
    if (isOver) return
    end()
    options.onFault(fault)
  }

  function end(): void {
    if (isOver) return
    isOver = true
    stopExpecting?.()
    watch.stop()
    stopUploads()
    feed?.stop()
    worker.terminate()
    frame?.close()
    coming?.remove()
    iframe?.remove()
  }

  load()
  return {
    get line() {
      return place?.line ?? null
    },
    onActive(listener) {
      activity.add(listener)
      return () => activity.delete(listener)
    },
    scrollTo(line, caret = null) {
      place = { line, caret, version: feed?.version ?? 0 }
      show({ type: 'scroll', ...place })
    },
    watchPlaces(lines, listener) {
      watched = { lines, listener }
      show({ type: 'watch', lines })
    },
    showSlide(next) {
      slide = 'slide' in next ? next : { line: next.line, version: feed?.version ?? 0 }
      show({ type: 'slide', place: slide })
    },
    setEditable(is) {
      editable = is
      show({ type: 'editable', editable })
    },
    setLook(next) {
      look = next
      show({ type: 'look', look })
    },
    print: (title) => show({ type: 'print', title }),
    forgetFile: (id) => show({ type: 'file', id, fault: 'missing' }),
    reduced() {
      // The browser gives the focus back to elements of this page alone.
      iframe?.focus()
      show({ type: 'reduced' })
    },
    connected: () => show({ type: 'connected' }),
    destroy: end,
  }
}

/**
 * With a service worker the attribute lets its request be one of this origin, or the worker would not be asked for it and there would be no
 * frame without a network. The frame's own origin is opaque all the same: by its policy, without which it shows nothing (`frame.ts`).
 */
export function sandboxOf(worker: ServiceWorker | null): string {
  return `allow-scripts allow-modals${worker === null ? '' : ' allow-same-origin'}`
}
