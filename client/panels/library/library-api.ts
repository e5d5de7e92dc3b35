import type { DuplicateAnswer, ListAnswer } from '../../../shared/library/library-answers.ts'
import type { Archive, Duplicate, Rename } from '../../../shared/library/library-requests.ts'
import { type ErrorCode, isErrorCode } from '../../../shared/protocol/errors.ts'
import { libraryRefusals } from '../../words/en/library-refusals.ts'
import { wordsOf } from '../../words/words.ts'
import { sentenceOf } from '../error-sentences.ts'

const words = wordsOf('libraryRefusals', libraryRefusals)

/** What went wrong, in words for the person. */
export interface Failure {
  readonly ok: false
  readonly code: ErrorCode | 'offline'
  readonly sentence: string
}

export type Outcome = { readonly ok: true } | Failure

/** The routes of the library, as calls. They never reject. */
export interface LibraryApi {
  list(after: string | null): Promise<ListAnswer | Failure>
  rename(body: Rename): Promise<Outcome>
  archive(body: Archive): Promise<Outcome>
  duplicate(body: Duplicate): Promise<DuplicateAnswer | Failure>
  giveUp(document: string): Promise<Outcome>
  trash(document: string): Promise<Outcome>
  restore(document: string): Promise<Outcome>
  purge(document: string): Promise<Outcome>
}

const OFFLINE: Failure = { ok: false, code: 'offline', sentence: words.offline }

/** Where the words of an edit that is refused say something else. */
const SENTENCES: Partial<Readonly<Record<ErrorCode, string>>> = words

/** Relative to the page's base, under which this Weft is served. */
export const libraryApi: LibraryApi = {
  list: (after) => ask(after === null ? 'documents' : `documents?after=${after}`),
  rename: (body) => ask('documents/rename', body),
  archive: (body) => ask('documents/archive', body),
  duplicate: (body) => ask('documents/duplicate', body),
  giveUp: (document) => ask('documents/give-up', { document }),
  trash: (document) => ask('documents/trash', { document }),
  restore: (document) => ask('documents/restore', { document }),
  purge: (document) => ask('documents/purge', { document }),
}

async function ask<Answer extends { readonly ok: boolean }>(route: string, body?: object): Promise<Answer | Failure> {
  try {
    const response = await fetch(new URL(`api/${route}`, document.baseURI), {
      method: body === undefined ? 'GET' : 'POST',
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer = (await response.json()) as Answer | { readonly ok: false; readonly code?: unknown }
    return answer.ok ? answer : failure('code' in answer ? answer.code : undefined)
  } catch {
    return OFFLINE
  }
}

/** As it comes: a proxy may have answered, or a newer server. */
function failure(code: unknown): Failure {
  const known = isErrorCode(code) ? code : 'internal'
  return { ok: false, code: known, sentence: SENTENCES[known] ?? sentenceOf(known) }
}
