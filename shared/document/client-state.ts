import { type CursorState, readCursorState, type RelativePositionJson } from './presence.ts'

/** What a client may say of itself. Everything else in presence is the server's word. */
export interface ClientState extends CursorState {
  /** Nobody has done anything there for some minutes, or the page is out of sight. */
  readonly away?: true
  /** The awareness clientID whose view this client's goes along with. */
  readonly follows?: number
  /** What they see: told only while somebody follows them. */
  readonly view?: ViewPlace
  /** The slides that they show to whoever goes along. Only who may edit can say so. */
  readonly talk?: Talk
}

/** The line at the top of what somebody sees: where it begins, and how far down in it the top is, from 0 to 1. */
export interface ViewPlace {
  readonly line: RelativePositionJson
  readonly share: number
}

export interface Talk {
  /** Counted from 0. */
  readonly slide: number
  /** Where it begins in the text: others may have another number of slides before it for a moment. */
  readonly line: RelativePositionJson
  /** When it began, by the clock of who gives it, in milliseconds since the Unix epoch: the newest is what others see first. */
  readonly since: number
}

/** The same in an awareness state, and nothing else of it; null when its cursor is none. Other fields that are wrong are as if they were not there. */
export function readClientState(state: unknown): ClientState | null {
  const cursorState = readCursorState(state)
  if (cursorState === null) return null
  const { away, follows, view, talk } = state as Readonly<Record<string, unknown>>
  const place = readView(view)
  const slides = readTalk(talk)
  return {
    ...cursorState,
    ...(away === true && { away }),
    ...(isCount(follows) && { follows }),
    ...(place !== null && { view: place }),
    ...(slides !== null && { talk: slides }),
  }
}

function readView(view: unknown): ViewPlace | null {
  const { line, share } = fieldsOf(view)
  return isPosition(line) && typeof share === 'number' && share >= 0 && share <= 1 ? { line, share } : null
}

function readTalk(talk: unknown): Talk | null {
  const { slide, line, since } = fieldsOf(talk)
  return isCount(slide) && isPosition(line) && isCount(since) ? { slide, line, since } : null
}

function isPosition(value: unknown): value is RelativePositionJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
