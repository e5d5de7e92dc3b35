import { ERRORS, type ErrorCode } from '../../shared/protocol/errors.ts'
import { wordsOf } from '../words/words.ts'

/** In English the table of the protocol says it, since the server tells the same. */
const words = wordsOf<Partial<Record<ErrorCode, string>>>('errors', {})

/** What happened, then what it means for the person's text. */
export function sentenceOf(code: ErrorCode): string {
  return words[code] ?? ERRORS[code].sentence
}
