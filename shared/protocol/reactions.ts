import type { ErrorCode, Reaction } from './errors.ts'

/**
 * What `errors.ts` says that a client does with what was refused, without its sentences: a page needs those only once something was
 * refused, and this from its first moment on.
 */
const REACTIONS: Readonly<Record<ErrorCode, Reaction>> = {
  'bad-request': 'bug',
  internal: 'retry',
  'not-found': 'stop',
  deleted: 'stop',
  forbidden: 'set-aside',
  'password-needed': 'stop',
  'sign-in-needed': 'stop',
  'access-ended': 'stop',
  outdated: 'bug',
  'no-version': 'bug',
  'no-history': 'bug',
  'no-account': 'bug',
  'too-many-links': 'bug',
  'slug-taken': 'bug',
  'not-joined': 'rejoin',
  damaged: 'stop',
  'too-old': 'stop',
  'server-full': 'retry',
  'too-many-documents': 'retry',
  'too-many-connections': 'retry',
  slow: 'retry',
  draining: 'retry',
  'storage-unavailable': 'retry',
  resync: 'rejoin',
  'wrong-epoch': 'rejoin',
  'too-large': 'set-aside',
  'document-full': 'set-aside',
  'file-too-large': 'bug',
  'quota-full': 'bug',
  'malformed-update': 'set-aside',
  'foreign-client': 'set-aside',
}

export function reactionOf(code: ErrorCode): Reaction {
  return REACTIONS[code]
}

/** As it comes: from another version, or from anywhere. */
export function isKnownCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(REACTIONS, value)
}

/** A refusal that a page gives itself. */
export function refused<Code extends ErrorCode>(code: Code): { readonly ok: false; readonly code: Code } {
  return { ok: false, code }
}
