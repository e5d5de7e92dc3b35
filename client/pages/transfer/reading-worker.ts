import { type Unpacked, unpackArchive } from './archive-entries.ts'
import { wantedBytes } from './import-kinds.ts'
import { type WordHtml, wordToHtml } from './word-html.ts'

/** What the page asks; it is answered once, by `Unpacked`, `WordHtml`, or null when it cannot be read. */
export interface ReadingRequest {
  readonly kind: 'archive' | 'word'
  readonly bytes: Uint8Array
}

/** What of a worker's global object is used here; the client's own types are those of a page. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<ReadingRequest>) => void): void
  postMessage(message: Unpacked | WordHtml | null, transfer: Transferable[]): void
}

const scope = self as unknown as WorkerScope

scope.addEventListener('message', ({ data: { kind, bytes } }) => {
  if (kind === 'archive') {
    const unpacked = unpackArchive(bytes, wantedBytes)
    scope.postMessage(unpacked, unpacked.ok ? buffersOf(unpacked.entries) : [])
    return
  }
  wordToHtml(bytes).then(
    (read) => scope.postMessage(read, []),
    () => scope.postMessage(null, []),
  )
})

function buffersOf(entries: readonly { readonly bytes: Uint8Array }[]): Transferable[] {
  return [...new Set(entries.map(({ bytes }) => bytes.buffer as ArrayBuffer))]
}
