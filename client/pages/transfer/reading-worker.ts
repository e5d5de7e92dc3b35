import { type Unpacked, unpackArchive } from './archive-entries.ts'
import { isLitter, isTextKind, kindOf } from './import-kinds.ts'
import { MAX_PICTURE_BYTES, MAX_TEXT_BYTES, MAX_WORD_BYTES } from './import-limits.ts'
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

/** Texts and pictures. What else is in it is named without being unpacked. */
function wantedBytes(path: string): number | null {
  const kind = kindOf(path)
  if (isLitter(path)) return null
  if (kind === 'word') return MAX_WORD_BYTES
  if (kind === 'picture') return MAX_PICTURE_BYTES
  return isTextKind(kind) ? MAX_TEXT_BYTES : null
}

function buffersOf(entries: readonly { readonly bytes: Uint8Array }[]): Transferable[] {
  return [...new Set(entries.map(({ bytes }) => bytes.buffer as ArrayBuffer))]
}
