import type { Clock } from '../lib/clock.ts'
import { page as english } from '../words/en/page.ts'
import { wordsOf } from '../words/words.ts'
import type { FileHello, PageFile, ShownFormat, ToWorker } from './messages.ts'
import { FRAME } from './preview.ts'

const words = wordsOf('page', english)

interface PageFileOptions {
  readonly text: string
  readonly format: ShownFormat
  /** Pictures of the document as `data:` addresses, by the ids of their files. */
  readonly pictures: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What makes it could not be fetched, or takes too long. */
export class NoPageFile extends Error {}

/** Longer than the frame itself waits for what does not come, and than a long text takes. */
const LIMIT_MS = 90_000

/**
 * What a text looks like, as one piece of HTML that needs nothing. It is made where the preview is: a worker renders it, and a frame
 * of an opaque origin, out of sight, sanitises it and draws what is to be drawn. To this page it is text, and is shown nowhere.
 * Rejects with `NoPageFile`, or with why the signal was aborted.
 */
export async function makePageFile({ text, format, pictures, clock, signal }: PageFileOptions): Promise<PageFile> {
  signal.throwIfAborted()
  const worker = new Worker(new URL('./render-worker.ts', import.meta.url), { type: 'module', name: 'file' })
  const iframe = document.createElement('iframe')
  const ends: (() => void)[] = [() => worker.terminate(), () => iframe.remove()]
  try {
    return await new Promise<PageFile>((resolve, reject) => {
      const fail = (): void => reject(new NoPageFile())
      const abort = (): void => reject(signal.reason as Error)
      signal.addEventListener('abort', abort)
      ends.push(() => signal.removeEventListener('abort', abort), clock.after(LIMIT_MS, fail))
      worker.addEventListener('error', (event) => {
        event.preventDefault()
        fail()
      })
      iframe.className = 'file-frame'
      iframe.title = ''
      iframe.ariaHidden = 'true'
      iframe.tabIndex = -1
      iframe.setAttribute('sandbox', 'allow-scripts')
      iframe.src = new URL(FRAME, document.baseURI).href
      iframe.addEventListener('load', () => {
        const page = new MessageChannel()
        const blocks = new MessageChannel()
        page.port1.addEventListener('message', ({ data }: MessageEvent<PageFile>) => resolve(data))
        page.port1.start()
        ends.push(() => page.port1.close())
        const hello: FileHello = { type: 'weft-file', words, pictures }
        // Its origin is opaque, so there is none to name.
        iframe.contentWindow?.postMessage(hello, '*', [page.port2, blocks.port2])
        const shown = { kind: format.kind, name: format.name }
        const open: ToWorker = { type: 'open', text, format: shown, frame: blocks.port1, words, slides: null }
        worker.postMessage(open, [blocks.port1])
      })
      document.body.append(iframe)
    })
  } finally {
    for (const end of ends) end()
  }
}
