import { makeWordDocument, type WordDocument, type WordSource } from './word-document.ts'

/** What of a worker's global object is used here; the client's own types are those of a page. */
interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<WordSource>) => void): void
  postMessage(message: WordDocument | null, transfer: Transferable[]): void
}

const scope = self as unknown as WorkerScope

/** One document is made, and answered; null when it cannot be. */
scope.addEventListener('message', ({ data }) => {
  makeWordDocument(data).then(
    (made) => scope.postMessage(made, [made.bytes.buffer as ArrayBuffer]),
    () => scope.postMessage(null, []),
  )
})
