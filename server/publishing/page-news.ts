/**
 * What readers of a published page are told while it is open, as a stream of events (`text/event-stream`). The id of each is the
 * version that the reader holds then; a browser says it when it comes again.
 */
export type PageNews =
  /** The whole, for who holds another version. */
  | { readonly kind: 'text'; readonly version: string; readonly shown: ShownText }
  /** `remove` UTF-16 code units at `at` of the version before give way to `insert`. */
  | { readonly kind: 'change'; readonly version: string; readonly change: TextChange & Omit<ShownText, 'text'> }
  /** It is not published here any more. */
  | { readonly kind: 'gone' }
  /** So many read already that no more are told of changes as they come. */
  | { readonly kind: 'full'; readonly retryMs: number }

export interface ShownText {
  readonly title: string
  readonly text: string
  /** The document is longer than what is shown of it. */
  readonly isCut: boolean
}

export interface TextChange {
  readonly at: number
  readonly remove: number
  readonly insert: string
}

/** So that nobody takes a connection on which nothing happens for dead. */
export const SILENCE = ':\n\n'

/** Bytes, so that they are there once, however many they are sent to. */
export function eventOf(news: PageNews): Uint8Array {
  return Buffer.from(linesOf(news))
}

function linesOf(news: PageNews): string {
  switch (news.kind) {
    case 'text':
      return `id: ${news.version}\nevent: text\ndata: ${JSON.stringify(news.shown)}\n\n`
    case 'change':
      return `id: ${news.version}\nevent: change\ndata: ${JSON.stringify(news.change)}\n\n`
    case 'gone':
      return 'event: gone\ndata: {}\n\n'
    case 'full':
      return `retry: ${news.retryMs}\nevent: full\ndata: {}\n\n`
  }
}

/** One change that makes the second text of the first. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before.charCodeAt(at) === after.charCodeAt(at)) at++
  let same = 0
  while (
    same < shorter - at &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  )
    same++
  return { at, remove: before.length - at - same, insert: after.slice(at, after.length - same) }
}
