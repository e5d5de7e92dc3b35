/**
 * Every refusal the protocol knows. `reaction` is what a client does with the edit or connection that was refused:
 *
 * - `retry`      keep it and try again later; nothing is wrong with it
 * - `rejoin`     join the document again, then resend
 * - `set-aside`  this edit can never be accepted: keep it beside the document and continue without it
 * - `stop`       give up this document (or connection) and tell the person
 * - `bug`        one end broke the protocol; nothing is changed by it
 */
export type Reaction = 'retry' | 'rejoin' | 'set-aside' | 'stop' | 'bug'

interface ErrorRow {
  readonly reaction: Reaction
  /** The status an HTTP route answers with. */
  readonly status: number
  /** For the person at the page: what happened, then what it means for their text. */
  readonly sentence: string
}

const rows = {
  'bad-request': { reaction: 'bug', status: 400, sentence: 'The server did not understand this page. Reload it.' },
  internal: { reaction: 'retry', status: 500, sentence: 'The server had a problem of its own. Trying again.' },
  'not-found': {
    reaction: 'stop',
    status: 404,
    sentence: 'There is no such document, or this link does not open it.',
  },
  deleted: { reaction: 'stop', status: 410, sentence: 'This document was deleted.' },
  forbidden: { reaction: 'set-aside', status: 403, sentence: 'You may not change this document.' },
  'password-needed': {
    reaction: 'stop',
    status: 401,
    sentence: 'This link opens the document only with its password.',
  },
  'sign-in-needed': {
    reaction: 'stop',
    status: 401,
    sentence: 'This is for people with an account here. Reload to sign in.',
  },
  'access-ended': {
    reaction: 'stop',
    status: 403,
    sentence: 'You have no access to this document any more.',
  },
  outdated: {
    reaction: 'bug',
    status: 409,
    sentence: 'There is no such link or person any more. Look at the list again.',
  },
  'no-version': {
    reaction: 'bug',
    status: 404,
    sentence: 'This version cannot be read: it does not exist, or takes too long to put together.',
  },
  'no-history': {
    reaction: 'bug',
    status: 404,
    sentence: 'This document had to be repaired once: what it was before cannot be shown.',
  },
  'no-account': { reaction: 'bug', status: 404, sentence: 'No account here has this e-mail address.' },
  'too-many-links': {
    reaction: 'bug',
    status: 409,
    sentence:
      'This document has as many links as it can have. Revoke one that is not needed; a day later there is room.',
  },
  'slug-taken': {
    reaction: 'bug',
    status: 409,
    sentence: 'Another published page has this address. Choose another one.',
  },
  'not-joined': {
    reaction: 'rejoin',
    status: 409,
    sentence: 'The connection to this document was lost. Joining again.',
  },
  damaged: {
    reaction: 'stop',
    status: 500,
    sentence: 'The server cannot read this document any more. Its operator can recover it with “weft doctor”.',
  },
  'too-old': {
    reaction: 'stop',
    status: 426,
    sentence: 'This page is older than the server. Your text is kept on this device; reload to continue.',
  },
  'server-full': {
    reaction: 'retry',
    status: 503,
    sentence: 'The server has as many visitors as it can serve. Trying again.',
  },
  'too-many-documents': {
    reaction: 'retry',
    status: 429,
    sentence:
      'Too many new documents from this address. Yours is kept on this device and is stored as soon as possible.',
  },
  'too-many-connections': {
    reaction: 'retry',
    status: 429,
    sentence: 'Too many pages are open from this address. Your text is kept on this device. Trying again.',
  },
  slow: {
    reaction: 'retry',
    status: 429,
    sentence: 'This page is sending faster than the server takes it. The rest follows by itself.',
  },
  draining: { reaction: 'retry', status: 503, sentence: 'The server is restarting.' },
  'storage-unavailable': {
    reaction: 'retry',
    status: 503,
    sentence: 'The server cannot store anything right now. Trying again.',
  },
  resync: { reaction: 'rejoin', status: 409, sentence: 'The server lacks an earlier edit. Sending it again.' },
  'wrong-epoch': {
    reaction: 'rejoin',
    status: 409,
    sentence: 'The document was restored to another state. Edits made on the old one are set aside.',
  },
  'too-large': { reaction: 'set-aside', status: 413, sentence: 'This edit is larger than the server accepts.' },
  'document-full': {
    reaction: 'set-aside',
    status: 413,
    sentence: 'This document is as large as the server allows. Deleting something makes room.',
  },
  'file-too-large': {
    reaction: 'bug',
    status: 413,
    sentence: 'This file is larger than the server takes. It is not stored.',
  },
  'quota-full': {
    reaction: 'bug',
    status: 409,
    sentence:
      'There is no room for this file: this document, or you, have as many as can be stored. Deleting some makes room.',
  },
  'malformed-update': { reaction: 'set-aside', status: 422, sentence: 'This edit is damaged and cannot be stored.' },
  'foreign-client': {
    reaction: 'set-aside',
    status: 403,
    sentence: 'This edit was made under an identity this browser no longer has.',
  },
} as const satisfies Record<string, ErrorRow>

export type ErrorCode = keyof typeof rows

export const ERRORS: Readonly<Record<ErrorCode, ErrorRow>> = rows

export const ERROR_CODES = Object.keys(rows) as [ErrorCode, ...ErrorCode[]]

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERRORS, value)
}

/** An expected refusal, as it stands in an acknowledgement. */
export interface Refusal {
  readonly ok: false
  readonly code: ErrorCode
  /** With `slow`: the earliest time, from now, at which trying again makes sense. */
  readonly retryAfterMs?: number | undefined
}

export function refuse<Code extends ErrorCode>(code: Code): { readonly ok: false; readonly code: Code } {
  return { ok: false, code }
}

/** Nothing is wrong with what was asked; it is to be asked again after `retryAfterMs`. */
export function slow(retryAfterMs: number): Refusal {
  return { ok: false, code: 'slow', retryAfterMs }
}
