import type { ListAnswer } from '../../../shared/library/library-answers.ts'
import type { Archive, Duplicate, Rename } from '../../../shared/library/library-requests.ts'
import { ERRORS, type ErrorCode, isErrorCode } from '../../../shared/protocol/errors.ts'

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
  duplicate(body: Duplicate): Promise<Outcome>
  giveUp(document: string): Promise<Outcome>
  trash(document: string): Promise<Outcome>
  restore(document: string): Promise<Outcome>
  purge(document: string): Promise<Outcome>
}

const OFFLINE: Failure = { ok: false, code: 'offline', sentence: 'The server cannot be reached. Try again.' }

/** Where the words of an edit that is refused say something else. */
const SENTENCES: Partial<Readonly<Record<ErrorCode, string>>> = {
  'not-found': 'The document is not there any more.',
  'sign-in-needed': 'This is for people with an account here. Sign in to do it.',
  'too-many-documents': 'Too many new documents from this address. Try again later.',
  slow: 'Too many requests from this address. Try again in a moment.',
  internal: 'The server had a problem of its own. Try again.',
  'storage-unavailable': 'The server cannot store anything right now. Try again later.',
  draining: 'The server is restarting. Try again in a moment.',
}

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
  return { ok: false, code: known, sentence: SENTENCES[known] ?? ERRORS[known].sentence }
}
