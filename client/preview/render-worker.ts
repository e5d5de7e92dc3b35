import { Later, systemClock } from '../lib/clock.ts'
import { LoadedParts } from './loaded-parts.ts'
import { Markdown } from './markdown.ts'
import type { Patch, RenderedBlock, Splice, TaskClick, TaskPlace, ToWorker } from './messages.ts'
import { ENGLISH } from './page-words.ts'
import { RenderedDocument } from './rendered-document.ts'
import type { ShownDocument } from './shown-document.ts'
import { SourceDocument } from './source-document.ts'
import { TaskPlaces } from './task-places.ts'

/** What of a worker's global object is used here; the client's own types are those of a page. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void
  postMessage(message: TaskPlace): void
}

/** Parts that arrive closer together are shown together. */
const GATHER_MS = 50

const scope = self as unknown as WorkerScope
/** What a text needs arrives part by part; each time all of it would be looked through. */
const again = new Later(systemClock, GATHER_MS, () => send(shown.again(), false))
/** In the language of the page, once it opens a document. */
const words = { ...ENGLISH }
const parts = new LoadedParts(() => again.schedule(), words)
let shown: ShownDocument = new RenderedDocument(new Markdown(parts, words))
const tasks = new TaskPlaces()
let frame: MessagePort | null = null
let version = 0

scope.addEventListener('message', ({ data }) => {
  if (data.type === 'frame') {
    connect(data.frame)
    sendAll(shown.shown)
    return
  }
  if (data.type === 'open') {
    Object.assign(words, data.words)
    connect(data.frame)
    if (data.slides !== null) shown = new RenderedDocument(new Markdown(parts, words, true), data.slides)
    if (data.format.kind !== 'markdown') shown = new SourceDocument(data.format, parts)
    open(data.text)
  } else {
    tasks.changed({ version, lines: shown.lines, changes: data.changes })
    version = data.version
    send(shown.change(data.changes), false)
  }
})

function open(text: string): void {
  for (const splices of shown.open(text)) send(splices, true)
  send([], false)
}

function sendAll(blocks: readonly RenderedBlock[]): void {
  send([{ at: 0, remove: 0, shift: 0, blocks }], false)
}

function send(splices: readonly Splice[], more: boolean): void {
  const { lang, dir } = shown.frontMatter
  const isComplete = !more && shown.isComplete
  const patch: Patch = { type: 'patch', version, splices, lang, dir, more, isComplete }
  frame?.postMessage(patch)
}

function connect(port: MessagePort): void {
  frame?.close()
  frame = port
  port.addEventListener('message', ({ data }: MessageEvent<TaskClick>) => {
    const at = tasks.find(data, version, shown.lines)
    if (at !== null) scope.postMessage({ type: 'task', at, checked: data.checked, version })
  })
  port.start()
}
